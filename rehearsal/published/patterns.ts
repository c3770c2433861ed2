import type { ValueFault } from "./fault.ts";

/**
 * What is wrong with an event pattern (Amazon EventBridge User Guide: event patterns, and comparison operators,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
 */
export function patternFaults(pattern: string | object): ValueFault[] {
  const parsed = typeof pattern === "string" ? parse(pattern) : pattern;
  if (!isObject(parsed)) return [{ input: "pattern", allowed: "a JSON object", given: shown(pattern) }];
  return level(parsed, "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One level of the event: each field holds a level below or the list of the values that match. */
function level(fields: object, path: string): ValueFault[] {
  const entries = Object.entries(fields);
  if (entries.length === 0)
    return [{ input: path === "" ? "pattern" : path, allowed: "at least one field", given: "{}" }];
  return entries.flatMap(([name, value]): ValueFault[] => {
    const place = path === "" ? name : `${path}.${name}`;
    if (name === "$or") return alternatives(value, place);
    if (isObject(value)) return level(value, place);
    if (!Array.isArray(value)) return [{ input: place, allowed: "a list of values", given: shown(value) }];
    if (value.length === 0) return [{ input: place, allowed: "at least one value", given: "[]" }];
    return value.flatMap((each: unknown, index) => match(each, `${place}[${index}]`));
  });
}

function alternatives(value: unknown, place: string): ValueFault[] {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject))
    return [{ input: place, allowed: "a list of two or more patterns", given: shown(value) }];
  return value.flatMap((each, index) => level(each, `${place}[${index}]`));
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isPlain: Check = (value) => ["string", "number", "boolean"].includes(typeof value) || value === null;
const isTextOrCase: Check = (value) => isText(value) || isOnly(value, "equals-ignore-case", isText);
const texts: Check = (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));

/** The comparison operators, each with what it compares with. */
const operators: Readonly<Record<string, { takes: Check; allowed: string }>> = {
  prefix: { takes: isTextOrCase, allowed: 'text or {"equals-ignore-case": text}' },
  suffix: { takes: isTextOrCase, allowed: 'text or {"equals-ignore-case": text}' },
  "equals-ignore-case": { takes: isText, allowed: "text" },
  wildcard: { takes: isText, allowed: "text" },
  cidr: { takes: (value) => isText(value) && /^[0-9a-fA-F.:]+\/\d+$/.test(String(value)), allowed: "a CIDR block" },
  exists: { takes: (value) => typeof value === "boolean", allowed: "true or false" },
  numeric: { takes: isComparison, allowed: 'a list such as [">", 0, "<=", 5]' },
  "anything-but": { takes: isException, allowed: "a value, a list of values, or one of the text operators" },
};

function match(value: unknown, place: string): ValueFault[] {
  if (isPlain(value)) return [];
  const [entry, ...others] = isObject(value) ? Object.entries(value) : [];
  const names = Object.keys(operators).join(", ");
  if (entry === undefined || others.length > 0)
    return [{ input: place, allowed: `a value or one operator of ${names}`, given: shown(value) }];
  const [name, operand] = entry;
  const operator = operators[name];
  if (operator === undefined) return [{ input: place, allowed: `an operator of ${names}`, given: name }];
  return operator.takes(operand)
    ? []
    : [{ input: `${place}.${name}`, allowed: operator.allowed, given: shown(operand) }];
}

function isComparison(value: unknown): boolean {
  if (!Array.isArray(value) || ![2, 4].includes(value.length)) return false;
  return value.every((each: unknown, index) =>
    index % 2 === 0 ? ["<", "<=", "=", ">", ">="].includes(String(each)) : typeof each === "number",
  );
}

function isException(value: unknown): boolean {
  if (isPlain(value)) return true;
  if (Array.isArray(value)) return value.length > 0 && value.every(isPlain);
  return ["prefix", "suffix", "equals-ignore-case", "wildcard"].some((each) => isOnly(value, each, texts));
}

function isOnly(value: unknown, key: string, takes: Check): boolean {
  const entries = isObject(value) ? Object.entries(value) : [];
  return entries.length === 1 && entries[0]?.[0] === key && takes(entries[0][1]);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
