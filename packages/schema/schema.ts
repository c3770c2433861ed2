/** A type of a Pulumi package schema: https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/. */
export interface TypeSpec {
  type?: "string" | "number" | "boolean" | "array" | "object";
  /** A named type of this package, Any, or the provider of another package. */
  $ref?: string;
  items?: TypeSpec;
  additionalProperties?: TypeSpec;
  oneOf?: readonly TypeSpec[];
  /** Whether the value has to be known when the component is created. */
  plain?: boolean;
}

/** A property of an object type, or an argument or output of a component. */
export interface Property extends TypeSpec {
  description?: string;
  /** The only value of the property, which tells the members of a union apart. */
  const?: string;
}

/** An object type, or an enumeration of strings or numbers. */
export interface NamedType {
  type: "object" | "string" | "number";
  description?: string;
  properties?: Record<string, Property>;
  required?: readonly string[];
  enum?: readonly { value: string | number }[];
}

/** A component. */
export interface ComponentSpec {
  isComponent: true;
  description: string;
  inputProperties: Record<string, Property>;
  requiredInputs: readonly string[];
  properties: Record<string, Property>;
  required: readonly string[];
}

/** The schema of a package. */
export interface PackageSchema {
  name: string;
  version: string;
  description: string;
  license: string;
  resources: Record<string, ComponentSpec>;
  types: Record<string, NamedType>;
  language: Record<string, object>;
}

/** Where a component's class is, and what of its arguments a schema has in another form. */
export interface Origin {
  /** Module without extension, from the folder of the components. */
  module: string;
  /** Name of the class. */
  name: string;
  /** Arguments that are functions of outputs, with the names of these outputs; in the package, {name} stands for each. */
  functions?: Record<string, readonly string[]>;
}

/** Prefix of references to named types of the same package. */
export const named = "#/types/";

/** A value of any type. */
export const any = "pulumi.json#/Any";
