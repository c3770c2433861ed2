import * as pulumi from "@pulumi/pulumi";
import type { ComponentSpec, Origin, PackageSchema } from "../schema/schema.ts";
import { Arguments } from "./arguments.ts";
import { filled } from "./values.ts";

/** What a plugin serves. */
export interface Served {
  schema: PackageSchema;
  /** Where each component is, by type token. */
  origins: Readonly<Record<string, Origin>>;
  /** Imports a module of the components, by its name without extension. */
  load: (module: string) => Promise<Readonly<Record<string, unknown>>>;
}

/** The provider of the package: it creates a component with its own class. */
export function packageProvider({ schema, origins, load }: Served): pulumi.provider.Provider {
  return {
    version: schema.version,
    schema: JSON.stringify(schema),
    construct: async (name, type, inputs, options) => {
      const [spec, origin] = [schema.resources[type], origins[type]];
      if (spec === undefined || origin === undefined)
        throw new pulumi.RunError(`${type} is no component of ${schema.name}`);
      const args = await argumentsOf(schema, spec, `${origin.name} "${name}"`, inputs);
      for (const [argument, names] of Object.entries(origin.functions ?? {}))
        if (argument in args) args[argument] = calling(args[argument], names);
      const component = create((await load(origin.module))[origin.name], name, args, options);
      const outputs = Object.keys(spec.properties).map((key) => [key, Reflect.get(component, key)]);
      return { urn: component.urn, state: Object.fromEntries(outputs) };
    },
  };
}

function create(loaded: unknown, ...args: readonly unknown[]): pulumi.ComponentResource {
  const component: unknown = typeof loaded === "function" ? Reflect.construct(loaded, args) : undefined;
  if (component instanceof pulumi.ComponentResource) return component;
  throw new Error("the module has no such component");
}

async function argumentsOf(
  { types }: PackageSchema,
  { inputProperties, requiredInputs }: ComponentSpec,
  subject: string,
  inputs: pulumi.Inputs,
): Promise<Record<string, unknown>> {
  const read = new Arguments(types);
  const args = await read.read({ properties: inputProperties, required: requiredInputs }, inputs);
  const { faults } = read;
  const text = faults.length === 1 ? ` ${faults[0]}` : `\n${faults.map((fault) => `  - ${fault}`).join("\n")}`;
  if (faults.length > 0) throw new pulumi.RunError(`${subject}:${text}`);
  return args;
}

/** A function of outputs that a class calls, which puts them into the value that the program gave. */
function calling(value: unknown, names: readonly string[]): (...outputs: pulumi.Input<string>[]) => unknown {
  return (...outputs) => filled(value, Object.fromEntries(names.map((name, index) => [name, outputs[index] ?? ""])));
}
