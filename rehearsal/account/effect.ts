import type { Given } from "./starts/start.ts";
import type { Thing } from "./thing.ts";
import type { View } from "./view.ts";

/** What a service does on its own when something is made or deleted. */
export interface Effect {
  on: "create" | "delete";
  types: readonly string[];
  happen(thing: Thing, account: View): Consequence;
}

/** What comes of something, beside itself. */
export interface Consequence {
  /** What comes to exist. */
  given?: Given[];
  /** What exists and is written into. */
  filled?: Thing[];
  /** What stays of something that was deleted. */
  kept?: Thing;
  /** Log groups that a service writes into after its own thing is deleted. */
  late?: string[];
}
