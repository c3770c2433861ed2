import type { About, ResourceRule, Rule, StackRule } from "./checks/rule.ts";
import { packRules } from "./engine/pack-rules.ts";
import { secretWrapped } from "./engine/remediation.ts";
import { isResourceRule, packTitle, services } from "./engine/rules.ts";
import { planRules } from "./gate/plan-rules.ts";
import { stateRules } from "./gate/state-rules.ts";

/** What a rule is evaluated on: a resource, the stack, a plan or state in the gate, or inputs that it changes. */
export type Kind = "resource" | "stack" | "plan" | "state" | "remediation";

/** A rule with the facts that the reference shows. */
export interface Entry {
  about: About;
  kind: Kind;
  /** The page that describes the rule: the name of its service. */
  title: string;
  /** Type tokens; empty where the rule is about several resources. */
  types: readonly string[];
  rule?: ResourceRule | StackRule;
}

const ofRule = (title: string, rule: Rule): Entry =>
  isResourceRule(rule)
    ? { about: rule, kind: "resource", title, types: rule.types, rule }
    : { about: rule, kind: "stack", title, types: [], rule };
const ofPack =
  (kind: Kind, types: readonly string[] = []) =>
  (about: About): Entry => ({ about, kind, title: packTitle, types });

/** Every rule of the pack. */
export const catalogue: readonly Entry[] = [
  ...services.flatMap(({ title, rules }) => rules.map((rule) => ofRule(title, rule))),
  ...[secretWrapped].map(ofPack("remediation", ["*"])),
  ...packRules.map(ofPack("stack")),
  ...planRules.map(ofPack("plan")),
  ...stateRules.map(ofPack("state")),
];
