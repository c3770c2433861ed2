/** What the SDK sends for a value that only the update will know. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key by which the SDK marks a secret on the wire. */
const signature = "4dabf18193072939515e22adb298388d";

/** A value at the end of a path. */
export interface Leaf {
  /** The input, for example "rules.name". */
  input: string;
  /** Where it stands, for example "rules[1].name". */
  path: string;
  value: unknown;
}

/** Every known value of the inputs that holds no others; nothing of secrets. */
export function everyLeaf(inputs: unknown, input = "", path = ""): Leaf[] {
  if (inputs === undefined || inputs === null || !isKnownValue(inputs)) return [];
  if (Array.isArray(inputs)) return inputs.flatMap((each, index) => everyLeaf(each, input, `${path}[${index}]`));
  if (typeof inputs !== "object") return [{ input, path, value: inputs }];
  const [front, place] = input === "" ? ["", ""] : [`${input}.`, `${path}.`];
  return Object.entries(inputs).flatMap(([key, value]) => everyLeaf(value, front + key, place + key));
}

/** The known value at a path that leads through no list. */
export function valueAt(inputs: unknown, path: string): unknown {
  const value = path
    .split(".")
    .reduce<unknown>((from, key) => (isObject(from) ? Reflect.get(from, key) : undefined), inputs);
  return value === null || !isKnownValue(value) ? undefined : value;
}

/** Whether an input is given, be it known or not. */
export function isGiven(inputs: unknown, name: string): boolean {
  if (typeof inputs !== "object" || inputs === null) return false;
  const value: unknown = Reflect.get(inputs, name);
  return value !== undefined && value !== null;
}

/** Whether a value is known and no secret. */
export function isKnownValue(value: unknown): boolean {
  if (typeof value === "string") return !value.includes(unknown);
  return !(typeof value === "object" && value !== null && signature in value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && isKnownValue(value);
}
