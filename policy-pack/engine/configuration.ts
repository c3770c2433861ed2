import type { Environment } from "../checks/environment.ts";
import { faults, isObject, type Schema } from "../checks/schema.ts";
import { caps, defaults, type Exemption, matchesGlob, type Settings } from "../checks/settings.ts";
import { frameworks } from "./frameworks.ts";

/** The policy under whose name the settings stand in the file of --policy-pack-config. */
export const settingsPolicy = "every-rule";

const text: Schema = { type: "string", minLength: 1 };
const texts = (description: string, items: Schema = text): Schema => ({ type: "array", description, items });
const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const number: Schema = { type: "number", minimum: 0 };
const byEnvironment = object({ dev: number, staging: number, prod: number });

const exemption = object(
  {
    rule: { ...text, description: "The rule, by name." },
    urn: { ...text, description: "The resources, by URN; * stands for any characters.", pattern: "^urn:pulumi:" },
    reason: { ...text, description: "Why the finding is accepted.", minLength: 10 },
    owner: { ...text, description: "Who answers for it." },
    ticket: { ...text, description: "Where the work is tracked that makes it superfluous." },
    expires: { ...text, description: "The last day, at most 90 days from today.", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
  },
  ["rule", "urn", "reason", "owner", "ticket", "expires"],
);

/** What may stand under the settings' policy. */
export const properties: Record<keyof Settings, Schema> = {
  frameworks: texts("Only the rules of these frameworks, and those that rules names.", {
    ...text,
    enum: frameworks.map(({ name }) => name),
  }),
  rules: texts("Only these rules, and those of the frameworks; * stands for any characters."),
  exemptions: texts("Findings that are accepted for a while.", exemption),
  regions: texts("Regions in which something may be made."),
  accounts: texts("Accounts in which the AWS provider may work; none means any, as long as it is named.", {
    ...text,
    pattern: "^\\d{12}$",
  }),
  requiredTags: texts("Keys of tags that everything must have."),
  publicEntries: texts("URNs of what may face the internet; * stands for any characters."),
  clusterAdmins: texts("ARNs of roles that may administer a cluster; none means any."),
  imageRegistries: texts("Hosts from which images may come, besides ECR and Kubernetes' own."),
  chartHosts: texts("Hosts from which charts may come, besides those of the makers and ECR."),
  defaultNamespace: texts("URNs of workloads that may be in the default namespace; * stands for any characters."),
  namePrefixes: texts("Beginnings of names that somebody chose, such as shop-prod-; none means any."),
  caps: {
    ...object(Object.fromEntries(caps.map((name) => [name, byEnvironment]))),
    description: "The most there may be of something, by environment.",
  },
};

/** The settings that a configuration asks for, and what is wrong with it; a faulty part leaves the default in place. */
export function settings(given: unknown, rules: readonly string[]): { settings: Settings; faults: string[] } {
  if (!isObject(given)) return { settings: defaults, faults: [`${settingsPolicy} must be an object`] };
  const found = faults(object(properties), given, "");
  const sound = (key: string) => !found.some((fault) => fault.startsWith(key));
  const list = (key: Exclude<keyof Settings, "caps" | "exemptions">) =>
    Array.isArray(given[key]) && sound(key) ? given[key].map(String) : defaults[key];
  const made: Settings = {
    frameworks: list("frameworks"),
    rules: list("rules"),
    regions: list("regions"),
    accounts: list("accounts"),
    requiredTags: list("requiredTags"),
    publicEntries: list("publicEntries"),
    clusterAdmins: list("clusterAdmins"),
    imageRegistries: list("imageRegistries"),
    chartHosts: list("chartHosts"),
    defaultNamespace: list("defaultNamespace"),
    namePrefixes: list("namePrefixes"),
    exemptions: exemptions(given["exemptions"]),
    caps: sound("caps") ? capsOf(given["caps"]) : defaults.caps,
  };
  return { settings: made, faults: [...found, ...strangers(made, rules)] };
}

/** The entries of a list that are complete; what is wrong with the others is told by the schema. */
export function exemptions(given: unknown): Exemption[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((each) => (isExemption(each) ? [each] : []));
}

export function isExemption(given: unknown): given is Exemption {
  return faults(exemption, given, "").length === 0;
}

/** What is wrong with a list of exemptions. */
export function exemptionFaults(given: unknown, path: string): string[] {
  return faults(texts("", exemption), given, path);
}

function capsOf(given: unknown): Settings["caps"] {
  const made = { ...defaults.caps };
  for (const name of caps) {
    const own = isObject(given) ? given[name] : undefined;
    if (isObject(own)) made[name] = { ...made[name], ...numbers(own) };
  }
  return made;
}

function numbers(given: Record<string, unknown>): Partial<Record<Environment, number>> {
  const most = (environment: Environment) =>
    typeof given[environment] === "number" ? { [environment]: given[environment] } : {};
  return { ...most("dev"), ...most("staging"), ...most("prod") };
}

/** Names of rules that there are not: a misspelt one would be ignored in silence. */
function strangers({ rules: globs, exemptions: all }: Settings, rules: readonly string[]): string[] {
  const none = "names no rule";
  return [
    ...globs.filter((glob) => !rules.some((name) => matchesGlob(glob, name))).map((glob) => `rules: ${glob} ${none}`),
    ...all.filter(({ rule }) => !rules.includes(rule)).map(({ rule }) => `exemptions: ${rule} ${none}`),
  ];
}
