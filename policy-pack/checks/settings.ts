import { type Environment, platformProject } from "./environment.ts";
import { matchesPattern } from "./wildcards.ts";

/** An accepted finding: the rule and resource, the reason, the owner and the last day. */
export interface Exemption {
  /** The rule, by name. */
  rule: string;
  /** The resources, by URN; `*` matches any characters. */
  urn: string;
  reason: string;
  owner: string;
  /** The ticket of the work that ends the exemption. */
  ticket: string;
  /** The last valid day, as YYYY-MM-DD, at most 90 days from today. */
  expires: string;
}

/** The settings of the pack; each default is written here only. */
export interface Settings {
  /** Frameworks whose rules are evaluated, for example CIS AWS; without frameworks and rules, all are. */
  frameworks: readonly string[];
  /** Rules that are evaluated, by name; `*` matches any characters. */
  rules: readonly string[];
  /** The environment whose levels apply, unless a variable or platform:definition names it. */
  environment?: Environment | undefined;
  /** Projects whose stacks are named by environment and hold all that they use; in others, rules that need that are advisory. */
  ownProjects: readonly string[];
  /** Findings that are accepted until a date. */
  exemptions: readonly Exemption[];
  /** Regions in which resources may be created. */
  regions: readonly string[];
  /** Accounts in which the AWS provider may work; without any, every account that the provider pins is allowed. */
  accounts: readonly string[];
  /** Keys of the tags that every taggable resource must have. */
  requiredTags: readonly string[];
  /** URNs of resources that may face the internet; `*` matches any characters. */
  publicEntries: readonly string[];
  /** ARNs of roles that may administer a cluster; without any, every role may. */
  clusterAdmins: readonly string[];
  /** Registries of allowed images, besides ECR and registry.k8s.io. */
  imageRegistries: readonly string[];
  /** Hosts of allowed charts, besides ECR and the hosts of the charts' publishers. */
  chartHosts: readonly string[];
  /** URNs of workloads that may be in the default namespace; `*` matches any characters. */
  defaultNamespace: readonly string[];
  /** Prefixes of explicit physical names; without any, only names of other environments are reported. */
  namePrefixes: readonly string[];
  /** Upper limits by environment. */
  caps: Record<Cap, Record<Environment, number>>;
}

/** The name of an upper limit. */
export type Cap = (typeof caps)[number];
export const caps = [
  "nodes",
  "replicas",
  "storageGiB",
  "databaseStorageGiB",
  "auroraCapacity",
  "taskCpu",
  "taskMemory",
  "deletes",
  "monthlyUsd",
] as const;

export const defaults: Settings = {
  frameworks: [],
  rules: [],
  ownProjects: [platformProject],
  exemptions: [],
  // CloudFront, its certificates and its WAF are in us-east-1.
  regions: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "eu-west-1"],
  accounts: [],
  requiredTags: ["project", "environment", "owner", "cost-center", "data-class"],
  // The components for the gateway and the CDN are the platform's public entries.
  publicEntries: ["*platform:gateway:*$*", "*platform:cdn:*$*"],
  clusterAdmins: [],
  imageRegistries: [],
  chartHosts: [],
  namePrefixes: [],
  // Roles of the agents' gateways trust service accounts of this namespace, as their requirements say.
  defaultNamespace: ["urn:pulumi:agents::platform::platform:workload:Deployment$kubernetes:*::deployment-*-gateway"],
  caps: {
    nodes: { dev: 10, staging: 20, prod: 50 },
    replicas: { dev: 100, staging: 100, prod: 100 },
    storageGiB: { dev: 200, staging: 1000, prod: 2000 },
    databaseStorageGiB: { dev: 200, staging: 1000, prod: 5000 },
    auroraCapacity: { dev: 8, staging: 32, prod: 128 },
    taskCpu: { dev: 2048, staging: 4096, prod: 8192 },
    taskMemory: { dev: 8192, staging: 16384, prod: 32768 },
    deletes: { dev: 50, staging: 10, prod: 10 },
    // For stacks without an AWS Budgets budget.
    monthlyUsd: { dev: 3_000, staging: 10_000, prod: 50_000 },
  },
};

/** Whether a text matches a pattern in which `*` matches any characters. */
export const matchesGlob = (pattern: string, text: string): boolean => matchesPattern(pattern, text, "");
