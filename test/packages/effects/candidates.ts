import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../../../packages/plugin/values.ts";
import { named, type PackageSchema, type Property, type TypeSpec } from "../../../packages/schema/schema.ts";

/** Values of a type that differ from a given one; the component may refuse them. */
export class Candidates {
  private readonly types: PackageSchema["types"];

  constructor(types: PackageSchema["types"]) {
    this.types = types;
  }

  /** Other values of a property: each differs in one place. */
  of(spec: Property | TypeSpec, value: unknown, depth = 0): unknown[] {
    const type = this.types[spec.$ref?.slice(named.length) ?? ""];
    if (type?.enum !== undefined) return type.enum.map((each) => each.value).filter((each) => each !== value);
    if (spec.oneOf !== undefined) return spec.oneOf.flatMap((each) => this.ofMember(each, value, depth));
    if (type?.properties !== undefined) return this.within(type.properties, value, depth);
    if (spec.type === "boolean") return [true, false].filter((each) => each !== value);
    if (spec.type === "array" && Array.isArray(value)) return this.ofList(spec.items ?? {}, value, depth);
    if (spec.additionalProperties !== undefined && isObject(value)) return this.ofRecord(spec, value, depth);
    return value === undefined ? besidesDefault(spec) : simple(spec, value);
  }

  /** The member of a union that a value is. */
  private ofMember(spec: TypeSpec, value: unknown, depth: number): unknown[] {
    const type = this.types[spec.$ref?.slice(named.length) ?? ""];
    const constants = Object.entries(type?.properties ?? {}).filter(([, each]) => each.const !== undefined);
    const fits = constants.every(([name, each]) => isObject(value) && value[name] === each.const);
    return fits ? this.of(spec, value, depth) : [];
  }

  private within(properties: Readonly<Record<string, Property>>, value: unknown, depth: number): unknown[] {
    if (!isObject(value) || depth > 2) return [];
    return Object.entries(properties).flatMap(([name, spec]) => {
      if (spec.const !== undefined) return [];
      return this.of(spec, value[name], depth + 1).map((each) => ({ ...value, [name]: each }));
    });
  }

  private ofList(spec: TypeSpec, value: readonly unknown[], depth: number): unknown[] {
    const [first, ...rest] = value;
    if (first === undefined) return [];
    return [rest, ...this.of(spec, first, depth + 1).map((each) => [each, ...rest])];
  }

  private ofRecord({ additionalProperties = {} }: TypeSpec, value: object, depth: number): unknown[] {
    const [first, ...rest] = Object.entries(value);
    if (first === undefined) return [];
    const others = this.of(additionalProperties, first[1], depth + 1);
    return [Object.fromEntries(rest), ...others.map((each) => ({ ...value, [first[0]]: each }))];
  }
}

/** Numbers beside the default of an argument that is not given. */
function besidesDefault({ type, ...spec }: Property): unknown[] {
  const [, standard] = /Default: (\d+)\.$/.exec(spec.description ?? "") ?? [];
  return type === "number" && standard !== undefined ? [Number(standard) - 1, Number(standard) + 1] : [];
}

/** Another text or number of the same form: the last digit or letter is another. */
function simple({ type }: TypeSpec, value: unknown): unknown[] {
  if (pulumi.Output.isInstance(value)) {
    const other = value.apply((known: unknown) => (typeof known === "string" ? another(known) : known));
    return type === "string" ? [other] : [];
  }
  if (type === "number" && typeof value === "number") return [value + 1, value * 2];
  return type === "string" && typeof value === "string" ? [another(value), `${value}x`] : [];
}

function another(text: string): string {
  return text.replace(/[0-9a-z](?=[^0-9a-z]*$)/, (last) =>
    last === "1" ? "2" : last === "b" ? "c" : /\d/.test(last) ? "1" : "b",
  );
}
