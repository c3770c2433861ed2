import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { type Config, kind, type LocalConfig, localSchema, objects, schema } from "../layers/config.ts";
import type { StackDefinition } from "../layers/definition.ts";
import { definitionFaults } from "../layers/definition-faults.ts";
import { existingFaults, onExisting } from "../layers/existing.ts";
import type { LocalDefinition } from "../layers/local/definition.ts";
import { partOf, type StackPart, wholeOf } from "../layers/parts/order.ts";
import { referenceFaults } from "../layers/references/index.ts";
import { localReferenceFaults } from "../layers/references/local.ts";
import {
  asGuest,
  guestConfig,
  qualified,
  qualifierFaults,
  qualifierOf,
  standbyFaults,
} from "../layers/second-stack.ts";
import { definitions, localDefinitions } from "./definitions.ts";

/** What a stack is and where it runs. */
export interface Settings {
  /** The part of a stack that this one is. @default the whole */
  part?: StackPart | undefined;
  config: Config;
  definition: StackDefinition;
}

/** Reads the stack's configuration and definition, and refuses them with every fault at once. */
export function settings(): Settings {
  const { data: given, error } = schema.safeParse(platformKeys(), { error: kind });
  const name = definitionName();
  const qualifier = qualifierOf(wholeOf(pulumi.getStack()), name);
  const shared = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const faults = [
    ...foreignKeys(),
    ...(error?.issues ?? []).flatMap((issue) => fault(issue, schema)),
    ...(shared === undefined ? [unknownDefinition(name)] : qualifierFaults(qualifier)),
    ...(given === undefined ? [] : [...contradictions(given), ...standbyFaults(given, qualifier)]),
  ];
  const shapeless = shared === undefined ? [] : definitionFaults(shared, "StackDefinition");
  faults.push(...shapeless);
  if (given === undefined || shared === undefined || shapeless.length > 0) throw unusable(faults);
  const { config, definition } = owning({ config: given, definition: qualified(shared, qualifier) }, qualifier);
  faults.push(...referenceFaults(definition, config), ...existingFaults(definition, config.existing));
  if (faults.length > 0) throw unusable(faults);
  return { part: partOf(pulumi.getStack()), config, definition: onExisting(definition, config.existing) };
}

type Where = Pick<Settings, "config" | "definition">;

/** A second stack of a definition owns nothing that its account has once, unless its configuration says so. */
function owning({ config, definition }: Where, qualifier: string | undefined): Where {
  const owner = config.ownsAccount ?? qualifier === undefined;
  return owner ? { config, definition } : { config: guestConfig(config), definition: asGuest(definition) };
}

/** The same for a stack that runs without AWS, and undefined for every other. */
export function localSettings(): { config: LocalConfig; definition: LocalDefinition } | undefined {
  const name = definitionName();
  const definition = Object.hasOwn(localDefinitions, name) ? localDefinitions[name] : undefined;
  if (definition === undefined) return undefined;
  const { data: config, error } = localSchema.safeParse(platformKeys(), { error: kind });
  const shapeless = definitionFaults(definition, "LocalDefinition");
  const faults = [
    ...foreignKeys(),
    ...(error?.issues ?? []).flatMap((issue) => fault(issue, localSchema)),
    ...shapeless,
    ...(partOf(pulumi.getStack()) ? ["a stack without AWS has no parts"] : []),
    ...(shapeless.length === 0 ? localReferenceFaults(definition) : []),
  ];
  if (config === undefined || faults.length > 0) throw unusable(faults);
  return { config, definition };
}

/** Name of the definition that the stack runs: the one that its configuration names, or the stack's own. */
function definitionName(): string {
  return pulumi.runtime.allConfig()["platform:definition"] ?? wholeOf(pulumi.getStack());
}

function unknownDefinition(name: string): string {
  const known = Object.keys({ ...definitions, ...localDefinitions }).join(", ");
  const source = name === wholeOf(pulumi.getStack()) ? " (the stack's own name)" : "";
  return `platform:definition must be one of ${known}, got ${JSON.stringify(parsed(name))}${source}`;
}

/** Keys that are valid each, but not together. */
function contradictions({ domain, hostedZoneId, region, recoveryRegion }: Config): string[] {
  return [
    ...(domain === undefined || hostedZoneId !== undefined
      ? []
      : [`platform:hostedZoneId must name the hosted zone of platform:domain "${domain}", got nothing`]),
    ...(recoveryRegion === region
      ? [`platform:recoveryRegion must be another Region than platform:region, got "${region}"`]
      : []),
  ];
}

/** The error of a stack file or definition with faults: keys of the stack file begin with a namespace such as `platform:`, others are the definition's. */
function unusable(faults: readonly string[]): pulumi.RunError {
  const inFile = faults.filter((each) => /^[\w-]+:/.test(each)).length;
  const file = inFile > 0 ? [`Pulumi.${wholeOf(pulumi.getStack())}.yaml`] : [];
  const definition = inFile < faults.length ? [`the definition ${definitionName()}`] : [];
  const where = [...file, ...definition];
  return new pulumi.RunError(
    `${where.join(" and ")} ${where.length === 1 ? "is" : "are"} not usable:\n${faults.map((each) => `  - ${each}`).join("\n")}`,
  );
}

/** Keys of other providers, for example `aws:region`: they configure default providers, which no stack has. */
function foreignKeys(): string[] {
  return Object.keys(pulumi.runtime.allConfig())
    .filter((key) => !/^(platform|pulumi):/.test(key))
    .map((key) => `${key} is not a key of this stack, allowed are keys that begin with platform: or pulumi:`);
}

/** The keys of the namespace `platform:` without it; Pulumi hands lists and objects over as JSON text. */
function platformKeys(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith("platform:"))
      .map(([key, value]) => [key.slice("platform:".length), parsed(value)]),
  );
}

/** Text that begins like JSON but is none stays text, so that its fault names its key. */
function parsed(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** One line per fault: the key, what is allowed, what was given. */
function fault(issue: z.core.$ZodIssue, keys: z.ZodObject): string[] {
  const key = `platform:${issue.path.join(".")}`;
  if (issue.code === "unrecognized_keys") return [unknownKeys(issue, key, keys)];
  if (issue.code === "invalid_key") {
    const [name, ...object] = issue.path.toReversed();
    const where = object.toReversed().join(".");
    return [`platform:${where} must have ${issue.issues[0]?.message}, got ${JSON.stringify(name)}`];
  }
  const given = valueAt(issue.path);
  // Of another type, it is none of the definitions, which has a line of its own.
  if (key === "platform:definition") return [];
  return [`${key} must be ${issue.message}, got ${given === undefined ? "nothing" : JSON.stringify(given)}`];
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, key: string, keys: z.ZodObject): string {
  const [first] = issue.path;
  const object = Object.entries(objects).find(([name]) => name === first)?.[1] ?? keys;
  const allowed = Object.keys(object.shape).join(", ");
  const prefix = first === undefined ? "platform:" : `${key}.`;
  const unknown = issue.keys.map((name) => `${prefix}${name}`).join(", ");
  return `${unknown} ${issue.keys.length === 1 ? "is not a key" : "are not keys"} of this stack, allowed are ${allowed}`;
}

function valueAt(path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    platformKeys(),
  );
}
