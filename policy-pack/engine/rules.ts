import type { ResourceRule, Rule, Service, StackRule } from "../checks/rule.ts";
import * as files from "../rules/index.ts";

/** Whether a rule is about one resource. */
export const isResourceRule = (rule: Rule): rule is ResourceRule => "types" in rule;
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

/** The page of the rules over the pack, plans and states. */
export const packTitle = "Policy pack, plans and states";

/** The file of a service's page, below docs/policies. */
export function pageOf(title: string): string {
  const name = title.replace(/^(?:Amazon|AWS) /, "").toLowerCase();
  return `${name.replaceAll(/[^a-z0-9]+/g, "-")}.md`;
}

const titles = new Map(services.flatMap((each) => each.rules.map(({ name }) => [name, each.title] as const)));

/** Where a rule is described: its heading on its service's page. */
export function referenceTo(rule: string): string {
  return `docs/policies/${pageOf(titles.get(rule) ?? packTitle)}#${rule}`;
}
