import type * as aws from "@pulumi/aws";

/** One attribute of a user's profile; a name that is not one of OpenID Connect's standard attributes makes a custom one. */
export interface UserAttribute {
  /** Name as it is declared: a custom one has no prefix here, and is read as custom:<name>. */
  name: string;
  /** Type of the value; a standard attribute is a String. @default "String" */
  type?: "String" | "Number";
  /** Whether no user can exist without it; a custom attribute is always optional. */
  required: boolean;
  /** Whether it can change once it is set. */
  mutable: boolean;
}

/** Attributes that every user pool knows, in the words of OpenID Connect. */
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

/** The user pool's schema; all that Cognito would fill in is written out, because a difference in it cannot be deployed. */
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

/** What an application may read: the whole profile. */
export function readableAttributes(attributes: readonly UserAttribute[]): string[] {
  return ["email_verified", ...attributes.map(({ name }) => (standard.has(name) ? name : `custom:${name}`))];
}

/** What a user may change through an application: standard attributes. Custom ones say what he is, not what he likes. */
export function writableAttributes(attributes: readonly UserAttribute[]): string[] {
  return attributes.map(({ name }) => name).filter((name) => standard.has(name));
}

/** What is wrong with a list of attributes. */
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
        ? [`schema must name each attribute once, got ${attribute.name} again`]
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
