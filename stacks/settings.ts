import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { kind, localSchema, objects, schema } from "../layers/config.ts";
import type { StackDefinition } from "../layers/definition.ts";
import { existingFaults, onExisting } from "../layers/existing.ts";
import type { LocalDefinition } from "../layers/local.ts";
import { referenceFaults } from "../layers/references/index.ts";
import { localReferenceFaults } from "../layers/references/local.ts";
import { definitions, localDefinitions } from "./definitions.ts";

export type Config = z.infer<typeof schema>;

export type LocalConfig = z.infer<typeof localSchema>;

/** What a stack is and where it runs. */
export interface Settings {
  config: Config;
  definition: StackDefinition;
}

/** Reads the stack's configuration and definition; every fault of the configuration is told at once. */
export function settings(): Settings {
  const stack = pulumi.getStack();
  const parsed = schema.safeParse(platformKeys(), { error: kind });
  const faults = parsed.success ? [] : parsed.error.issues.flatMap((issue) => fault(issue, schema));
  const name = definitionName();
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) {
    const known = Object.keys({ ...definitions, ...localDefinitions }).join(", ");
    faults.push(
      `platform:definition must be one of ${known}, got "${name}"${name === stack ? " (the stack's own name)" : ""}`,
    );
  }
  if (parsed.data?.domain !== undefined && parsed.data.hostedZoneId === undefined) {
    faults.push(
      `platform:hostedZoneId must name the hosted zone of platform:domain "${parsed.data.domain}", got nothing`,
    );
  }
  if (parsed.data?.recoveryRegion !== undefined && parsed.data.recoveryRegion === parsed.data.region) {
    faults.push(`platform:recoveryRegion must be another Region than platform:region, got "${parsed.data.region}"`);
  }
  if (parsed.data !== undefined && definition !== undefined) {
    faults.push(...referenceFaults(definition, parsed.data), ...existingFaults(definition, parsed.data.existing));
  }
  if (parsed.data === undefined || definition === undefined || faults.length > 0) throw unusable(faults);
  return { config: parsed.data, definition: onExisting(definition, parsed.data.existing) };
}

/** The same for a stack that runs without AWS, and nothing for every other. */
export function localSettings(): { config: LocalConfig; definition: LocalDefinition } | undefined {
  const name = definitionName();
  const definition = Object.hasOwn(localDefinitions, name) ? localDefinitions[name] : undefined;
  if (definition === undefined) return undefined;
  const parsed = localSchema.safeParse(platformKeys(), { error: kind });
  const issues = parsed.success ? [] : parsed.error.issues;
  const faults = [...issues.flatMap((issue) => fault(issue, localSchema)), ...localReferenceFaults(definition)];
  if (parsed.data === undefined || faults.length > 0) throw unusable(faults);
  return { config: parsed.data, definition };
}

/** Name of the definition that the stack runs: the one that it is told, or its own. */
function definitionName(): string {
  return pulumi.runtime.allConfig()["platform:definition"] ?? pulumi.getStack();
}

/** Keys of the stack file begin with `platform:`, everything else is the definition's. */
function unusable(faults: readonly string[]): pulumi.RunError {
  const inFile = faults.filter((each) => each.startsWith("platform:")).length;
  const file = inFile > 0 ? [`Pulumi.${pulumi.getStack()}.yaml`] : [];
  const definition = inFile < faults.length ? [`the definition ${definitionName()}`] : [];
  const where = [...file, ...definition];
  return new pulumi.RunError(
    `${where.join(" and ")} ${where.length === 1 ? "is" : "are"} not usable:\n${faults.map((each) => `  - ${each}`).join("\n")}`,
  );
}

/** The keys of our namespace without it; lists and objects arrive as JSON text. */
function platformKeys(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith("platform:"))
      .map(([key, value]) => [key.slice("platform:".length), structured(value)]),
  );
}

/** Text that only looks like JSON stays text, so that its fault is told with its key. */
function structured(value: string): unknown {
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
  if (issue.code === "unrecognized_keys") {
    const [first] = issue.path;
    const object = Object.entries(objects).find(([name]) => name === first)?.[1] ?? keys;
    const allowed = Object.keys(object.shape).join(", ");
    const prefix = first === undefined ? "platform:" : `${key}.`;
    const unknown = issue.keys.map((name) => `${prefix}${name}`).join(", ");
    return [
      `${unknown} ${issue.keys.length === 1 ? "is not a key" : "are no keys"} of this stack, allowed are ${allowed}`,
    ];
  }
  if (issue.code === "invalid_key") {
    const [name, ...object] = issue.path.toReversed();
    const where = object.toReversed().join(".");
    return [`platform:${where} must have names of small letters, digits and hyphens, got "${String(name)}"`];
  }
  const given = valueAt(issue.path);
  return [`${key} must be ${issue.message}, got ${given === undefined ? "nothing" : JSON.stringify(given)}`];
}

function valueAt(path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    platformKeys(),
  );
}
