import type { ResourceRule, Rule, Service, StackRule } from "../checks/rule.ts";
import * as files from "../rules/index.ts";

const isResourceRule = (rule: Rule): rule is ResourceRule => "types" in rule;
const isStackRule = (rule: Rule): rule is StackRule => "find" in rule;

const byTitle = Map.groupBy(Object.values(files), ({ title }) => title);

/** The rules by service, each service once. */
export const services: readonly Service[] = [...byTitle].map(([title, parts]) => ({
  title,
  rules: parts.flatMap(({ rules }) => rules),
}));

const rules = services.flatMap((each) => each.rules);

/** Every rule over one resource. */
export const resourceRules: readonly ResourceRule[] = rules.filter(isResourceRule);

/** Every rule over the stack as a whole. */
export const stackRules: readonly StackRule[] = rules.filter(isStackRule);
