import { keyOf } from "./scopes.ts";
import type { Thing } from "./thing.ts";
import { references, tokensOf } from "./tokens.ts";

/** Things, found by what they are, by what names them and by what they name, without a look at all of them. */
export class Ledger {
  private readonly byKey = new Map<string, Thing>();
  private readonly byType = new Map<string, Set<Thing>>();
  private readonly byToken = new Map<string, Set<Thing>>();
  private readonly byReference = new Map<string, Set<Thing>>();

  /** Puts a thing in, in place of the one with the same key. */
  put(thing: Thing): void {
    this.drop(keyOf(thing));
    this.byKey.set(keyOf(thing), thing);
    for (const [index, value] of this.entries(thing)) {
      const set = index.get(value);
      if (set === undefined) index.set(value, new Set([thing]));
      else set.add(thing);
    }
  }

  drop(key: string): void {
    const thing = this.byKey.get(key);
    if (thing === undefined) return;
    this.byKey.delete(key);
    for (const [index, value] of this.entries(thing)) index.get(value)?.delete(thing);
  }

  get(key: string): Thing | undefined {
    return this.byKey.get(key);
  }

  all(): Thing[] {
    return [...this.byKey.values()];
  }

  ofType(type: string): Thing[] {
    return [...(this.byType.get(type) ?? [])];
  }

  /** The things that an ID or ARN names. */
  named(token: string): Thing[] {
    return [...(this.byToken.get(token) ?? [])];
  }

  /** The things that have an ID or ARN as an input. */
  naming(token: string): Thing[] {
    return [...(this.byReference.get(token) ?? [])];
  }

  private *entries(thing: Thing): Generator<[Map<string, Set<Thing>>, string]> {
    yield [this.byType, thing.type];
    for (const token of tokensOf(thing)) yield [this.byToken, token];
    for (const token of references(thing.inputs)) yield [this.byReference, token];
  }
}
