import path from "node:path";
import type ts from "typescript";
import { type ComponentClass, componentsOf, constructorArguments, publicFields } from "./component-class.ts";
import { type ComponentSpec, named, type Origin, type PackageSchema, type Property } from "./schema.ts";
import { folderOf } from "./type-names.ts";
import { Types, withoutPlain } from "./types.ts";

/** What is made of the components of a program. */
export interface Made {
  schema: PackageSchema;
  /** Where each component is, by type token. */
  origins: Record<string, Origin>;
  /** Components that are not in the package, with the arguments that a schema cannot express. */
  left: Record<string, readonly string[]>;
}

/** About the package. */
export type About = Pick<PackageSchema, "name" | "version" | "description" | "license">;

/** The Pulumi package schema of the component classes in a program's folder: as they are, under their own type tokens. */
export function packageSchema(program: ts.Program, root: string, modules: readonly string[], about: About): Made {
  const types = new Types(program.getTypeChecker(), root);
  const made: Made = { schema: { ...about, resources: {}, types: {}, language: {} }, origins: {}, left: {} };
  for (const module of modules) {
    const file = path.join(root, `${module}.ts`);
    for (const component of componentsOf(program, file))
      add(made, program.getTypeChecker(), types, { component, folder: folderOf(root, file), module });
  }
  made.schema.types = used(made.schema, types);
  return made;
}

function add(
  { schema, origins, left }: Made,
  checker: ts.TypeChecker,
  types: Types,
  { component, folder, module }: { component: ComponentClass; folder: string; module: string },
): void {
  const { token, args } = constructorArguments(component);
  if (token === undefined || args === undefined) return;
  const name = component.name.text;
  const position = { folder, name };
  const given = checker.getTypeAtLocation(args).getProperties();
  const { properties: inputProperties, required: requiredInputs, missing } = types.members(given, position);
  if (missing.length > 0) {
    left[token] = missing;
    return;
  }
  const functions = Object.fromEntries(given.flatMap((each) => functionOf(checker, types, position, each)));
  for (const [argument, { spec }] of Object.entries(functions)) inputProperties[argument] = spec;
  const symbol = checker.getSymbolAtLocation(component.name);
  const { properties, required } = types.members(publicFields(symbol), position);
  const description = symbol === undefined ? "" : (types.described(symbol).description ?? "");
  const spec: ComponentSpec = {
    isComponent: true,
    description,
    inputProperties,
    requiredInputs,
    properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, withoutPlain(each)])),
    required,
  };
  schema.resources[token] = spec;
  const names = Object.entries(functions).map(([argument, { parameters }]) => [argument, parameters]);
  origins[token] = { module, name, ...(names.length > 0 && { functions: Object.fromEntries(names) }) };
}

interface FunctionArgument {
  spec: Property;
  parameters: string[];
}

/** An argument that is a function of outputs: the package takes its result, in which {name} stands for an output. */
function functionOf(
  checker: ts.TypeChecker,
  types: Types,
  position: { folder: string; name: string },
  argument: ts.Symbol,
): [string, FunctionArgument][] {
  const [signature] = checker.getNonNullableType(checker.getTypeOfSymbol(argument)).getCallSignatures();
  const result = signature && types.spec(signature.getReturnType(), position);
  if (signature === undefined || result === undefined) return [];
  const parameters = signature.getParameters().map(({ name }) => name);
  const { description = "" } = types.described(argument);
  const stands = parameters.map((name) => `In its texts, {${name}} stands for the ${name}.`).join(" ");
  return [[argument.name, { spec: { ...result, description: `${description} ${stands}` }, parameters }]];
}

/** The named types that the components use, directly and through others, in the order of their tokens. */
function used({ resources }: PackageSchema, { definitions }: Types): PackageSchema["types"] {
  const found = new Set<string>();
  const visit = (value: object) => {
    for (const [, token = ""] of JSON.stringify(value).matchAll(new RegExp(`"${named}([^"]+)"`, "g"))) {
      const definition = definitions[token];
      if (definition === undefined || found.has(token)) continue;
      found.add(token);
      visit(definition);
    }
  };
  visit(resources);
  return Object.fromEntries(
    [...found].sort().flatMap((token) => {
      const definition = definitions[token];
      return definition === undefined ? [] : [[token, definition]];
    }),
  );
}
