import type { LeftComponent, LeftMember } from "../schema/left.ts";
import type { ComponentSpec, PackageSchema, Property } from "../schema/schema.ts";
import type { Effect } from "./effect.ts";
import { effectText } from "./effect-text.ts";
import { creates, type Example } from "./examples.ts";
import { cell, code, prose, TypeText } from "./type-text.ts";

/** Where a component is, and what else its article is written of. */
export interface Subject {
  token: string;
  /** Name of the class. */
  name: string;
  /** Entry of the npm package that has the class. */
  entry: string;
  effects: Readonly<Record<string, Effect>>;
  examples: readonly Example[];
}

/** The article of a component of the Pulumi package. */
export function article(subject: Subject, spec: ComponentSpec, { types }: Pick<PackageSchema, "types">): string {
  const [, folder = ""] = subject.token.split(":");
  const text = new TypeText(types, folder);
  const rows = Object.entries(spec.inputProperties).map(([name, property]) => {
    const { description, standard } = told(property);
    const needed = spec.requiredInputs.includes(name) ? "required" : standard;
    return [code(name), text.argument(property), needed, cell(description), effectText(subject.effects[name])];
  });
  const outputs = Object.entries(spec.properties).map(([name, property]) => {
    const { description } = told(property);
    return [code(name), text.of(property), cell(description)];
  });
  return assembled(subject, spec.description, rows, outputs);
}

/** The article of a component that the Pulumi package does not have. */
export function leftArticle(subject: Subject, { description, ...component }: LeftComponent): string {
  const rows = Object.entries(component.arguments).map(([name, member]) => {
    const needed = member.required ? "required" : cell(member.default ?? "none");
    return [code(name), code(member.type), needed, cell(member.description), effectText(subject.effects[name])];
  });
  const outputs = Object.entries(component.outputs).map(([name, member]: [string, LeftMember]) => {
    return [code(name), code(member.type), cell(member.description)];
  });
  const outside = `${description} The [Pulumi package](../packages.md#yaml-and-other-languages) does not have it.`;
  return assembled(subject, outside, rows, outputs);
}

/** The article of a type: an object of arguments or outputs. */
export function typeArticle(token: string, { types }: Pick<PackageSchema, "types">): string {
  const [, folder = "", name = ""] = token.split(":");
  const { properties = {}, required = [], description } = types[token] ?? {};
  const text = new TypeText(types, folder);
  const rows = Object.entries(properties).map(([key, property]) => {
    const { description: about, standard } = told(property);
    return [code(key), text.argument(property), required.includes(key) ? "required" : standard, cell(about)];
  });
  const parts = [`### ${name}`, ...(description === undefined ? [] : [prose(description)])];
  return [...parts, table(["Property", "Type", "Default", "Description"], rows)].join("\n\n");
}

function assembled(
  { token, name, entry, examples }: Subject,
  description: string,
  rows: readonly (readonly string[])[],
  outputs: readonly (readonly string[])[],
): string {
  const used = examples.filter((each) => creates(each, token, { name }));
  const shown = used.map(({ name: example, file }) => `[${example}](../../${file})`);
  const parts = [
    `## ${name}`,
    prose(description),
    `\`import { ${name} } from "platform-components/${entry}"\`, type token \`${token}\`.`,
    ...(shown.length === 0 ? [] : [`Used in the examples ${shown.join(", ")}.`]),
    rows.length === 0
      ? "It has no arguments."
      : table(["Argument", "Type", "Default", "Description", "A change"], rows),
    ...(outputs.length === 0 ? [] : [table(["Output", "Type", "Description"], outputs)]),
  ];
  return parts.join("\n\n");
}

/** A description and the default that it ends with. */
function told({ description = "" }: Property): { description: string; standard: string } {
  const [, text = description, standard = "none"] = /^(.*?) Default: (.*)\.$/s.exec(description) ?? [];
  return { description: text, standard: cell(standard) };
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
