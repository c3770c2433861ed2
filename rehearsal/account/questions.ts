import type { Deployment } from "./deployment.ts";
import type { Fault, Sweep } from "./faults.ts";
import type { Overwrite } from "./plans.ts";
import type { Refused } from "./refusal.ts";
import type { Added, StartName } from "./starts/start.ts";
import type { Entry, Snapshot } from "./state.ts";
import type { Listed } from "./thing.ts";

/** What the rehearsal can ask of the account in the provider process. */
export interface Questions {
  /** All that exists, as JSON. */
  snapshot(): Snapshot;
  /** Makes the account what a snapshot has. */
  restore(snapshot: Snapshot): void;
  /** What exists that a stack or a service made: after a destroy, the orphans. */
  listing(): Listed[];
  /** What was created, updated and deleted so far. */
  log(): Entry[];
  /** Has an operation to come go wrong. */
  inject(fault: Fault): void;
  /** Has the first operation of each resource go wrong, until the next sweep; none ends it. The answer is how often the last one hit. */
  sweep(sweep: Sweep | null): number;
  /** How often the sweep has hit so far. */
  swept(): number;
  /** Names what exists because a stack's configuration says so. */
  declare(tokens: string[]): void;
  /** Begins the preview of a stack. */
  begin(stack: string): void;
  /** What AWS would refuse of what that preview planned. */
  verdicts(stack: string): Refused[];
  /** What that preview would overwrite without an error. */
  overwrites(stack: string): readonly Overwrite[];
  /** The deployment of each ECS service. */
  deployments(): Deployment[];
  /** Adds something that exists although no stack made it; the answer is its ID. */
  add(added: Added): string;
}

export type Question = keyof Questions;

/** What travels to the provider process, as JSON. */
export interface Asked {
  number: number;
  question: Question;
  given: unknown[];
}

/** What travels back. */
export interface Answered {
  number: number;
  answered?: unknown;
  error?: string;
}

/** The environment variable that tells the provider process which account to start with. */
export const startVariable = "REHEARSAL_ACCOUNT";

/** The accounts that a stack can be rehearsed in. */
export const startNames: readonly StartName[] = ["fresh", "lived-in"];
