import type { Ledger } from "./ledger.ts";
import { keyOf, type Scope, scopeKey, scopeOf } from "./scopes.ts";
import type { Start } from "./starts/start.ts";
import type { Place, Thing } from "./thing.ts";
import { tokensOf, within } from "./tokens.ts";

/** What a refusal may look at: what exists, with what a preview has planned on top. */
export class View {
  readonly start: Start;
  private readonly real: Ledger;
  private readonly planned: Ledger | undefined;
  private readonly declarations: ReadonlySet<string>;

  constructor(start: Start, real: Ledger, planned: Ledger | undefined, declarations: ReadonlySet<string>) {
    this.start = start;
    this.real = real;
    this.planned = planned;
    this.declarations = declarations;
  }

  /** What exists of a type where the place reaches; by default as far as the type does. */
  all(type: string, place: Place, scope: Scope = scopeOf(type)): Thing[] {
    return this.any(type, place, scope).filter(({ state }) => state === "active");
  }

  /** What was deleted of a type and still keeps its name. */
  recovering(type: string, place: Place, scope: Scope = scopeOf(type)): Thing[] {
    return this.any(type, place, scope).filter(({ state }) => state === "recovering");
  }

  /** The thing that an ID, or an ARN of it or of something inside it, names. */
  find(token: string): Thing | undefined {
    const tokens = token.startsWith("arn:") ? within(token) : [token];
    return tokens.flatMap((each) => this.both((ledger) => ledger.named(each)))[0];
  }

  /** What has an ID or ARN of a thing among its inputs. */
  referrers(thing: Thing): Thing[] {
    const tokens = [...tokensOf(thing)];
    return tokens.flatMap((token) => this.both((ledger) => ledger.naming(token))).filter((each) => each !== thing);
  }

  /** Whether the configuration of a stack names something, which so exists without the stack. */
  declares(token: string): boolean {
    return this.declarations.has(token);
  }

  private any(type: string, place: Place, scope: Scope): Thing[] {
    const key = scopeKey(place, scope);
    return this.both((ledger) => ledger.ofType(type)).filter((thing) => scopeKey(thing.place, scope) === key);
  }

  /** What a preview has planned stands in for what exists under the same key. */
  private both(search: (ledger: Ledger) => Thing[]): Thing[] {
    const { planned } = this;
    if (planned === undefined) return search(this.real);
    const real = search(this.real).filter((thing) => planned.get(keyOf(thing)) === undefined);
    return [...search(planned), ...real];
  }
}
