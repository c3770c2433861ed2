import path from "node:path";
import { partOf } from "../../layers/parts/order.ts";
import type { PartEngine } from "../deploy/part-engine.ts";
import { changesOf, type StackReview } from "./review.ts";

export interface Asking {
  /** Names of the stacks: a whole one, or parts. */
  stacks: readonly string[];
  /** Directory of the saved plans. */
  plans: string;
  open: (stack: string) => Promise<PartEngine>;
  gate: (plan: string) => Promise<string[]>;
}

/** Reviews stacks in the account that the shell has credentials for, which a preview does not change. */
export async function accountReviews({ stacks, plans, open, gate }: Asking): Promise<StackReview[]> {
  const reviews: StackReview[] = [];
  for (const stack of stacks) {
    const plan = path.join(plans, `${stack}.json`);
    const outcome = await (await open(stack)).preview(plan);
    const part = partOf(stack)?.name;
    reviews.push({
      stack,
      changes: changesOf(outcome, () => part),
      findings: outcome.violations,
      gate: outcome.failed ? [] : await gate(plan),
      permissions: undefined,
      errors: outcome.errors,
    });
  }
  return reviews;
}
