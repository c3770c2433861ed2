import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { PropertyType, Resource, SpecDatabase, Property as SpecProperty } from "@aws-cdk/service-spec-types";

/** A property of a CloudFormation type or of a nested definition. */
export interface Property {
  name: string;
  replaces: "yes" | "maybe" | "no";
  required: boolean;
  /** "object" has members; "json" takes any; "other" is a map or a mixture. */
  kind: "string" | "number" | "boolean" | "object" | "json" | "other";
  list: boolean;
  values?: readonly (string | number)[];
  /** What the value names, for example "AWS::KMS::Key.Arn". */
  refers: readonly string[];
  members(): readonly Property[];
}

/** A CloudFormation type as the published schemas have it. */
export interface SpecType {
  name: string;
  properties: readonly Property[];
  identifiers: readonly string[];
  arn?: string;
  stateful: boolean;
}

/** The published schemas, by CloudFormation type. */
export function readSpec(db: SpecDatabase = loadAwsServiceSpecSync()): Map<string, SpecType> {
  return new Map(db.all("resource").map((each) => [each.cloudFormationType, specType(db, each)]));
}

function specType(db: SpecDatabase, resource: Resource): SpecType {
  const also = new Set((resource.additionalReplacementProperties ?? []).map((path) => path.join(".")));
  const properties = members(db, resource.properties).map((each) =>
    also.has(each.name) ? { ...each, replaces: "yes" as const } : each,
  );
  return {
    name: resource.cloudFormationType,
    properties,
    identifiers: resource.primaryIdentifier ?? [],
    ...(resource.arnTemplate === undefined ? {} : { arn: resource.arnTemplate }),
    stateful: resource.isStateful ?? false,
  };
}

function members(db: SpecDatabase, properties: Record<string, SpecProperty>): Property[] {
  return Object.entries(properties).map(([name, each]) => {
    const list = each.type.type === "array";
    const type = each.type.type === "array" ? each.type.element : each.type;
    const values = "allowedValues" in type ? type.allowedValues : undefined;
    return {
      name,
      replaces: each.causesReplacement ?? "no",
      required: each.required ?? false,
      kind: kind(type),
      list,
      ...(values === undefined ? {} : { values }),
      refers: (each.relationshipRefs ?? []).map((to) => `${to.cloudFormationType}.${to.propertyName}`),
      members: () => (type.type === "ref" ? members(db, db.get("typeDefinition", type.reference).properties) : []),
    };
  });
}

function kind(type: PropertyType): Property["kind"] {
  switch (type.type) {
    case "integer":
    case "number":
      return "number";
    case "string":
    case "date-time":
      return "string";
    case "boolean":
      return "boolean";
    case "ref":
      return "object";
    case "json":
      return "json";
    default:
      return type.type === "union" && type.types.some((each) => each.type === "json") ? "json" : "other";
  }
}
