import type { Ledger } from "./ledger.ts";
import type { Plan } from "./plans.ts";
import { keyOf, type Scope, scopeKey, scopeOf } from "./scopes.ts";
import type { Start } from "./starts/start.ts";
import type { State } from "./state.ts";
import type { Place, Thing } from "./thing.ts";
import { tokensOf, within } from "./tokens.ts";

/** What a refusal may look at: what exists, with what a preview has planned on top. */
export class View {
  readonly start: Start;
  private readonly state: State;
  private readonly plan: Plan | undefined;

  constructor(start: Start, state: State, plan?: Plan) {
    this.start = start;
    this.state = state;
    this.plan = plan;
  }

  /** What exists of a type where the place reaches; by default as far as the type does. */
  all(type: string, place: Place, scope: Scope = scopeOf(type)): Thing[] {
    return this.any(type, place, scope).filter(({ state }) => state === "active");
  }

  /** What exists of a type in every account and Region. */
  everywhere(type: string): Thing[] {
    return this.both((ledger) => ledger.ofType(type)).filter(({ state }) => state === "active");
  }

  /** What was deleted of a type and still keeps its name. */
  recovering(type: string, place: Place, scope: Scope = scopeOf(type)): Thing[] {
    return this.any(type, place, scope).filter(({ state }) => state === "recovering");
  }

  /** The thing that an ID, or an ARN of it or of something inside it, names. */
  find(token: string): Thing | undefined {
    return this.named(token).find(({ state }) => state === "active");
  }

  /** The thing that is named so, was deleted, and can still be recovered. */
  findRecovering(token: string): Thing | undefined {
    return this.named(token).find(({ state }) => state === "recovering");
  }

  /** What has an ID or ARN of a thing among its inputs. */
  referrers(thing: Thing): Thing[] {
    const tokens = [...tokensOf(thing)];
    return tokens.flatMap((token) => this.both((ledger) => ledger.naming(token))).filter((each) => each !== thing);
  }

  /** Whether the configuration of a stack names something, which so exists without the stack. */
  declares(token: string): boolean {
    return this.state.declared.has(token);
  }

  /** The applied quota of a code, where it is not AWS's default: as the account has it, or as the configuration of a stack says. */
  quota(code: string): number | undefined {
    const raised = [...this.state.declared]
      .map((token) => token.split("="))
      // The configuration names the code as a word, too.
      .filter(([named, value]) => named === code && value !== undefined)
      .map(([, value]) => Number(value));
    const known = [...raised, ...[this.start.quotas[code] ?? []].flat()];
    return known.length === 0 ? undefined : Math.max(...known);
  }

  /** Whether a service still writes into a log group whose owner is deleted. */
  isLate(name: string, place: Place): boolean {
    return this.state.late.has(`${scopeKey(place, "region")} ${name}`);
  }

  private named(token: string): Thing[] {
    const tokens = token.startsWith("arn:") ? within(token) : [token];
    return tokens.flatMap((each) => this.both((ledger) => ledger.named(each)));
  }

  private any(type: string, place: Place, scope: Scope): Thing[] {
    const key = scopeKey(place, scope);
    return this.both((ledger) => ledger.ofType(type)).filter((thing) => scopeKey(thing.place, scope) === key);
  }

  /** What a preview changes stands in for what exists. */
  private both(search: (ledger: Ledger) => Thing[]): Thing[] {
    const { plan } = this;
    if (plan === undefined) return search(this.state.ledger);
    return [...search(plan.things), ...search(this.state.ledger).filter((thing) => !plan.changed.has(keyOf(thing)))];
  }
}
