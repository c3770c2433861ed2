import { type Environment, environments, isEnvironment } from "../checks/environment.ts";
import { faults, isObject, type Schema } from "../checks/schema.ts";
import { caps, defaults, type Exemption, matchesGlob, type Settings } from "../checks/settings.ts";
import { frameworks } from "./frameworks.ts";

/** The policy that holds the settings in the file of --policy-pack-config. */
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
    urn: { ...text, description: "The resources, by URN; * matches any characters.", pattern: "^urn:pulumi:" },
    reason: { ...text, description: "Why the finding is accepted.", minLength: 10 },
    owner: { ...text, description: "The person or team that answers for it." },
    ticket: { ...text, description: "The ticket of the work that ends the exemption." },
    expires: {
      ...text,
      description: "The last valid day, at most 90 days from today.",
      pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    },
  },
  ["rule", "urn", "reason", "owner", "ticket", "expires"],
);

/** The schema of the settings. */
export const properties: Record<keyof Settings, Schema> = {
  environment: {
    ...text,
    description:
      "The environment whose levels apply, where neither PLATFORM_ENVIRONMENT nor platform:definition names it.",
    enum: [...environments],
  },
  ownProjects: texts(
    "Pulumi projects whose stacks are named by environment and hold all that they use; in others, rules that need that are advisory.",
  ),
  frameworks: texts("Frameworks whose rules are evaluated, besides the rules that `rules` names.", {
    ...text,
    enum: frameworks.map(({ name }) => name),
  }),
  rules: texts("Rules that are evaluated, besides those of the frameworks; * matches any characters."),
  exemptions: texts("Findings that are accepted until a date.", exemption),
  regions: texts("Regions in which resources may be created."),
  accounts: texts(
    "Accounts in which the AWS provider may work; without any, every account that the provider pins is allowed.",
    {
      ...text,
      pattern: "^\\d{12}$",
    },
  ),
  requiredTags: texts("Keys of the tags that every taggable resource must have."),
  publicEntries: texts("URNs of resources that may face the internet; * matches any characters."),
  clusterAdmins: texts("ARNs of roles that may administer a cluster; without any, every role may."),
  imageRegistries: texts("Registries of allowed images, besides ECR and registry.k8s.io."),
  chartHosts: texts("Hosts of allowed charts, besides ECR and the hosts of the charts' publishers."),
  defaultNamespace: texts("URNs of workloads that may be in the default namespace; * matches any characters."),
  namePrefixes: texts("Prefixes of explicit physical names, such as shop-prod-; without any, every prefix is allowed."),
  caps: {
    ...object(Object.fromEntries(caps.map((name) => [name, byEnvironment]))),
    description: "Upper limits by environment.",
  },
};

/** The settings of a configuration, and its faults; a faulty part leaves its default in place. */
export function settings(given: unknown, rules: readonly string[]): { settings: Settings; faults: string[] } {
  if (!isObject(given)) return { settings: defaults, faults: [`${settingsPolicy} must be an object`] };
  const found = faults(object(properties), given, "");
  const sound = (key: string) => !found.some((fault) => fault.startsWith(key));
  const list = (key: Exclude<keyof Settings, "caps" | "environment" | "exemptions">) =>
    Array.isArray(given[key]) && sound(key) ? given[key].map(String) : defaults[key];
  const environment = given["environment"];
  const made: Settings = {
    ...(isEnvironment(environment) && { environment }),
    ownProjects: list("ownProjects"),
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
  return { settings: made, faults: [...found, ...unknownRules(made, rules)] };
}

/** The valid entries of a list; the schema reports the others. */
export function exemptions(given: unknown): Exemption[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((each) => (isExemption(each) ? [each] : []));
}

/** Whether a value is a valid exemption. */
export function isExemption(given: unknown): given is Exemption {
  return faults(exemption, given, "").length === 0;
}

/** The faults of a list of exemptions. */
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

/** Names that match no rule: a misspelled one would be ignored otherwise. */
function unknownRules({ rules: globs, exemptions: all }: Settings, rules: readonly string[]): string[] {
  const none = "matches no rule";
  return [
    ...globs.filter((glob) => !rules.some((name) => matchesGlob(glob, name))).map((glob) => `rules: ${glob} ${none}`),
    ...all.filter(({ rule }) => !rules.includes(rule)).map(({ rule }) => `exemptions: ${rule} ${none}`),
  ];
}
