import { frozen, frozenLeft } from "../schema/frozen.ts";
import { article, leftArticle, type Subject, table, typeArticle } from "./articles.ts";
import { frozenEffects } from "./effect.ts";
import { examples } from "./examples.ts";
import { cell } from "./type-text.ts";

/** A component of the reference. */
export interface Listed {
  folder: string;
  name: string;
  description: string;
  text: string;
}

/** The first line of every page, which identifies pages of an earlier run. */
export const mark = "<!-- Written by `npm run docs`: change the components, not this page. -->";

/** The pages of the reference by file name: one for each folder of the components, and an index. */
export function pages(): Map<string, string> {
  const all = [...Map.groupBy(listed(), ({ folder }) => folder)].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map([
    ["README.md", overview(all)],
    ...all.map(([folder, each]) => [`${folder}.md`, page(folder, each)] as const),
  ]);
}

/** Every component, in the order of their names. */
export function listed(): Listed[] {
  const [{ schema, origins }, left, effects, programs] = [frozen(), frozenLeft(), frozenEffects(), examples()];
  const subject = (token: string, name: string, entry: string): Subject => {
    return { token, name, entry, effects: effects[token] ?? {}, examples: programs };
  };
  const packaged = Object.entries(schema.resources).map(([token, spec]) => {
    const [folder, name] = [folderOf(token), origins[token]?.name ?? ""];
    return { folder, name, description: spec.description, text: article(subject(token, name, folder), spec, schema) };
  });
  const others = Object.entries(left).map(([token, component]) => {
    const { module, name, description } = component;
    // What needs an optional package is an entry alone.
    const entry = /^(Awsx|EksPackage)/.test(name) ? module : folderOf(token);
    return { folder: folderOf(token), name, description, text: leftArticle(subject(token, name, entry), component) };
  });
  return [...packaged, ...others].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function folderOf(token: string): string {
  return token.split(":")[1] ?? "";
}

function overview(all: readonly [folder: string, components: readonly Listed[]][]): string {
  const count = all.reduce((sum, [, each]) => sum + each.length, 0);
  const parts = [
    mark,
    "# Components",
    `The ${count} components by folder, with their arguments and outputs. [Packages](../packages.md) describes how programs use them.`,
    "- **Type.** An `Input of` a type is a value or an output. Any other argument must be known in a preview, because names and numbers of resources follow from it. A record has values by name.",
    "- **A change.** What a change of the argument does to resources of the component, measured on the components as the stacks create them: other stacks' values and other values of the type take the place of the argument, and the create-only properties that AWS publishes decide what is replaced. In brackets are the inputs that cause a replacement. What refers to a replaced resource in such an input is replaced with it. Other values may change more than the measured ones. `protects or releases` is about Pulumi's options `protect` and `retainOnDelete`. `no resource` means that no value of the measurement changed one, and `not known` that the component accepted none.",
    ...all.flatMap(([folder, each]) => {
      const rows = each.map(({ name, description }) => [
        `[${name}](${folder}.md#${name.toLowerCase()})`,
        first(description),
      ]);
      return [`## [${folder}](${folder}.md)`, table(["Component", "Content"], rows)];
    }),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The first sentence of a description. */
export function first(description: string): string {
  const [sentence = description] = /^.*?[.;:](?= |$)/s.exec(description) ?? [];
  return cell(sentence.replace(/[.;:]$/, ""));
}

function page(folder: string, components: readonly Listed[]): string {
  const { schema } = frozen();
  const types = Object.entries(schema.types).filter(([token, type]) => folderOf(token) === folder && type.properties);
  const listing = components.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(", ");
  const parts = [
    mark,
    `# Components in ${folder}`,
    `${listing}. The [index](README.md) explains the columns.`,
    ...components.map(({ text }) => text),
    ...(types.length === 0 ? [] : ["## Types", ...types.map(([token]) => typeArticle(token, schema))]),
  ];
  return `${parts.join("\n\n")}\n`;
}
