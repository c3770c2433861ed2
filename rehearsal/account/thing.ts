/** Where something is: every ARN and endpoint names it. */
export interface Place {
  partition: string;
  region: string;
  accountId: string;
  /** The API server that a Kubernetes provider talks to. */
  cluster?: string;
}

export type Values = Readonly<Record<string, unknown>>;

export const operations = ["create", "update", "read", "delete"] as const;
export type Operation = (typeof operations)[number];

/** What an input holds in a preview while its value is not known; a check that asks for a string never meets it. */
export const unknown = Symbol("unknown");

/** What exists in an account: a resource of a stack, or what AWS or a service made. */
export interface Thing {
  type: string;
  /** Logical name, or a name that says what it is. */
  name: string;
  /** Empty for what no stack made. */
  urn: string;
  id: string;
  place: Place;
  inputs: Values;
  outputs: Values;
  /** How many of this type and name were made before it: IDs are fresh for each. */
  generation: number;
  /** How often it was written: 1 when it is new. */
  revision: number;
  /** Who made it. */
  by: "stack" | "service" | "start";
  /** "recovering" is deleted, but keeps its name, and its ID answers that it is pending deletion. */
  state: "active" | "recovering";
  /** Whether a service has written into it: the objects of a bucket, the images of a repository. */
  filled: boolean;
}

/** What is asked of the account. */
export interface Request {
  operation: Operation;
  type: string;
  name: string;
  urn: string;
  place: Place;
  /** What is asked for; on deletion what was asked for last. Secrets are open, unknown values are `unknown`. */
  inputs: Values;
  /** What exists under the ID that the engine gives; none on creation. */
  old: Thing | undefined;
  /** Whether the engine only asks what would be. */
  preview: boolean;
}

/** A resource as JSON can tell it. */
export interface Listed {
  type: string;
  id: string;
  urn: string;
  accountId: string;
  region: string;
  by: Thing["by"];
  state: Thing["state"];
}
