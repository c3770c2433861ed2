import { runtime } from "@pulumi/pulumi";
import { Ledger } from "./ledger.ts";
import { keyOf } from "./scopes.ts";
import type { Request, Thing } from "./thing.ts";

const { unknownValue: unknownText } = runtime;

/** What the preview of one stack has planned. */
export interface Plan {
  things: Ledger;
  /** Keys of what exists and is to be changed: the planned thing stands in for it. */
  changed: Set<string>;
  requests: Request[];
  overwrites: Overwrite[];
}

/** A creation that AWS takes without an error although the same thing exists: it becomes what the newcomer asks for. */
export interface Overwrite {
  type: string;
  id: string;
  urn: string;
  /** URN of the resource that made it before. */
  over: string;
}

/** The plans of all stacks; a plan is kept until the next preview of its stack begins. */
export class Plans {
  private readonly plans = new Map<string, Plan>();

  /** Forgets what an earlier preview of a stack planned. */
  begin(stack: string): void {
    this.plans.set(stack, { things: new Ledger(), changed: new Set(), requests: [], overwrites: [] });
  }

  /** Adds what is planned; `there` is what exists where it will be. */
  add(request: Request, thing: Thing, there: Thing | undefined): void {
    const plan = this.plans.get(stackOf(request.urn));
    if (plan === undefined) return;
    // An ID that depends on unknown inputs would be the same for several things.
    const id = thing.id.includes(unknownText) ? `${thing.id} of ${request.urn}` : thing.id;
    const planned = { ...thing, id };
    const over = overwritten(planned, plan.things.get(keyOf(planned)) ?? there);
    if (over !== undefined && request.old === undefined) plan.overwrites.push(over);
    plan.things.put(planned);
    if (request.old !== undefined) plan.changed.add(keyOf(request.old));
    plan.requests.push(request);
  }

  of(stack: string): Plan | undefined {
    return this.plans.get(stack);
  }
}

/** What a new thing overwrites of another resource. */
export function overwritten({ type, id, urn }: Thing, there: Thing | undefined): Overwrite | undefined {
  const isOther = there !== undefined && there.by === "stack" && there.state === "active" && there.urn !== urn;
  return isOther ? { type, id, urn, over: there.urn } : undefined;
}

/** The stack of a URN. */
export function stackOf(urn: string): string {
  return /^urn:pulumi:([^:]*)::/.exec(urn)?.[1] ?? "";
}
