import type { Place, Thing } from "../account/thing.ts";

/** A resource that is being created, with the helpers that make its identifiers look as AWS makes them. */
export interface Creation {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  place: Place;
  /** How many of this type and name were made before. */
  generation: number;
  /** How often it was written: 1 when it is new. */
  revision: number;
  /** Hexadecimal digits that depend on type, name and generation alone, so that every run answers the same. */
  hex(length: number): string;
  /** An EC2-style identifier, for example vpc-0a1b…. */
  id(prefix: string): string;
  /** The physical name: the one that is asked for under a key, else the logical name with a suffix, as auto-naming does. */
  named(key: string): string;
  arn(service: string, resource: string): string;
  /** What exists in the account under an ID or ARN; unit tests have no account. */
  find(token: unknown): Thing | undefined;
}

/** What AWS computes for one type of resource: at least its id. */
export type Answer = (creation: Creation) => { id: string } & Record<string, unknown>;
export type Answers = Record<string, Answer>;
