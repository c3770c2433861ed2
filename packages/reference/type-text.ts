import { any, type NamedType, named, type PackageSchema, type Property, type TypeSpec } from "../schema/schema.ts";

/** The page and the anchor of a component or type. */
export function linkTo(token: string, from: string): string {
  const [, folder = "", name = ""] = token.split(":");
  return `${folder === from ? "" : `${folder}.md`}#${name.toLowerCase()}`;
}

/** Types of a schema as Markdown on the page of a folder: as TypeScript has them, with links to the named ones. */
export class TypeText {
  private readonly types: PackageSchema["types"];
  private readonly folder: string;

  constructor(types: PackageSchema["types"], folder: string) {
    this.types = types;
    this.folder = folder;
  }

  /** The type of an argument, which may be an output unless the schema says that it is plain. */
  argument(spec: Property): string {
    const text = this.of(spec);
    return spec.plain || spec.const !== undefined ? text : `Input of ${text}`;
  }

  /** The type of a value. */
  of(spec: TypeSpec & { const?: string }): string {
    if (spec.const !== undefined) return code(JSON.stringify(spec.const));
    if (spec.oneOf !== undefined) return spec.oneOf.map((each) => this.of(each)).join(" or ");
    if (spec.$ref !== undefined) return this.reference(spec.$ref);
    if (spec.type === "array") return `list of ${this.of(spec.items ?? {})}`;
    if (spec.type === "object") return `record of ${this.of(spec.additionalProperties ?? {})}`;
    return spec.type ?? "any";
  }

  private reference($ref: string): string {
    if ($ref === any) return "any";
    const token = $ref.slice(named.length);
    const type = this.types[token];
    if (type?.enum !== undefined) return values(type);
    const [, , name = ""] = token.split(":");
    if (type !== undefined) return `[${name}](${linkTo(token, this.folder)})`;
    return `provider of the package ${/^\/([\w-]+)\//.exec($ref)?.[1] ?? $ref}`;
  }
}

/** The values of an enumeration. */
function values({ enum: members = [] }: NamedType): string {
  return members.map(({ value }) => code(JSON.stringify(value))).join(" or ");
}

/** A span of code in a cell of a table. */
export function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

/** A text of a comment in a cell of a table. */
export function cell(text: string): string {
  return prose(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A text of a comment as Markdown, in which <name> is no HTML. */
export function prose(text: string): string {
  return text.replaceAll(/`[^`]*`|</g, (found) => (found === "<" ? "&lt;" : found));
}
