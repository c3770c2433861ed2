import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import type { Shape, Shapes } from "../../layers/definition-shape.ts";

/** The file that the program reads, made from the types by `npx node test/layers/definition-schema.ts`. */
export const file = "layers/definition-schema.json";

/** The types that have a shape, with the files that declare them. */
const roots = [
  ["StackDefinition", "layers/definition.ts"],
  ["LocalDefinition", "layers/local/definition.ts"],
] as const;

/** The text of the file: the shapes of the definitions' types, and of what occurs in them more than once. */
export function schemaText(): string {
  const shapes = new Walk().shapes();
  return `${JSON.stringify(shapes, undefined, 1)}\n`;
}

/** A walk through the types, as TypeScript resolves them. */
class Walk {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  /** Types on the way from the root, which a member may not be again. */
  private readonly above = new Set<ts.Type>();

  constructor() {
    const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
    const files = roots.map(([, path]) => path);
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
    this.program = ts.createProgram(files, { ...options, incremental: false });
    this.checker = this.program.getTypeChecker();
  }

  shapes(): Shapes {
    const whole = Object.fromEntries(roots.map(([name, path]) => [name, this.shapeOf(this.declared(name, path))]));
    return { $defs: withShared(whole) };
  }

  private declared(name: string, path: string): ts.Type {
    const source = this.program.getSourceFile(path);
    const declaration = source?.statements.find(
      (each): each is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(each) && each.name.text === name,
    );
    if (declaration === undefined) throw new Error(`${path} declares no interface ${name}`);
    return this.checker.getTypeAtLocation(declaration);
  }

  private shapeOf(type: ts.Type): Shape {
    if (type.flags & ts.TypeFlags.BooleanLike && !(type.flags & ts.TypeFlags.BooleanLiteral))
      return { type: "boolean" };
    if (type.isUnion()) return this.union(type.types);
    return literal(type) ?? simple(type) ?? this.structure(type);
  }

  /** Outputs and promises of an Input are left out: a definition is plain data. */
  private union(types: readonly ts.Type[]): Shape {
    const given = types.filter(
      (each) => !(each.flags & ts.TypeFlags.Undefined) && !["Promise", "OutputInstance"].includes(symbolOf(each)),
    );
    const values = given.flatMap((each) => literal(each)?.enum ?? []).sort(byText);
    const others = distinct(given.filter((each) => literal(each) === undefined).map((each) => this.shapeOf(each)));
    const booleans = values.length === 2 && values.every((each) => typeof each === "boolean");
    const all = [
      ...(booleans ? [{ type: "boolean" as const }] : values.length > 0 ? [{ enum: values }] : []),
      ...others,
    ];
    const [only] = all;
    return only !== undefined && all.length === 1 ? only : { anyOf: all };
  }

  private structure(type: ts.Type): Shape {
    if (this.above.has(type)) throw new Error(`${this.checker.typeToString(type)} contains itself`);
    this.above.add(type);
    const entry = this.checker.isArrayLikeType(type)
      ? this.checker.getIndexTypeOfType(type, ts.IndexKind.Number)
      : undefined;
    const shape = entry === undefined ? this.object(type) : { type: "array" as const, items: this.shapeOf(entry) };
    this.above.delete(type);
    return shape;
  }

  private object(type: ts.Type): Shape {
    // The compiler numbers symbols such as Symbol.iterator anew in every run.
    const members = this.checker.getPropertiesOfType(type).filter(({ name }) => !name.startsWith("__@"));
    const row = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const properties = members.flatMap((member): [string, Shape][] => {
      const of = this.checker.getTypeOfSymbol(member);
      return this.checker.getNonNullableType(of).getCallSignatures().length > 0
        ? []
        : [[member.name, this.shapeOf(of)]];
    });
    const required = members.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
    return {
      type: "object",
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      additionalProperties: row === undefined ? false : this.shapeOf(row),
    };
  }
}

function symbolOf(type: ts.Type): string {
  return (type.aliasSymbol ?? type.getSymbol())?.name ?? "";
}

function literal(type: ts.Type): Shape | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
  if (!(type.flags & ts.TypeFlags.BooleanLiteral)) return undefined;
  return { enum: ["intrinsicName" in type && type.intrinsicName === "true"] };
}

function simple(type: ts.Type): Shape | undefined {
  if (type.flags & ts.TypeFlags.String) return { type: "string" };
  if (type.flags & ts.TypeFlags.Number) return { type: "number" };
  if (type.flags & ts.TypeFlags.TemplateLiteral) return { type: "string" };
  return type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown) ? {} : undefined;
}

function distinct(shapes: readonly Shape[]): Shape[] {
  const byShape = [...new Map(shapes.map((each) => [JSON.stringify(each), each]))];
  return byShape.sort(([one], [other]) => byText(one, other)).map(([, each]) => each);
}

/** TypeScript orders a union by the time that it met its types, which another file can change. */
function byText(one: unknown, other: unknown): number {
  return String(one).localeCompare(String(other), "en", { numeric: true });
}

/** Shapes that are large and occur more than once get a name, which is their first place. */
function withShared(whole: Readonly<Record<string, Shape>>): Record<string, Shape> {
  const places = new Map<string, string[]>();
  const visit = (shape: Shape, path: string): void => {
    const text = JSON.stringify(shape);
    places.set(text, [...(places.get(text) ?? []), path]);
    for (const [key, each] of childrenOf(shape)) visit(each, key === "" ? path : `${path}.${key}`);
  };
  for (const [name, shape] of Object.entries(whole)) visit(shape, name);
  const repeated = [...places].filter(([text, at]) => at.length > 1 && text.length > 160);
  const names = new Map<string, string>();
  for (const [text, [first = ""]] of repeated) {
    const alike = [...names.values()].filter((name) => name.split("#")[0] === first).length;
    names.set(text, alike === 0 ? first : `${first}#${alike + 1}`);
  }
  const refer = (shape: Shape): Shape => {
    const name = names.get(JSON.stringify(shape));
    return name === undefined ? inner(shape) : { $ref: `#/$defs/${name}` };
  };
  const inner = (shape: Shape): Shape => ({
    ...shape,
    ...(shape.items && { items: refer(shape.items) }),
    ...(shape.properties && {
      properties: Object.fromEntries(Object.entries(shape.properties).map(([key, each]) => [key, refer(each)])),
    }),
    ...(shape.additionalProperties && { additionalProperties: refer(shape.additionalProperties) }),
    ...(shape.anyOf && { anyOf: shape.anyOf.map(refer) }),
  });
  const shared = [...names].map(([text, name]) => [name, inner(JSON.parse(text))] as const);
  return Object.fromEntries([
    ...Object.entries(whole).map(([name, shape]) => [name, inner(shape)] as const),
    ...shared,
  ]);
}

function childrenOf({ items, properties = {}, additionalProperties, anyOf = [] }: Shape): [string, Shape][] {
  return [
    ...Object.entries(properties),
    ...(items === undefined ? [] : [["", items] as [string, Shape]]),
    ...(additionalProperties ? [["*", additionalProperties] as [string, Shape]] : []),
    ...anyOf.map((each): [string, Shape] => ["", each]),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(file, schemaText());
