import type * as aws from "@pulumi/aws";

/** An attribute of the user profile; names other than OpenID Connect's standard attributes are custom attributes. */
export interface UserAttribute {
  /** Name of the attribute; a custom attribute is named without the prefix custom: here. */
  name: string;
  /** Type of the value; standard attributes are strings. @default "String" */
  type?: "String" | "Number";
  /** Whether the attribute is required; custom attributes cannot be. */
  required: boolean;
  /** Whether the value can change. */
  mutable: boolean;
}

/** Standard attributes of OpenID Connect. */
const standard = new Set([
  "address",
  "birthdate",
  "email",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "picture",
  "preferred_username",
  "profile",
  "website",
  "zoneinfo",
]);

/** Schema of the user pool; every default of Cognito is written out, since a schema cannot be changed later. */
export function schemaOf(attributes: readonly UserAttribute[]): aws.types.input.cognito.UserPoolSchema[] {
  return attributes.map(({ name, type = "String", required, mutable }) => ({
    name,
    attributeDataType: type,
    required,
    mutable,
    developerOnlyAttribute: false,
    ...(type === "String"
      ? { stringAttributeConstraints: { minLength: "0", maxLength: "2048" } }
      : { numberAttributeConstraints: {} }),
  }));
}

/** Attributes that an app client may read: all of them. */
export function readableAttributes(attributes: readonly UserAttribute[]): string[] {
  return ["email_verified", ...attributes.map(({ name }) => (standard.has(name) ? name : `custom:${name}`))];
}

/** Attributes that an app client may write: mutable standard attributes; custom ones are written by administrators only. */
export function writableAttributes(attributes: readonly UserAttribute[]): string[] {
  return attributes.map(({ name }) => name).filter((name) => standard.has(name));
}

/** Faults of the attributes. */
export function attributeFaults(attributes: readonly UserAttribute[]): string[] {
  const names = attributes.map(({ name }) => name);
  const custom = names.filter((name) => !standard.has(name));
  return [
    ...(attributes.some(({ name, required }) => name === "email" && required)
      ? []
      : ["schema must require email, invitations and recovery codes are sent there"]),
    ...(custom.length > 50 ? [`schema must have at most 50 custom attributes, got ${custom.length}`] : []),
    ...attributes.flatMap((attribute, index) => [
      ...(names.indexOf(attribute.name) < index
        ? [`schema must not repeat an attribute, got ${attribute.name} again`]
        : []),
      ...(standard.has(attribute.name) ? standardFaults(attribute) : customFaults(attribute)),
    ]),
  ];
}

function standardFaults({ name, type = "String" }: UserAttribute): string[] {
  return type === "String" ? [] : [`schema ${name} must be a String, which every standard attribute is, got ${type}`];
}

function customFaults({ name, required }: UserAttribute): string[] {
  return [
    ...(/^[A-Za-z][A-Za-z0-9_-]{0,19}$/.test(name)
      ? []
      : [`schema must name custom attributes with 1 to 20 letters, digits, - and _, without a prefix, got "${name}"`]),
    ...(required ? [`schema ${name} must not be required, custom attributes cannot be`] : []),
  ];
}
