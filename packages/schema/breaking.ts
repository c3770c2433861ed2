import type { ComponentSpec, NamedType, PackageSchema, Property, TypeSpec } from "./schema.ts";

type Members = Readonly<Record<string, Property>>;

/** Changes of a schema after which a program that used it may no longer work; an addition is none. */
export function breakingChanges(before: PackageSchema, now: PackageSchema): string[] {
  return [
    ...Object.entries(before.resources).flatMap(([token, old]) => ofComponent(token, old, now.resources[token])),
    ...Object.entries(before.types).flatMap(([token, old]) => ofType(token, old, now.types[token])),
  ];
}

function ofComponent(token: string, before: ComponentSpec, now: ComponentSpec | undefined): string[] {
  if (now === undefined) return [`${token} is gone`];
  return [
    ...ofMembers(`argument of ${token}`, before.inputProperties, now.inputProperties),
    ...added(before.requiredInputs, now.requiredInputs).map((name) => `argument of ${token} is now required: ${name}`),
    ...ofMembers(`output of ${token}`, before.properties, now.properties),
    ...added(now.required, before.required).map((name) => `output of ${token} is now optional: ${name}`),
  ];
}

/** A type that is gone shows in the properties that had it. */
function ofType(token: string, before: NamedType, now: NamedType | undefined): string[] {
  if (now === undefined) return [];
  const values = ({ enum: members = [] }: NamedType) => members.map(({ value }) => String(value));
  return [
    ...(before.type === now.type ? [] : [`${token} is now of type ${now.type}`]),
    ...added(values(now), values(before)).map((value) => `value of ${token} is gone: ${value}`),
    ...ofMembers(`property of ${token}`, before.properties ?? {}, now.properties ?? {}),
    ...added(before.required ?? [], now.required ?? []).map((name) => `property of ${token} is now required: ${name}`),
  ];
}

function ofMembers(what: string, before: Members, now: Members): string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const member = now[name];
    if (member === undefined) return [`${what} is gone: ${name}`];
    return accepts(member, old) ? [] : [`${what} has another type: ${name}`];
  });
}

/** Whether a type has every value that another has; a plain value must be known, which other inputs need not. */
function accepts(type: Property, other: Property): boolean {
  if (type.plain && !other.plain) return false;
  if (other.oneOf !== undefined) return other.oneOf.every((each) => accepts(type, { ...each, plain: true }));
  if (type.oneOf !== undefined) return type.oneOf.some((each) => accepts({ ...each, plain: false }, other));
  return type.type === other.type && type.$ref === other.$ref && type.const === other.const && within(type, other);
}

function within(type: TypeSpec, other: TypeSpec): boolean {
  const inner = (spec: TypeSpec) => spec.items ?? spec.additionalProperties;
  const [mine, others] = [inner(type), inner(other)];
  return mine === undefined || others === undefined ? mine === others : accepts(mine, others);
}

/** What a list has that another has not. */
function added(before: readonly string[], now: readonly string[]): string[] {
  return now.filter((each) => !before.includes(each));
}
