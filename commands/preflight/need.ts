import type { Account } from "../account/account.ts";
import type { Graph } from "./graph.ts";

/** The heading under which a need is printed. */
export type Subject =
  | "account"
  | "Regions and zones"
  | "state backend"
  | "service-linked roles"
  | "quotas"
  | "account services"
  | "hosted zones and certificates"
  | "Bedrock models"
  | "secrets"
  | "names that must be free"
  | "permissions";

/** What an account answered: yes, no, or that it cannot be asked. */
export interface Answer {
  verdict: "yes" | "no" | "unknown";
  /** What it said, or what to do. */
  said: string;
}

/** One thing that the first update of a stack needs from its account. */
export interface Need {
  subject: Subject;
  what: string;
  /** What to do when it is missing, or where it comes from. */
  detail: string;
  /** The parts of the need, where it has several: names, actions. */
  items?: readonly string[];
  /** Asks the account; absent where AWS has no API for it. */
  ask?: (account: Account) => Promise<Answer>;
}

/** Derives needs from a stack's graph. */
export type Needs = (graph: Graph) => Need[];

/** The account has what is needed. */
export function yes(said: string): Answer {
  return { verdict: "yes", said };
}

/** The account does not have it. */
export function no(said: string): Answer {
  return { verdict: "no", said };
}

/** The account cannot be asked. */
export function unknown(said: string): Answer {
  return { verdict: "unknown", said };
}
