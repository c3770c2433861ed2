import path from "node:path";
import type { Entry } from "../catalogue.ts";
import type { ResourceRule, StackRule } from "../checks/rule.ts";
import { remedied } from "../engine/remediation.ts";
import { type Area, areas } from "./areas.ts";
import { coverage } from "./coverage.ts";
import { reason } from "./reasons.ts";

/** The reference, by file name: a page for each rule, an index for each area, one of all rules, and one of what they cover. */
export async function pages(): Promise<Map<string, string>> {
  const all = await areas();
  return new Map([
    ["README.md", overview(all)],
    ["coverage.md", coverage(all)],
    ...all.map((area) => [path.join(area.name, "README.md"), index(area)] as const),
    ...all.flatMap((area) =>
      area.entries.map((entry) => [path.join(area.name, `${entry.about.name}.md`), page(entry, area)] as const),
    ),
  ]);
}

/** The first line of every page, by which a page of an earlier run is known. */
export const mark = "<!-- Written by `npm run policies -- --docs`: change the rules, not this page. -->";
const head = ["| Rule | Severity | dev | staging | prod | What it says |", "|---|---|---|---|---|---|"];

function overview(all: readonly Area[]): string {
  const count = all.flatMap(({ entries }) => entries).length;
  const parts = [
    mark,
    "# Policies",
    `The ${count} rules of the policy pack. \`npm run policies\` lists them, \`npm run policies -- NAME\` explains one; [coverage](coverage.md) says which controls they answer to and what no policy can decide; the pack's own README says how to use and configure it.`,
    ...all.flatMap(({ name, title, entries }) => [
      `## [${title}](${name}/README.md)`,
      [...head, ...entries.map((entry) => row(entry, `${name}/`))].join("\n"),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function index({ title, entries }: Area): string {
  const table = [...head, ...entries.map((entry) => row(entry, ""))].join("\n");
  return `${mark}\n\n# ${title}\n\n${table}\n\n[All policies](../README.md)\n`;
}

function row({ about }: Entry, folder: string): string {
  const { dev, staging, prod } = about.levels;
  return `| [${about.name}](${folder}${about.name}.md) | ${about.severity} | ${dev} | ${staging} | ${prod} | ${cell(about.description)} |`;
}

function page(entry: Entry, { title }: Area): string {
  return `${mark}\n\n# ${entry.about.name}\n\n${article(entry)}\n\n[${title}](README.md), [all policies](../README.md)\n`;
}

/** Everything there is to say of a rule, in Markdown. */
export function article(entry: Entry): string {
  const { name, description, severity, levels, controls, fix } = entry.about;
  const { dev, staging, prod } = levels;
  const facts = [
    `| Severity | ${severity} |`,
    `| Level | dev ${dev}, staging ${staging}, prod ${prod}${remedied.includes(name) ? "; in dev, what is missing is added" : ""} |`,
    `| About | ${about(entry)} |`,
    `| Controls | ${controls.length === 0 ? "none: the platform's own" : controls.join(", ")} |`,
  ];
  const parts = [
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
  if (kind === "state") return "the state that `pulumi stack export` writes, by `npm run gate`";
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
