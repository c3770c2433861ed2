import { outputMark, secretMark, signature } from "./sdk-signatures.ts";

/** A value that is not known before the update, because another resource computes it. */
export const unknown: unique symbol = Symbol("unknown");

/** A value at a path: known, unknown until the update, or absent. */
export type Reading = { state: "known"; value: unknown } | { state: "unknown" } | { state: "absent" };

/** The strings that the engine sends for unknown values, one for each kind. */
const sentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const wrappers: ReadonlySet<unknown> = new Set([secretMark, outputMark]);

/** How deeply properties may be nested; values below are not known. Kubernetes' own schemas need about 40 levels. */
export const deepest = 200;
/** How many values a resource may have; larger maps and lists are not known. The largest of this platform has 500. */
const most = 10_000;

/**
 * The plain data of a resource's properties: without proxies and wrappers of secrets and outputs, without null, which is
 * the same as no value, and with `unknown` for unknown values. The SDK's proxy throws when an unknown value is read,
 * which would end a rule; the data is behind it.
 */
export function plain(value: unknown): unknown {
  return plainAt(value, 0, { values: most });
}

function plainAt(value: unknown, depth: number, left: { values: number }): unknown {
  if (typeof value !== "object" || value === null) return scalar(value);
  if (depth > deepest) return unknown;
  const raw = unproxied(value);
  if (field(raw, "__pulumiOutput") === true) return unknown;
  if (wrappers.has(field(raw, signature))) return "value" in raw ? plainAt(raw.value, depth + 1, left) : unknown;
  left.values -= Object.keys(raw).length;
  if (left.values < 0) return unknown;
  if (Array.isArray(raw)) return raw.map((inner) => plainAt(inner, depth + 1, left));
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(raw)) {
    // __defaults lists the provider's defaults and is not a property.
    if (inner !== null && key !== "__defaults") entries.push([key, plainAt(inner, depth + 1, left)]);
  }
  return Object.fromEntries(entries);
}

/** JSON has neither functions nor integers without a limit; the strings for unknown values have the length of a UUID. */
function scalar(value: unknown): unknown {
  if (typeof value === "string") return value.length === 36 && sentinels.has(value) ? unknown : value;
  if (typeof value === "function") return undefined;
  return typeof value === "bigint" ? Number(value) : value;
}

/** The object behind the SDK's proxies, with its secrets still wrapped. */
export function unproxied(value: object): object {
  let raw = value;
  while (field(raw, "__isSpecialProxy") === true) {
    const target = field(raw, "__getSpecialProxyTarget");
    if (typeof target !== "object" || target === null) break;
    raw = target;
  }
  return raw;
}

function field(value: object, key: string): unknown {
  return Reflect.get(value, key);
}

function readingOf(value: unknown): Reading {
  if (value === unknown) return { state: "unknown" };
  return value === undefined || value === null || value === "" ? { state: "absent" } : { state: "known", value };
}

/** Reads plain data at a path such as `vpcConfig.subnetIds` or `rules.0.id`; null, "" and an empty path's end are absent. */
export function read(value: unknown, path: string): Reading {
  let current = value;
  for (const key of path === "" ? [] : path.split(".")) {
    if (current === unknown) return { state: "unknown" };
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return { state: "absent" };
    current = field(current, key);
  }
  return readingOf(current);
}

/** The known value at a path, or undefined. */
export function known(value: unknown, path: string): unknown {
  const reading = read(value, path);
  return reading.state === "known" ? reading.value : undefined;
}

/** A string, number or boolean as a string, since AWS accepts either; empty for other values. */
export function word(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? `${value}` : "";
}

/** A number, also one in a string; NaN for other values. */
export function number(value: unknown): number {
  const found = word(value);
  return found === "" ? Number.NaN : Number(found);
}

/** The known string at a path, or undefined. */
export function text(value: unknown, path: string): string | undefined {
  const found = known(value, path);
  return typeof found === "string" ? found : undefined;
}

/** The elements of a list at a path; a single value is a list of one, an unknown list is `[unknown]`. */
export function list(value: unknown, path: string): readonly unknown[] {
  const reading = read(value, path);
  if (reading.state === "absent") return [];
  if (reading.state === "unknown") return [unknown];
  return Array.isArray(reading.value) ? reading.value : [reading.value];
}

/** Whether anything inside the value is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknown) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
