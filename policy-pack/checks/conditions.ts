import type { Environment } from "./environment.ts";
import { quoted } from "./quotable.ts";
import type { Check, Open, Scope, Verdict, Wrong } from "./rule.ts";
import type { Cap } from "./settings.ts";
import { hasUnknown, known, read, unknown } from "./values.ts";

export const pass: Verdict = { kind: "pass" };
export const fail = (wrong: string): Wrong => ({ kind: "fail", wrong });
export const undecided = (path: string): Open => ({ kind: "undecided", path });

/** The value at a path satisfies a condition; `absent` is the verdict without a value. */
export function value(
  path: string,
  accepts: (value: unknown, scope: Scope) => boolean,
  absent: "pass" | "fail",
): Check {
  return (scope) => {
    const where = pathIn(scope, path);
    const reading = read(scope.value, path);
    if (reading.state === "absent") return absent === "pass" ? pass : fail(`has no ${where}`);
    if (reading.state === "unknown") return undecided(where);
    if (accepts(reading.value, scope)) return pass;
    return hasUnknown(reading.value)
      ? undecided(where)
      : fail(`has ${where} ${quoted(scope.resource.type, where, reading.value)}`);
  };
}

/** Must equal; absent fails, because defaults may change. */
export const is = (path: string, expected: unknown): Check => value(path, (found) => found === expected, "fail");
/** Must not equal; absent passes. */
export const isNot = (path: string, forbidden: unknown): Check => value(path, (found) => found !== forbidden, "pass");
/** Must be one of; absent fails unless the rule says otherwise. */
export const oneOf = (path: string, allowed: readonly unknown[], absent: "pass" | "fail" = "fail"): Check =>
  value(path, (found) => allowed.includes(found), absent);
/** Must be none of; absent passes. */
export const noneOf = (path: string, forbidden: readonly unknown[]): Check =>
  value(path, (found) => !forbidden.includes(found), "pass");
/** Must match a pattern. */
export const matches = (path: string, pattern: RegExp, absent: "pass" | "fail" = "fail"): Check =>
  value(path, (found) => typeof found === "string" && pattern.test(found), absent);

/** Must be set: an unknown value is set, an empty list or object is not; inside an unknown object it is undecided. */
export const set =
  (path: string): Check =>
  (scope) => {
    const reading = read(scope.value, path);
    const where = pathIn(scope, path);
    if (reading.state === "absent") return fail(`has no ${where}`);
    if (reading.state === "known") return isEmpty(reading.value) ? fail(`has no ${where}`) : pass;
    const parent = path.split(".").slice(0, -1).join(".");
    return read(scope.value, parent).state === "unknown" ? undecided(where) : pass;
  };

/** Must not be set; its value is not shown, since it may be a secret. */
export const unset =
  (path: string): Check =>
  (scope) => {
    const verdict = set(path)(scope);
    return verdict.kind === "pass" ? fail(`sets ${pathIn(scope, path)}`) : verdict.kind === "fail" ? pass : verdict;
  };

/** One number for all environments, one for each, or an upper limit of the settings. */
type Bound = number | Cap | Record<Environment, number>;
const bound = (of: Bound, { environment, settings }: Scope) =>
  typeof of === "number" ? of : (typeof of === "string" ? settings.caps[of] : of)[environment];

export const atLeast = (path: string, minimum: Bound, absent: "pass" | "fail" = "fail"): Check =>
  value(path, (found, scope) => typeof found === "number" && found >= bound(minimum, scope), absent);
export const atMost = (path: string, maximum: Bound, absent: "pass" | "fail" = "fail"): Check =>
  value(path, (found, scope) => typeof found === "number" && found <= bound(maximum, scope), absent);

/** The list holds every one of these values. */
export const includes = (path: string, ...wanted: readonly unknown[]): Check =>
  value(path, (found) => Array.isArray(found) && wanted.every((each) => found.includes(each)), "fail");
/** The list has at least this many elements, known or not. */
export const counts = (path: string, minimum: Bound): Check =>
  value(path, (found, scope) => Array.isArray(found) && found.length >= bound(minimum, scope), "fail");

export const all =
  (...checks: readonly Check[]): Check =>
  (scope) => {
    const verdicts = checks.map((check) => check(scope));
    const worst = verdicts.find(({ kind }) => kind === "fail") ?? verdicts.find(({ kind }) => kind === "undecided");
    return worst ?? pass;
  };

/** One of the checks passes; the message is that of the first, the preferred one. */
export const either =
  (...checks: readonly Check[]): Check =>
  (scope) => {
    const verdicts = checks.map((check) => check(scope));
    if (verdicts.some(({ kind }) => kind === "pass")) return pass;
    const open = verdicts.find(({ kind }) => kind === "undecided");
    return open ?? verdicts[0] ?? pass;
  };

/** The opposite of a check, with its own message. */
export const not =
  (check: Check, wrong: string): Check =>
  (scope) => {
    const verdict = check(scope);
    return verdict.kind === "pass" ? fail(wrong) : verdict.kind === "fail" ? pass : verdict;
  };

/** The check applies only where the condition passes. */
export const when =
  (condition: Check, check: Check): Check =>
  (scope) => {
    const met = condition(scope);
    if (met.kind === "fail") return pass;
    const verdict = check(scope);
    return met.kind === "pass" || verdict.kind === "pass" ? verdict : met;
  };

export const only =
  (environments: readonly Environment[], check: Check): Check =>
  (scope) =>
    environments.includes(scope.environment) ? check(scope) : pass;

/** The check applies only to resources of these types. */
export const onType =
  (types: readonly string[], check: Check): Check =>
  (scope) =>
    types.includes(scope.resource.type) ? check(scope) : pass;

/** Every element of the list passes; an absent list passes. */
export const each =
  (path: string, check: Check): Check =>
  (scope) => {
    const elements = elementsAt(scope, path);
    return elements === unknown
      ? undecided(pathIn(scope, path))
      : all(...elements.map((inner) => () => check(inner)))(scope);
  };

/** At least one element of the list passes. */
export const some =
  (path: string, check: Check): Check =>
  (scope) => {
    const where = pathIn(scope, path);
    const elements = elementsAt(scope, path);
    if (elements === unknown) return undecided(where);
    const verdicts = elements.map(check);
    if (verdicts.some(({ kind }) => kind === "pass")) return pass;
    return verdicts.find(({ kind }) => kind === "undecided") ?? fail(`has no ${where} with the required properties`);
  };

function elementsAt(scope: Scope, path: string): Scope[] | typeof unknown {
  const reading = read(scope.value, path);
  if (reading.state === "unknown") return unknown;
  const found = known(scope.value, path);
  const elements: unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return elements.map((inner, index) => ({ ...scope, value: inner, path: `${pathIn(scope, path)}[${index}]` }));
}

function isEmpty(found: unknown): boolean {
  return typeof found === "object" && found !== null && Object.keys(found).length === 0;
}

/** The path of a value from the resource, for messages. */
export function pathIn(scope: Scope, path: string): string {
  return [scope.path, path].filter((part) => part !== "").join(".");
}
