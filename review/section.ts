import type { StackDefinition } from "../layers/definition.ts";
import type { Violation } from "../rehearsal/outcome.ts";
import type { Made } from "../rehearsal/proofs/graph.ts";
import type { Block } from "./block.ts";
import type { Level } from "./level.ts";

/** A resource of a plan: what the engine would create, change or delete. */
export interface Resource {
  /** The engine's operation, such as create, update, replace, delete or same. */
  op: string;
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  /** URN of the parent; empty for the stack itself. */
  parent: string;
  /** URN of its provider; empty for components and providers. */
  provider: string;
  /** Region of its provider; empty for what is not of AWS. */
  region: string;
  /** Inputs as the preview has them; a value that only the update knows is the engine's mark. */
  inputs: Readonly<Record<string, unknown>>;
  /** URNs that it waits for, in all and by input. */
  dependencies: readonly string[];
  propertyDependencies: Readonly<Record<string, readonly string[]>>;
  protect: boolean;
  /** Inputs that differ from those of the existing resource. */
  changed: readonly string[];
}

/** A previewed stack. */
export interface Plan {
  stack: string;
  resources: readonly Resource[];
  violations: readonly Violation[];
  /** Errors of the program, the engine, and requests that AWS would refuse. */
  errors: readonly string[];
}

/** All that a section may read of one stack. */
export interface Review {
  stack: string;
  plan: Plan;
  /** The plan to compare with. @default there is none */
  against?: Plan;
  /** The same resources with the values that AWS computes, as they are once the stack is up: IDs, ARNs, endpoints. */
  made: readonly Made[];
  /** Keys of the stack file under `platform:`, without the prefix. */
  config: Readonly<Record<string, unknown>>;
  /** What the stack is; undefined for a stack without AWS. */
  definition: StackDefinition | undefined;
  /** Day of the review, for example 2026-11-30. */
  today: string;
}

/** A number at the top of the page, which links to its section. */
export interface Tile {
  label: string;
  value: string;
  /** A short line below the value, such as what it is compared with. @default none */
  note?: string;
  level?: Level;
}

/** What a section knows of one resource; the diagram and the list of resources show it beside the resource. */
export interface Fact {
  urn: string;
  /** What the fact is, such as "per month" or a rule. */
  label: string;
  value: string;
  /** An amount that is summed over the resources of a component: US dollars per month. @default the fact has no amount */
  usd?: number;
  level?: Level;
  /** A page about it, such as a runbook. @default none */
  href?: string;
}

/** What a section says of a stack. */
export interface Content {
  blocks: readonly Block[];
  /** @default none */
  tiles?: readonly Tile[];
  /** @default none */
  facts?: readonly Fact[];
}

/** One section of the page. */
export interface Section {
  /** Anchor of the section, in lower case. */
  id: string;
  title: string;
  /** The question that it answers, in one sentence. */
  about: string;
  make(review: Review): Content | Promise<Content>;
}
