import { catalogue, type Entry } from "../catalogue.ts";
import type { ResourceRule, StackRule } from "../checks/rule.ts";
import { remedied } from "../engine/remediation.ts";
import { pageOf } from "../engine/rules.ts";
import { coverage } from "./coverage.ts";

/** The rules of one service. */
interface Page {
  title: string;
  file: string;
  entries: readonly Entry[];
}

/** The reference, by file name: a page for each service, an index, and a page about the controls of frameworks. */
export function pages(): Map<string, string> {
  const all = [...Map.groupBy(catalogue, ({ title }) => title)]
    .map(([title, entries]): Page => ({ title, file: pageOf(title), entries }))
    .sort((left, right) => left.file.localeCompare(right.file));
  return new Map([
    ["README.md", overview(all)],
    ["coverage.md", coverage(catalogue)],
    ...all.map((each) => [each.file, page(each)] as const),
  ]);
}

/** The first line of every page, which identifies pages of an earlier run. */
export const mark = "<!-- Written by `npm run policies -- --docs`: change the rules, not this page. -->";

function overview(all: readonly Page[]): string {
  const parts = [
    mark,
    "# Policies",
    `The ${catalogue.length} rules of the policy pack, by service. \`npm run policies\` lists them and \`npm run policies -- NAME\` explains one. [Coverage](coverage.md) lists the controls of each framework and what no policy can decide; the README of the policy pack describes its use and configuration.`,
    all.map(({ title, file, entries }) => `- [${title}](${file}): ${entries.length}`).join("\n"),
    ...all.flatMap(({ title, file, entries }) => [`## [${title}](${file})`, table(entries, file)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function page({ title, entries }: Page): string {
  const articles = entries.map((entry) => `## ${entry.about.name}\n\n${article(entry)}`);
  return `${[mark, `# ${title}`, table(entries, ""), ...articles, "[All policies](README.md)"].join("\n\n")}\n`;
}

function table(entries: readonly Entry[], file: string): string {
  const rows = entries.map(({ about: { name, severity, levels, description } }) => {
    const { dev, staging, prod } = levels;
    return `| [${name}](${file}#${name}) | ${severity} | ${dev} | ${staging} | ${prod} | ${cell(description)} |`;
  });
  return ["| Rule | Severity | dev | staging | prod | Description |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

/** The description of a rule in Markdown. */
export function article(entry: Entry): string {
  const { name, description, why, severity, levels, controls, fix, ownOnly } = entry.about;
  const { dev, staging, prod } = levels;
  const facts = [
    `| Severity | ${severity} |`,
    `| Level | dev ${dev}, staging ${staging}, prod ${prod}${remedied.includes(name) ? "; in dev, missing properties are added" : ""}${ownOnly === true ? "; in projects other than `ownProjects`, advisory at most" : ""} |`,
    `| Applies to | ${subject(entry)} |`,
    `| Controls | ${controls.length === 0 ? "none: a rule of the platform" : controls.join(", ")} |`,
  ];
  const parts = [
    description,
    ["| | |", "|---|---|", ...facts].join("\n"),
    `**Why.** ${why}`,
    `**Fix.** ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`,
    ...(entry.rule === undefined ? [] : examples(entry.rule)),
  ];
  return parts.join("\n\n");
}

function subject({ kind, types }: Entry): string {
  if (kind === "plan") return "the plan of a preview, in `npm run gate`";
  if (kind === "state") return "the output of `pulumi stack export`, in `npm run gate`";
  if (types.length === 0) return "the stack as a whole";
  return types[0] === "*" ? "every resource" : types.map((type) => `\`${type}\``).join(", ");
}

function examples(rule: ResourceRule | StackRule): string[] {
  const complies = rule.ok === null ? "No resource of this type complies." : block(rule.ok);
  return ["Complies:", complies, "Does not comply:", block(rule.bad)];
}

function block(example: unknown): string {
  const shown = Array.isArray(example) ? example.map(short) : example;
  return `\`\`\`json\n${JSON.stringify(shown, undefined, 2)}\n\`\`\``;
}

/** A resource of a stack's example: its references stand for its URN and dependencies. */
function short({ type, name, props, options, propertyDependencies }: StackRule["ok"][number]): object {
  const refersTo = Object.fromEntries(
    Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, urns.map((urn) => urn.split("::").pop())]),
  );
  return { type, name, props, ...(options && { options }), ...(Object.keys(refersTo).length > 0 && { refersTo }) };
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
