import type { Entry } from "../catalogue.ts";
import { remedied } from "../remediation.ts";
import type { ResourceRule, StackRule } from "../rule.ts";
import { type Area, areas } from "./areas.ts";
import { coverage } from "./coverage.ts";
import { reason } from "./reasons.ts";

/** The reference, by file name: a page for each area, one with all rules, and one of what they cover. */
export async function pages(): Promise<Map<string, string>> {
  const all = await areas();
  return new Map([
    ["README.md", overview(all)],
    ["coverage.md", coverage(all)],
    ...all.map((area) => [`${area.name}.md`, page(area)] as const),
  ]);
}

const made = "<!-- Written by `npm run policies -- --docs`: change the rules, not this page. -->";

function overview(all: readonly Area[]): string {
  const count = all.flatMap(({ entries }) => entries).length;
  const rows = all.flatMap(({ name: file, entries }) =>
    entries.map(({ about }) => {
      const { dev, staging, prod } = about.levels;
      return `| [${about.name}](${file}.md#${about.name}) | ${about.severity} | ${dev} | ${staging} | ${prod} | ${cell(about.description)} |`;
    }),
  );
  const table = ["| Rule | Severity | dev | staging | prod | What it says |", "|---|---|---|---|---|---|", ...rows];
  return `${made}\n\n# Policies\n\nThe ${count} rules of the policy pack. \`npm run policies\` lists them, \`npm run policies -- NAME\` explains one; [coverage](coverage.md) says which controls they answer to and what no policy can decide; the pack's own README says how to use and configure it.\n\n${table.join("\n")}\n`;
}

function page({ title, entries }: Area): string {
  return `${made}\n\n# ${title}\n\n${entries.map(section).join("\n\n")}\n`;
}

function section(entry: Entry): string {
  const { name, description, severity, levels, controls, fix } = entry.about;
  const { dev, staging, prod } = levels;
  const facts = [
    `| Severity | ${severity} |`,
    `| Level | dev ${dev}, staging ${staging}, prod ${prod}${remedied.includes(name) ? "; in dev, what is missing is added" : ""} |`,
    `| About | ${about(entry)} |`,
    `| Controls | ${controls.length === 0 ? "none: the platform's own" : controls.join(", ")} |`,
  ];
  const parts = [
    `## ${name}`,
    description,
    ["| | |", "|---|---|", ...facts].join("\n"),
    `**Why.** ${reason(name)}`,
    `**Fix.** ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`,
    ...(entry.rule === undefined ? [] : examples(entry.rule)),
  ];
  return parts.join("\n\n");
}

function about({ kind, types }: Entry): string {
  if (kind === "plan") return "the plan of a preview, by `npm run gate`";
  if (types.length === 0) return "the stack as a whole";
  return types[0] === "*" ? "every resource" : types.map((type) => `\`${type}\``).join(", ");
}

function examples(rule: ResourceRule | StackRule): string[] {
  const complies = rule.ok === null ? "Nothing of this type complies." : block(rule.ok);
  return ["Complies:", complies, "Does not:", block(rule.bad)];
}

function block(example: unknown): string {
  const shown = Array.isArray(example) ? example.map(short) : example;
  return `\`\`\`json\n${JSON.stringify(shown, undefined, 2)}\n\`\`\``;
}

/** A resource of a stack's example: its URN and dependencies say nothing that its references do not. */
function short({ type, name, props, options, propertyDependencies }: StackRule["ok"][number]): object {
  const refersTo = Object.fromEntries(
    Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, urns.map((urn) => urn.split("::").pop())]),
  );
  return { type, name, props, ...(options && { options }), ...(Object.keys(refersTo).length > 0 && { refersTo }) };
}

export function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
