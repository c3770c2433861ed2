/** The inputs of a resource, as the engine has them. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What the engine writes for a value that only the update knows. */
const notYet = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path such as `scalingConfig.desiredSize`; undefined where there is none, or only the update knows it. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split(".")) found = isObject(found) ? found[key] : undefined;
  return found === notYet ? undefined : found;
}

/** The text at a path. */
export function text(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === "string" && !found.includes(notYet) ? found : undefined;
}

/** The number at a path; AWS takes some as text. */
export function number(value: unknown, path: string): number | undefined {
  const found = at(value, path);
  const parsed = typeof found === "string" && found !== "" ? Number(found) : found;
  return typeof parsed === "number" && !Number.isNaN(parsed) ? parsed : undefined;
}

/** The list at a path; empty where there is none. */
export function list(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

/** The texts of the list at a path. */
export function texts(value: unknown, path: string): string[] {
  return list(value, path)
    .filter((each) => typeof each === "string" && each !== notYet)
    .map(String);
}

/** Every text inside a value, at any depth. */
export function allTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(allTexts);
  return isObject(value) ? Object.values(value).flatMap(allTexts) : [];
}
