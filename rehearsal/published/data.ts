import fs from "node:fs";

/** What AWS publishes about a resource type, by the names of the SDK's inputs; nested inputs are dotted paths. */
export interface Published {
  /** For example "AWS::RDS::DBInstance"; absent where CloudFormation has no such type, or its name leaves doubt. */
  cloudFormation?: string;
  /** Present where the type has an input "name". */
  named?: true;
  /** The inputs that identify a resource; CloudFormation's property where the SDK has no such input. */
  identifiers?: string[];
  arn?: string;
  /** Present where the resource keeps data. */
  stateful?: true;
  /** Inputs whose change replaces the resource. */
  replaces?: string[];
  /** Inputs whose change replaces it under conditions. */
  maybe?: string[];
  /** The values that an input takes. */
  values?: Record<string, (string | number)[]>;
  /** What an input's value names, for example "AWS::KMS::Key.Arn". */
  references?: Record<string, string[]>;
}

/** What IAM knows of a service. */
export interface ServiceActions {
  /** Action names, separated by blanks, by the resource types that they take, "" where none. */
  actions: Record<string, string>;
  /** ARN formats by resource type. */
  resources: Record<string, string>;
  /** Condition keys besides the global ones. */
  conditions: string[];
}

/** Namespace → metric → the sets of dimensions that it is published with. */
export type Metrics = Record<string, Record<string, string[][]>>;

let known: Record<string, Published> | undefined;

/** What is published about a type of the SDK, for example "aws:rds/instance:Instance". */
export function published(type: string): Published | undefined {
  known ??= read();
  return known[type];
}

/** The types of the SDK that something is published about. */
export function publishedTypes(): string[] {
  known ??= read();
  return Object.keys(known);
}

function read(): Record<string, Published> {
  return JSON.parse(text("resources"));
}

let metrics: Metrics | undefined;

/** The metrics that AWS publishes. */
export function publishedMetrics(): Metrics {
  metrics ??= readMetrics();
  return metrics;
}

function readMetrics(): Metrics {
  return JSON.parse(text("metrics"));
}

let permissions: Permissions | undefined;

interface Permissions {
  services: Record<string, ServiceActions>;
  globals: string[];
}

/** The IAM actions, resource types and condition keys of every service. */
export function publishedPermissions(): Permissions {
  permissions ??= readPermissions();
  return permissions;
}

function readPermissions(): Permissions {
  return JSON.parse(text("permissions"));
}

function text(name: string): string {
  return fs.readFileSync(new URL(`${name}.json`, import.meta.url), "utf8");
}
