import * as pulumi from "@pulumi/pulumi";
import { any, type NamedType, named, type PackageSchema, type Property, type TypeSpec } from "../schema/schema.ts";
import { handed, isObject, within } from "./values.ts";

type Members = Pick<NamedType, "properties" | "required">;

/** A value of a program, and the output that it came in, if it came in one. */
interface Given {
  value: unknown;
  output: pulumi.Output<unknown> | undefined;
  path: string;
}

/** Reads a component's arguments as its class expects them: what TypeScript checks of a program is checked here. */
export class Arguments {
  /** Every fault, with argument, allowed and given value. */
  readonly faults: string[] = [];
  private readonly types: PackageSchema["types"];

  constructor(types: PackageSchema["types"]) {
    this.types = types;
  }

  /** The arguments of a component. */
  async read(members: Members, inputs: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    return this.object(members, { value: inputs, output: undefined, path: "" });
  }

  private async property(spec: Property, given: Given): Promise<unknown> {
    if (pulumi.Output.isInstance(given.value)) return this.fromOutput(spec, given.value, given.path);
    if (pulumi.isUnknown(given.value)) return this.unknown(spec, given);
    const { length } = this.faults;
    const value = await this.value(spec, given);
    if (spec.plain || this.faults.length > length) return value;
    // A class may use methods of an output, and what came in an output keeps its dependencies.
    return given.output ?? pulumi.output(value);
  }

  private async fromOutput(spec: Property, output: pulumi.Output<unknown>, path: string): Promise<unknown> {
    if (!spec.plain) return output;
    const { value, isSecret } = await handed(output);
    if (isSecret)
      return this.fault(`${path} must not be a secret, because names and numbers of resources follow from it`);
    return this.property(spec, { value, output, path });
  }

  /** A value that is not known in a preview: an input may be unknown, and so may the inputs of an object. */
  private async unknown(spec: Property, { output, path }: Given): Promise<unknown> {
    const members = this.types[spec.$ref?.slice(named.length) ?? ""];
    if (!spec.plain) return output;
    if (members?.properties === undefined || output === undefined)
      return this.fault(`${path} must be known in a preview, got an output of a resource that does not exist yet`);
    const unknown = Object.fromEntries((members.required ?? []).map((name) => [name, pulumi.unknown]));
    return this.object(members, { value: unknown, output, path });
  }

  private async value(spec: Property, given: Given): Promise<unknown> {
    const { value, path } = given;
    if (spec.oneOf !== undefined) return this.member(spec.oneOf, given);
    if (spec.$ref !== undefined) return this.reference(spec.$ref, given);
    if (spec.const !== undefined) return this.oneOf([spec.const], given);
    if (spec.type === "array") return this.list(spec.items ?? {}, given);
    if (spec.type === "object") return this.record(spec.additionalProperties ?? {}, given);
    if (typeof value === spec.type) return value;
    return this.fault(`${path} must be a ${spec.type}, got ${shown(value)}`);
  }

  private async reference($ref: string, given: Given): Promise<unknown> {
    if ($ref === any) return given.value;
    const type = this.types[$ref.slice(named.length)];
    if (type?.enum !== undefined)
      return this.oneOf(
        type.enum.map(({ value }) => value),
        given,
      );
    if (type !== undefined) return this.object(type, given);
    const [, provider] = /^\/([\w-]+)\//.exec($ref) ?? [];
    if (pulumi.ProviderResource.isInstance(given.value)) return given.value;
    return this.fault(`${given.path} must be a provider of the package ${provider}, got ${shown(given.value)}`);
  }

  private oneOf(values: readonly (string | number)[], { value, path }: Given): unknown {
    if (values.some((each) => each === value)) return value;
    return this.fault(`${path} must be ${listed(values)}, got ${shown(value)}`);
  }

  /** The member of a union whose constants the value has; or else the one that it has the fewest faults with. */
  private async member(specs: readonly TypeSpec[], given: Given): Promise<unknown> {
    const { value, path } = given;
    const fitting = specs.filter((spec) => this.fits(spec, value));
    const kinds = specs.flatMap((spec) => this.constants(spec));
    const [kind] = kinds;
    if (fitting.length === 0 && kind !== undefined && isObject(value)) {
      const values = kinds.map(([, each]) => each);
      return this.fault(`${path}.${kind[0]} must be ${listed(values)}, got ${shown(value[kind[0]])}`);
    }
    const tried = await Promise.all((fitting.length === 0 ? specs : fitting).map((spec) => this.tried(spec, given)));
    const [best] = tried.toSorted((one, other) => one.faults.length - other.faults.length);
    this.faults.push(...(best?.faults ?? []));
    return best?.value;
  }

  private async tried(spec: TypeSpec, given: Given): Promise<{ value: unknown; faults: readonly string[] }> {
    const trial = new Arguments(this.types);
    return { value: await trial.value(spec, given), faults: trial.faults };
  }

  private fits(spec: TypeSpec, value: unknown): boolean {
    const kind = Array.isArray(value) ? "array" : typeof value;
    const { type = spec.type } = this.types[spec.$ref?.slice(named.length) ?? ""] ?? {};
    const constants = this.constants(spec);
    return kind === type && constants.every(([name, wanted]) => isObject(value) && value[name] === wanted);
  }

  /** The properties of an object type that have one value only. */
  private constants({ $ref = "" }: TypeSpec): [string, string][] {
    const { properties = {} } = this.types[$ref.slice(named.length)] ?? {};
    return Object.entries(properties).flatMap(([name, property]): [string, string][] =>
      property.const === undefined ? [] : [[name, property.const]],
    );
  }

  private async list(spec: TypeSpec, given: Given): Promise<unknown> {
    const { value, path } = given;
    if (!Array.isArray(value)) return this.fault(`${path} must be a list, got ${shown(value)}`);
    const read: unknown[] = [];
    // One after another, so that faults are in the order of the arguments.
    for (const [index, each] of value.entries())
      read.push(await this.property(spec, inner(given, index, each, `${path}[${index}]`)));
    return read;
  }

  private async record(spec: TypeSpec, given: Given): Promise<unknown> {
    const { value, path } = given;
    if (!isObject(value) || Array.isArray(value)) return this.fault(`${path} must be an object, got ${shown(value)}`);
    const read: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value))
      read[key] = await this.property(spec, inner(given, key, each, `${path}.${key}`));
    return read;
  }

  private async object({ properties = {}, required = [] }: Members, given: Given): Promise<Record<string, unknown>> {
    const { value, path } = given;
    const at = (name: string) => (path === "" ? name : `${path}.${name}`);
    const known = listed(Object.keys(properties), "and");
    const read: Record<string, unknown> = {};
    if (!isObject(value) || Array.isArray(value)) {
      this.fault(`${path} must be an object with ${known}, got ${shown(value)}`);
      return read;
    }
    const has = (name: string) => value[name] !== undefined && value[name] !== null;
    for (const name of required.filter((each) => !has(each))) this.fault(`${at(name)} is required`);
    for (const name of Object.keys(value).filter(has)) {
      const spec = properties[name];
      if (spec === undefined) this.fault(`${at(name)} is unknown; known are ${known}`);
      else read[name] = await this.property(spec, inner(given, name, value[name], at(name)));
    }
    return read;
  }

  private fault(text: string): undefined {
    this.faults.push(text);
    return undefined;
  }
}

function inner({ output }: Given, key: string | number, value: unknown, path: string): Given {
  return { value, path, output: output && within(output, key) };
}

function shown(value: unknown): string {
  if (pulumi.Resource.isInstance(value)) return "a resource";
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function listed(values: readonly (string | number)[], word = "or"): string {
  const [last, ...rest] = values.toReversed();
  return rest.length === 0 ? String(last) : `${rest.toReversed().join(", ")} ${word} ${last}`;
}
