import { fail } from "./conditions.ts";
import type { Complaint, StackResource } from "./rule.ts";

/** A complaint about a resource, for use with `map`. */
export const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** Complaints about the resources that fail a condition. */
export const lacking = (
  resources: readonly StackResource[],
  has: (resource: StackResource) => boolean,
  wrong: string,
): Complaint[] => resources.filter((each) => !has(each)).map(complain(wrong));
