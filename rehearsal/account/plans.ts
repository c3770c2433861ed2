import { runtime } from "@pulumi/pulumi";
import { Ledger } from "./ledger.ts";
import type { Request, Thing } from "./thing.ts";

const { unknownValue: unknownText } = runtime;

/** What the preview of one stack has planned. */
export interface Plan {
  things: Ledger;
  requests: Request[];
}

/** The plans of all stacks; a plan is kept until the next preview of its stack begins. */
export class Plans {
  private readonly plans = new Map<string, Plan>();

  /** Forgets what an earlier preview of a stack planned. */
  begin(stack: string): void {
    this.plans.set(stack, { things: new Ledger(), requests: [] });
  }

  add(request: Request, thing: Thing): void {
    const plan = this.plans.get(stackOf(request.urn));
    // An ID that depends on unknown inputs would be the same for several things.
    const id = thing.id.includes(unknownText) ? `${thing.id} of ${request.urn}` : thing.id;
    plan?.things.put({ ...thing, id });
    plan?.requests.push(request);
  }

  of(stack: string): Plan | undefined {
    return this.plans.get(stack);
  }
}

/** The stack of a URN. */
export function stackOf(urn: string): string {
  return /^urn:pulumi:([^:]*)::/.exec(urn)?.[1] ?? "";
}
