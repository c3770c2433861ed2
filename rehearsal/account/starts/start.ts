import type { Values } from "../thing.ts";

/** A zone of a Region as one account sees it. */
export interface Zone {
  /** For example us-east-1a; its letter is another zone in another account. */
  name: string;
  /** For example use1-az2; it is the same zone in every account. */
  id: string;
}

/** Something that exists before any stack is created, once for each account or in each Region that is used. */
export interface Given {
  type: string;
  name: string;
  inputs: Values;
  /** @default "region" */
  scope?: "region" | "account";
  /** @default "start"; "service" for what a service made */
  by?: "start" | "service";
}

/** An account as a first stack finds it. */
export interface Start {
  name: StartName;
  /** The zones of a Region. */
  zones(region: string): Zone[];
  /** Services whose service-linked role exists. */
  serviceLinkedRoles: readonly string[];
  /** IAM roles that exist: the deployer's and those of people. */
  roles: readonly string[];
  /** The role in which the engine signs in. */
  caller: string;
  /** Applied quotas by quota code, where they are not AWS's defaults. */
  quotas: Readonly<Record<string, number>>;
  /** Whether another account pays: then this one may not activate cost allocation tags. */
  organizationMember: boolean;
  /** Whether EBS encrypts new volumes unasked. */
  ebsEncryptionByDefault: boolean;
  /** Bucket names that other accounts own. */
  takenBuckets: readonly string[];
  given: readonly Given[];
}

/** The accounts that stacks are rehearsed in, and the same two without the roles by which stacks are deployed. */
export type StartName = "fresh" | "lived-in" | "fresh-unprepared" | "lived-in-unprepared";

/** Something that exists although no stack made it. */
export interface Added {
  type: string;
  name: string;
  inputs: Values;
  region: string;
  accountId: string;
  /** The API server that has it, for a Kubernetes object. */
  cluster?: string;
}
