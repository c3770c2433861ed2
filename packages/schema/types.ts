import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { any, type NamedType, named, type Property, type TypeSpec } from "./schema.ts";
import {
  instanceName,
  isBoolean,
  isLiteral,
  isNothing,
  isOutput,
  isPromise,
  isReference,
  isResource,
  parts,
} from "./type-kinds.ts";
import { ownSymbol, type Position, pascal, tokenOf, unionPosition } from "./type-names.ts";

/** The properties of an object or component, with those that are required. */
export interface Members {
  properties: Record<string, Property>;
  required: string[];
  /** Names of required members that a schema cannot express. */
  missing: string[];
}

/** Types of TypeScript as types of a schema; undefined is what a schema cannot express. */
export class Types {
  /** The object types and enumerations that were named, by token. */
  readonly definitions: Record<string, NamedType> = {};
  private readonly checker: ts.TypeChecker;
  private readonly root: string;
  private readonly tokens = new Map<string, ts.Type>();

  constructor(checker: ts.TypeChecker, root: string) {
    this.checker = checker;
    this.root = root;
  }

  /** The members of an object: all that a schema can express. */
  members(symbols: readonly ts.Symbol[], position: Position): Members {
    const properties: Record<string, Property> = {};
    const required: string[] = [];
    const missing: string[] = [];
    for (const symbol of symbols) {
      const type = this.checker.getTypeOfSymbol(symbol);
      const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0 || parts(type).some(isNothing);
      const spec = this.spec(type, { ...position, name: `${position.name}${pascal(symbol.name)}` });
      if (spec !== undefined) properties[symbol.name] = { ...spec, ...this.described(symbol) };
      if (!optional) (spec === undefined ? missing : required).push(symbol.name);
    }
    return { properties, required: required.sort(), missing };
  }

  /** A type that may be an input or an output, which is not plain then. */
  spec(type: ts.Type, position: Position): Property | undefined {
    const given = parts(type).filter((each) => !isNothing(each));
    const outputs = given.filter(isOutput);
    const values = given.filter((each) => !isOutput(each) && !isPromise(each));
    const [output] = outputs;
    const resolved = values.length === 0 && output !== undefined ? this.resolved(output) : undefined;
    const union = unionPosition(this.root, this.checker.getNonNullableType(resolved ?? type), position);
    const spec = this.shape(resolved === undefined ? values : parts(resolved), position, union);
    return spec && (outputs.length === 0 ? { ...spec, plain: true } : withoutPlain(spec));
  }

  /** What a symbol's comment says, with its default. */
  described(symbol: ts.Symbol | undefined): { description?: string } {
    if (symbol === undefined) return {};
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).replaceAll("\n", " ");
    const tag = symbol.getJsDocTags(this.checker).find(({ name }) => name === "default");
    const standard = tag === undefined ? "" : ` Default: ${ts.displayPartsToString(tag.text)}.`;
    return text === "" ? {} : { description: `${text}${standard}` };
  }

  private shape(types: readonly ts.Type[], position: Position, union: Position): Property | undefined {
    const literals = types.filter(isLiteral);
    const booleans = types.filter(isBoolean);
    const others = types.filter((each) => !isLiteral(each) && !isBoolean(each));
    const specs = [
      ...(literals.length > 0 ? [this.enumeration(literals, position)] : []),
      ...(booleans.length > 0 ? [{ type: "boolean" } as const] : []),
      ...others.map((each) => this.single(each, others.length > 1 ? this.apart(each, union) : position)),
    ];
    const known = specs.filter((each) => each !== undefined);
    if (known.length < specs.length) return undefined;
    const [only] = known;
    return known.length > 1 ? { oneOf: sorted(known) } : only;
  }

  private enumeration(
    literals: readonly (ts.StringLiteralType | ts.NumberLiteralType)[],
    position: Position,
  ): Property {
    const values = literals.map(({ value }) => value);
    const [only] = values;
    if (values.length === 1 && typeof only === "string") return { type: "string", const: only };
    const type = values.every((each) => typeof each === "number") ? "number" : "string";
    const token = `platform:${position.folder}:${position.name}`;
    this.define(token, { type, enum: sorted(values).map((value) => ({ value })) });
    return { $ref: `${named}${token}` };
  }

  private define(token: string, definition: NamedType): void {
    const known = this.definitions[token] ?? definition;
    if (JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`two types have the token ${token}`);
    this.definitions[token] = definition;
  }

  /** Where a member of a union stands: with its constant, or else with the names of its properties. */
  private apart(type: ts.Type, { folder, name }: Position): Position {
    const properties = type.getProperties();
    const literals = properties
      .map((each) => this.checker.getTypeOfSymbol(each))
      .filter((each) => each.isStringLiteral());
    const [constant = properties.map((each) => pascal(each.name)).join("")] = literals.map(({ value }) => value);
    return { folder, name: `${name}${pascal(constant)}` };
  }

  private single(type: ts.Type, position: Position): TypeSpec | undefined {
    const { flags } = type;
    if ((flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return { $ref: any };
    if ((flags & ts.TypeFlags.StringLike) !== 0) return { type: "string" };
    if ((flags & ts.TypeFlags.NumberLike) !== 0) return { type: "number" };
    if (isResource(type)) return providerOf(type);
    if (type.getCallSignatures().length > 0) return undefined;
    const element = this.checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined;
    if (element !== undefined) return this.list("array", element, position);
    const value = type.getStringIndexType() ?? this.spelled(type);
    return value === undefined ? this.object(type, position) : this.list("object", value, position);
  }

  /** The type of the values where keys are no identifiers, such as docker.io: languages have no such properties. */
  private spelled(type: ts.Type): ts.Type | undefined {
    const properties = type.getProperties();
    const [first] = properties.every(({ name }) => /^[A-Za-z_]\w*$/.test(name)) ? [] : properties;
    return first && this.checker.getTypeOfSymbol(first);
  }

  private list(kind: "array" | "object", type: ts.Type, position: Position): TypeSpec | undefined {
    const spec = this.spec(type, position);
    if (spec === undefined) return undefined;
    return kind === "array" ? { type: kind, items: spec } : { type: kind, additionalProperties: spec };
  }

  private object(type: ts.Type, position: Position): TypeSpec | undefined {
    const token = tokenOf(this.root, type, position);
    const reference = { $ref: `${named}${token}` };
    const known = this.tokens.get(token);
    if (known !== undefined && known !== type) throw new Error(`two types have the token ${token}`);
    if (token in this.definitions) return reference;
    this.tokens.set(token, type);
    const definition: NamedType = { type: "object" };
    // Before its members, which may refer to it.
    this.definitions[token] = definition;
    const [, folder = "", name = ""] = token.split(":");
    const { missing, ...members } = this.members(type.getProperties(), { folder, name });
    Object.assign(definition, this.described(ownSymbol(this.root, type)), members);
    if (missing.length === 0) return reference;
    delete this.definitions[token];
    return undefined;
  }

  /** The type of the value of an output. */
  private resolved(output: ts.Type): ts.Type {
    const all = output.isIntersection() ? output.types : [output];
    const instance = all.filter(isReference).find(({ symbol }) => symbol.name === instanceName);
    const [value = output] = instance === undefined ? [] : this.checker.getTypeArguments(instance);
    return value;
  }
}

/** Of other packages' resources, providers alone are passed on. */
function providerOf({ symbol }: ts.Type): TypeSpec | undefined {
  const file = symbol.valueDeclaration?.getSourceFile().fileName ?? "";
  const [, directory, name] = /^(.*\/@pulumi\/([\w-]+))\/provider\.d\.ts$/.exec(file) ?? [];
  if (directory === undefined) return undefined;
  const { version } = JSON.parse(fs.readFileSync(path.join(directory, "package.json"), "utf8"));
  return { $ref: `/${name}/v${version}/schema.json#/provider` };
}

/** Within an input, every value may be an output. */
export function withoutPlain({ plain, ...spec }: Property): Property {
  return {
    ...spec,
    ...(spec.items && { items: withoutPlain(spec.items) }),
    ...(spec.additionalProperties && { additionalProperties: withoutPlain(spec.additionalProperties) }),
    ...(spec.oneOf && { oneOf: spec.oneOf.map(withoutPlain) }),
  };
}

/** The order of the members of a union is not that of its declaration. */
function sorted<Value>(values: readonly Value[]): Value[] {
  const key = (value: Value) => (typeof value === "number" ? value : JSON.stringify(value));
  return values.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
