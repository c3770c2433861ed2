import type { Change, StackReview } from "./review.ts";

/** A section of a stack's review. */
export interface Section {
  title: string;
  /** Column of the table over all stacks: what stands in it; empty for nothing to say. */
  cell: (review: StackReview) => string;
  /** Lines of Markdown; none leaves the section out. */
  lines: (review: StackReview) => readonly string[];
}

/** Lines of a section at most; a list of a thousand resources is read in the log. */
const most = 40;

/** Every section in order: a further one, such as the monthly cost, is one more record. */
export const sections: readonly Section[] = [
  {
    title: "Changes",
    cell: ({ changes }) => counted(changes),
    lines: ({ changes }) =>
      [...Map.groupBy(changes, ({ part }) => part ?? "")].flatMap(([part, own]) => [
        ...(part === "" ? [] : [`**${part}**: ${counted(own)}`, ""]),
        ...shortened(own.map(change)),
        "",
      ]),
  },
  {
    title: "Refused",
    cell: ({ errors }) => amount(errors.length, ":x:"),
    lines: ({ errors }) => shortened(errors.map((error) => `- ${oneLine(error)}`)),
  },
  {
    title: "Policy findings",
    cell: ({ findings }) => {
      const mandatory = findings.filter(({ level }) => level === "mandatory").length;
      return mandatory > 0 ? `:x: ${mandatory} mandatory` : amount(findings.length, ":warning:");
    },
    lines: ({ findings }) =>
      shortened(findings.map(({ level, rule, message }) => `- ${level} \`${rule}\`: ${oneLine(own(rule, message))}`)),
  },
  {
    title: "Gate",
    cell: ({ gate }) => (gate.length === 0 ? "" : ":x:"),
    lines: ({ gate }) => shortened(gate.map((line) => `- ${oneLine(line)}`)),
  },
  {
    title: "Permissions of the deployer",
    cell: ({ permissions }) =>
      [amount(permissions?.added.length ?? 0, "+"), amount(permissions?.removed.length ?? 0, "−")]
        .filter((each) => each !== "")
        .join(" "),
    lines: ({ permissions }) =>
      shortened([
        ...(permissions?.added ?? []).map((action) => `- added \`${action}\``),
        ...(permissions?.removed ?? []).map((action) => `- removed \`${action}\``),
      ]),
  },
];

function amount(count: number, sign: string): string {
  return count === 0 ? "" : `${sign} ${count}`;
}

function counted(changes: readonly Change[]): string {
  const groups = Map.groupBy(changes, ({ kind }) => kind);
  return [...groups].map(([kind, own]) => `${own.length} ${kind}`).join(", ");
}

function change({ kind, type, name, changed }: Change): string {
  const what = kind === "change" || kind === "replace" ? changed.map((input) => `\`${input}\``).join(", ") : "";
  return `- ${kind} \`${type}\` \`${name}\`${what === "" ? "" : `: ${what}`}`;
}

/** What a finding says of its resource, without the description of the rule before it. */
function own(rule: string, message: string): string {
  return message.split(`${rule}: `).at(-1) ?? message;
}

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), `- … and ${rest} more`] : [...lines];
}

/** Text of programs and of AWS in one line, that ends no list and begins no HTML. */
function oneLine(given: string): string {
  return given.replaceAll(/\s+/g, " ").replaceAll("<", "&lt;").trim();
}
