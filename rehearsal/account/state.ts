import { Ledger } from "./ledger.ts";
import { keyOf } from "./scopes.ts";
import type { Listed, Operation, Thing } from "./thing.ts";

/** Something that was done in the account. */
export interface Entry {
  operation: Exclude<Operation, "read">;
  type: string;
  id: string;
  urn: string;
}

/** All that an account is, as JSON. */
export interface Snapshot {
  things: Thing[];
  generations: [string, number][];
  declared: string[];
  places: string[];
  log: Entry[];
}

/** All that an account keeps. */
export class State {
  readonly ledger = new Ledger();
  /** How many of each type and name were made. */
  readonly generations = new Map<string, number>();
  /** What the configurations of stacks name. */
  readonly declared = new Set<string>();
  /** Accounts and Regions that were used. */
  readonly places = new Set<string>();
  readonly log: Entry[] = [];

  /** What exists that a stack or a service made. */
  listing(): Listed[] {
    const made = this.ledger.all().filter(({ by }) => by !== "start");
    return made.map(({ type, id, urn, place: { accountId, region }, by, state }) => {
      return { type, id, urn, accountId, region, by, state };
    });
  }

  snapshot(): Snapshot {
    return structuredClone({
      things: this.ledger.all(),
      generations: [...this.generations],
      declared: [...this.declared],
      places: [...this.places],
      log: this.log,
    });
  }

  /** Becomes what a snapshot has. */
  restore(snapshot: Snapshot): void {
    const { things, generations, declared, places, log } = structuredClone(snapshot);
    for (const thing of this.ledger.all()) this.ledger.drop(keyOf(thing));
    for (const thing of things) this.ledger.put(thing);
    for (const kept of [this.generations, this.declared, this.places]) kept.clear();
    for (const [key, value] of generations) this.generations.set(key, value);
    for (const token of declared) this.declared.add(token);
    for (const place of places) this.places.add(place);
    this.log.splice(0, this.log.length, ...log);
  }
}
