import { create, type Occasion } from "../cloud.ts";
import { effects } from "./effects.ts";
import { Plans } from "./plans.ts";
import { type Refusal, Refusals, type Refused, RefusedError, refused } from "./refusal.ts";
import { refusals } from "./refusals/index.ts";
import { keyOf } from "./scopes.ts";
import { accountSeeds, regionSeeds } from "./seeds.ts";
import type { Added, Given, Start } from "./starts/start.ts";
import { type Entry, type Snapshot, State } from "./state.ts";
import type { Listed, Place, Request, Thing, Values } from "./thing.ts";
import { View } from "./view.ts";

/** The AWS accounts that a rehearsal can reach, with all that exists in them: several stacks and Regions share it. */
export class Account {
  readonly start: Start;
  private readonly state = new State();
  private readonly refusals: Refusals;
  private readonly plans = new Plans();
  constructor(start: Start, records: readonly Refusal[] = refusals) {
    this.start = start;
    this.refusals = new Refusals(records);
  }

  /** How many of a type and name were made so far; the next one's IDs depend on it. */
  generation(type: string, name: string): number {
    return this.state.generations.get(`${type}::${name}`) ?? 0;
  }

  /** What the next creation of a type and name, or the thing that exists, depends on. */
  occasion(type: string, name: string, view?: View, old?: Thing): Occasion {
    const find = (token: unknown) => (typeof token === "string" ? view?.find(token) : undefined);
    return { generation: old?.generation ?? this.generation(type, name), revision: (old?.revision ?? 0) + 1, find };
  }

  /** Adds something that exists although no stack made it, and returns its ID. */
  add({ type, name, inputs, region, accountId }: Added): string {
    return this.give({ type, name, inputs }, { partition: "aws", region, accountId }).id;
  }

  /** What exists under an ID. */
  get(type: string, id: string, place: Place): Thing | undefined {
    this.enter(place);
    const thing = this.state.ledger.get(keyOf({ type, id, place }));
    return thing?.state === "active" ? thing : undefined;
  }

  /** What exists, without what a preview has planned. */
  view(place: Place): View {
    this.enter(place);
    return new View(this.start, this.state.ledger, undefined, this.state.declared);
  }

  /** Makes what is asked for, or refuses. */
  create(request: Request): Thing {
    this.judge(request);
    return this.make(request, "stack");
  }

  /** Makes what is asked for, whatever a record says. */
  make(request: Request, by: Thing["by"]): Thing {
    const thing = this.computed(request, by);
    this.state.generations.set(`${thing.type}::${thing.name}`, thing.generation + 1);
    this.store("create", thing);
    return thing;
  }

  /** Changes what exists, or refuses. */
  update(request: Request): Thing {
    this.judge(request);
    const thing = this.computed(request, "stack");
    this.store("update", thing);
    return thing;
  }

  /** Deletes what exists, or refuses; what is gone already is no error, as for the provider. */
  delete(request: Request): void {
    if (request.old === undefined) return;
    this.judge(request);
    this.remove(request.old);
  }

  /** Deletes what exists, whatever a record says. */
  remove(thing: Thing): void {
    this.state.ledger.drop(keyOf(thing));
    this.note("delete", thing);
    this.happen("delete", thing);
  }

  /** Says that something exists because the configuration of a stack names it. */
  declare(tokens: readonly string[]): void {
    for (const token of tokens) this.state.declared.add(token);
  }

  /** Forgets what an earlier preview of a stack planned. */
  begin(stack: string): void {
    this.plans.begin(stack);
  }

  /** Plans a creation or an update, with the inputs as the engine gave them for what is computed; nothing is stored. */
  plan(request: Request, inputs: Values): Thing {
    const thing = this.computed({ ...request, inputs }, "stack");
    this.plans.add(request, { ...thing, inputs: request.inputs });
    return thing;
  }

  /** What AWS would refuse for certain of all that the preview of a stack has planned. */
  verdicts(stack: string): Refused[] {
    const plan = this.plans.of(stack);
    if (!plan) return [];
    const view = new View(this.start, this.state.ledger, plan.things, this.state.declared);
    return plan.requests.flatMap((request) => {
      const verdict = this.refusals.judge(request, view);
      return verdict === undefined ? [] : [refused(request, verdict)];
    });
  }

  /** What exists that a stack or a service made: after a destroy, the orphans. */
  listing(): Listed[] {
    return this.state.listing();
  }

  /** What was created, updated and deleted so far. */
  log(): Entry[] {
    return [...this.state.log];
  }

  /** All of it as JSON. */
  snapshot(): Snapshot {
    return this.state.snapshot();
  }

  /** Becomes what a snapshot has. */
  restore(snapshot: Snapshot): void {
    this.state.restore(snapshot);
  }

  private judge(request: Request): void {
    const verdict = this.refusals.judge(request, this.view(request.place));
    if (verdict !== undefined) throw new RefusedError(request, verdict);
  }

  /** The first time that a place is used, it gets what exists there before any stack. */
  private enter(place: Place): void {
    const { accountId, region } = place;
    for (const [key, seeds] of [
      [accountId, accountSeeds],
      [`${accountId}/${region}`, regionSeeds],
    ] as const) {
      if (this.state.places.has(key)) continue;
      this.state.places.add(key);
      for (const given of seeds(this.start)) this.give(given, place);
    }
  }

  private give({ type, name, inputs, by = "start" }: Given, place: Place): Thing {
    const request = {
      operation: "create",
      type,
      name,
      urn: "",
      place,
      inputs,
      old: undefined,
      preview: false,
    } as const;
    const thing = this.computed(request, by);
    this.state.ledger.put(thing);
    return thing;
  }

  private computed({ type, name, urn, place, inputs, old }: Request, by: Thing["by"]): Thing {
    const occasion = this.occasion(type, name, this.view(place), old);
    const { generation, revision } = occasion;
    const { id, outputs } = create(type, name, inputs, place, occasion);
    const kept = { id: old?.id ?? id, by: old?.by ?? by, filled: old?.filled ?? false };
    return { type, name, urn, place, inputs, outputs, generation, revision, state: "active", ...kept };
  }

  private store(operation: "create" | "update", thing: Thing): void {
    this.state.ledger.put(thing);
    this.note(operation, thing);
    this.happen("create", thing);
  }

  private note(operation: Entry["operation"], { type, id, urn }: Thing): void {
    this.state.log.push({ operation, type, id, urn });
  }

  /** Lets the services do what they do on their own. */
  private happen(on: "create" | "delete", thing: Thing): void {
    const view = this.view(thing.place);
    for (const effect of effects) {
      if (effect.on !== on || !effect.types.includes(thing.type)) continue;
      const { given = [], filled = [], kept } = effect.happen(thing, view);
      for (const each of given) this.give(each, thing.place);
      for (const each of filled) this.state.ledger.put({ ...each, filled: true });
      if (kept !== undefined) this.state.ledger.put(kept);
    }
  }
}
