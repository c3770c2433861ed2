import { readFileSync } from "node:fs";
import type { Shape, Shapes } from "./definition-shape.ts";

/** Made from the types of the definitions by test/layers/definition-schema.ts. */
const { $defs }: Shapes = JSON.parse(readFileSync(new URL("./definition-schema.json", import.meta.url), "utf8"));

/** What a definition has that its type does not allow, one line each: the key, what is allowed, what was given. */
export function definitionFaults(definition: unknown, type: "StackDefinition" | "LocalDefinition"): string[] {
  return faults(definition, { $ref: `#/$defs/${type}` }, "");
}

function faults(given: unknown, wanted: Shape, key: string): string[] {
  const shape = resolved(wanted);
  if (shape.anyOf !== undefined) return ofAny(given, shape.anyOf.map(resolved), key);
  if (!fits(given, shape)) return [`${key} must be ${words(shape)}, got ${told(given)}`];
  if (Array.isArray(given)) {
    return shape.items === undefined
      ? []
      : given.flatMap((each, index) => faults(each, shape.items ?? {}, `${key}.${index}`));
  }
  return isObject(given) ? ofMembers(given, shape, key) : [];
}

function resolved(shape: Shape): Shape {
  const name = shape.$ref?.slice("#/$defs/".length);
  return name === undefined ? shape : resolved($defs[name] ?? {});
}

/** Whether a value is of the shape's kind; its members are another matter. */
function fits(given: unknown, { type, enum: values }: Shape): boolean {
  if (values !== undefined) return values.some((each) => each === given);
  if (type === undefined) return true;
  if (type === "array") return Array.isArray(given);
  if (type === "object") return isObject(given);
  return typeof given === type && !Number.isNaN(given);
}

function ofMembers(given: object, { properties = {}, required = [], additionalProperties: rest }: Shape, key: string) {
  const names = [...new Set([...required, ...Object.keys(given)])];
  return names.flatMap((name) => {
    const path = key === "" ? name : `${key}.${name}`;
    const value: unknown = Reflect.get(given, name);
    const wanted = Object.hasOwn(properties, name) ? properties[name] : rest;
    if (wanted === undefined || wanted === false)
      return [`${path} is not a key of the definition, allowed are ${Object.keys(properties).join(", ")}`];
    return value === undefined && !required.includes(name) ? [] : faults(value, wanted, path);
  });
}

/** The faults of the alternative that is meant: the one of the given kind, or else the one with the fewest. */
function ofAny(given: unknown, shapes: readonly Shape[], key: string): string[] {
  const possible = shapes.filter((each) => fits(given, each));
  if (possible.length === 0) return [`${key} must be ${shapes.map(words).join(" or ")}, got ${told(given)}`];
  const teller = discriminant(possible);
  if (teller === undefined || !isObject(given)) return fewest(possible.map((each) => faults(given, each, key)));
  const value: unknown = Reflect.get(given, teller);
  const meant = possible.filter((each) => fits(value, member(each, teller)));
  if (meant.length > 0) return fewest(meant.map((each) => faults(given, each, key)));
  const values = possible.flatMap((each) => member(each, teller).enum ?? []);
  return [`${key}.${teller} must be ${words({ enum: [...new Set(values)] })}, got ${told(value)}`];
}

function member({ properties = {} }: Shape, name: string): Shape {
  return resolved(properties[name] ?? {});
}

/** The member that tells alternatives apart: it has fixed values in each of them. */
function discriminant(shapes: readonly Shape[]): string | undefined {
  const [first, ...others] = shapes.map((each) =>
    Object.keys(each.properties ?? {}).filter((name) => member(each, name).enum !== undefined),
  );
  return others.length === 0 ? undefined : first?.find((name) => others.every((names) => names.includes(name)));
}

function fewest(all: readonly string[][]): string[] {
  return all.reduce((least, each) => (each.length < least.length ? each : least));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const kinds = { string: "text", number: "a number", boolean: "true or false", array: "a list", object: "an object" };

function words({ type, enum: values }: Shape): string {
  if (values !== undefined)
    return values
      .map(String)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1");
  return type === undefined ? "given" : kinds[type];
}

function told(value: unknown): string {
  return value === undefined ? "nothing" : Number.isNaN(value) ? "NaN" : JSON.stringify(value);
}
