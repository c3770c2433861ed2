import type { Environment } from "./environment.ts";

/** An accepted finding: the rule and resource, the reason, the owner and the last day. */
export interface Exemption {
  /** The rule, by name. */
  rule: string;
  /** The resources, by URN; `*` stands for any characters. */
  urn: string;
  reason: string;
  owner: string;
  /** The ticket of the work that ends the exemption. */
  ticket: string;
  /** The last valid day, as YYYY-MM-DD, at most 90 days from today. */
  expires: string;
}

/** What a program that uses the pack may choose; every list is data that rules read, and its default is written here only. */
export interface Settings {
  /** Frameworks whose rules are judged, for example CIS AWS; with neither frameworks nor rules, all are. */
  frameworks: readonly string[];
  /** Rules that are judged, by name; `*` stands for any characters. */
  rules: readonly string[];
  /** Findings that are accepted for a while. */
  exemptions: readonly Exemption[];
  /** Regions in which something may be made. */
  regions: readonly string[];
  /** Accounts in which the AWS provider may work; none listed means that any one account will do, as long as it is named. */
  accounts: readonly string[];
  /** Keys of tags that everything must have. */
  requiredTags: readonly string[];
  /** URNs of what may face the internet; `*` stands for any characters. */
  publicEntries: readonly string[];
  /** ARNs of roles that may administer a cluster; none listed means that any role may. */
  clusterAdmins: readonly string[];
  /** Hosts from which images may come, besides ECR and Kubernetes' own. */
  imageRegistries: readonly string[];
  /** Hosts from which charts may come, besides those of the makers and ECR. */
  chartHosts: readonly string[];
  /** URNs of workloads that may be in the default namespace; `*` stands for any characters. */
  defaultNamespace: readonly string[];
  /** Beginnings of names that somebody chose; none listed means that any may be, but for those of another environment. */
  namePrefixes: readonly string[];
  /** The most there may be of something, by environment. */
  caps: Record<Cap, Record<Environment, number>>;
}

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
  exemptions: [],
  // Regions that people look after; CloudFront, its certificates and its WAF are in us-east-1.
  regions: ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "eu-west-1"],
  accounts: [],
  requiredTags: ["project", "environment", "owner", "cost-center", "data-class"],
  // The gateway is the platform's one way in: what it made may face the internet.
  publicEntries: ["*platform:gateway:*$*", "*platform:cdn:*$*"],
  clusterAdmins: [],
  imageRegistries: [],
  chartHosts: [],
  namePrefixes: [],
  // The gateways of agents have roles that trust service accounts of this namespace, as their requirements say.
  defaultNamespace: [
    "urn:pulumi:agents::platform::platform:workload:Deployment$kubernetes:apps/v1:Deployment::deployment-*-gateway",
  ],
  caps: {
    nodes: { dev: 10, staging: 20, prod: 50 },
    replicas: { dev: 100, staging: 100, prod: 100 },
    storageGiB: { dev: 200, staging: 1000, prod: 2000 },
    databaseStorageGiB: { dev: 200, staging: 1000, prod: 5000 },
    auroraCapacity: { dev: 8, staging: 32, prod: 128 },
    taskCpu: { dev: 2048, staging: 4096, prod: 8192 },
    taskMemory: { dev: 8192, staging: 16384, prod: 32768 },
    deletes: { dev: 50, staging: 10, prod: 10 },
    // For stacks without a budget of their own.
    monthlyUsd: { dev: 3_000, staging: 10_000, prod: 50_000 },
  },
};

/** Whether a text matches a pattern in which `*` stands for any characters. */
export function matchesGlob(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`, "s").test(text);
}
