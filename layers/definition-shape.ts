/** The part of JSON Schema that the types of a definition need. */
export interface Shape {
  type?: "string" | "number" | "boolean" | "array" | "object";
  /** The values that are allowed. */
  enum?: readonly (string | number | boolean)[];
  /** Regular expression of a text. */
  pattern?: string;
  /** Every entry of a list. */
  items?: Shape;
  /** Members of an object by name. */
  properties?: Readonly<Record<string, Shape>>;
  required?: readonly string[];
  /** Members with other names: of this shape, or none at all. */
  additionalProperties?: Shape | false;
  anyOf?: readonly Shape[];
  /** A shape under `$defs`. */
  $ref?: string;
}

/** The shapes of both kinds of definitions, with what they share. */
export interface Shapes {
  $defs: Readonly<Record<string, Shape>>;
}
