import type { About, ResourceRule, StackRule } from "./checks/rule.ts";
import { housekeeping } from "./engine/pack-rules.ts";
import { secretWrapped } from "./engine/remediation.ts";
import { resourceRules, stackRules } from "./engine/rules.ts";
import { planRules } from "./gate/plan-rules.ts";
import { stateRules } from "./gate/state-rules.ts";

/** When a rule is judged: at each resource, over the stack, over a plan or a state by the gate, or as a change to what is registered. */
export type Kind = "resource" | "stack" | "plan" | "state" | "remediation";

/** A rule with what a reader wants to know of it. */
export interface Entry {
  about: About;
  kind: Kind;
  /** Type tokens; none where the rule is about more than one resource. */
  types: readonly string[];
  rule?: ResourceRule | StackRule;
}

/** Every rule of the pack. */
export const catalogue: readonly Entry[] = [
  ...resourceRules.map((rule): Entry => ({ about: rule, kind: "resource", types: rule.types, rule })),
  ...stackRules.map((rule): Entry => ({ about: rule, kind: "stack", types: [], rule })),
  { about: secretWrapped, kind: "remediation", types: ["*"] },
  ...housekeeping.map((about): Entry => ({ about, kind: "stack", types: [] })),
  ...planRules.map((about): Entry => ({ about, kind: "plan", types: [] })),
  ...stateRules.map((about): Entry => ({ about, kind: "state", types: [] })),
];
