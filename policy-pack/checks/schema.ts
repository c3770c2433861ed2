/** The part of JSON Schema that the configuration uses. */
export interface Schema {
  type: "string" | "number" | "array" | "object";
  description?: string;
  pattern?: string;
  enum?: string[];
  minLength?: number;
  minimum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
}

/** The faults of a value against its schema, each with path, allowed and given value. */
export function faults(schema: Schema, value: unknown, path: string): string[] {
  const given = `${path} must be`;
  if (schema.type === "array")
    return Array.isArray(value) ? elementFaults(schema, value, path) : [`${given} a list, got ${shown(value)}`];
  if (schema.type === "object")
    return isObject(value) ? inside(schema, value, path) : [`${given} an object, got ${shown(value)}`];
  if (typeof value !== schema.type) return [`${given} a ${schema.type}, got ${shown(value)}`];
  if (typeof value === "number")
    return value < (schema.minimum ?? value) ? [`${given} at least ${schema.minimum}, got ${value}`] : [];
  return typeof value === "string" ? textFaults(schema, value, given) : [];
}

function elementFaults({ items }: Schema, list: readonly unknown[], path: string): string[] {
  return items === undefined ? [] : list.flatMap((each, index) => faults(items, each, `${path}[${index}]`));
}

function textFaults({ pattern, enum: allowed, minLength = 0 }: Schema, text: string, given: string): string[] {
  if (allowed !== undefined && !allowed.includes(text)) return [`${given} one of ${allowed.join(", ")}, got "${text}"`];
  if (text.length < minLength) return [`${given} ${minLength} characters or longer, got "${text}"`];
  return pattern !== undefined && !new RegExp(pattern).test(text) ? [`${given} like ${pattern}, got "${text}"`] : [];
}

function inside({ properties = {}, required = [] }: Schema, value: Record<string, unknown>, path: string): string[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  return [
    ...required.filter((key) => value[key] === undefined).map((key) => `${at(key)} is missing`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return schema === undefined
        ? [`${at(key)} is unknown; known keys: ${Object.keys(properties).join(", ")}`]
        : faults(schema, inner, at(key));
    }),
  ];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
