import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";

/** Rate limit by IP address. */
export interface RateLimit {
  /** Requests in the window, 10 to 2,000,000,000. */
  limit: number;
  /** Evaluation window in seconds. */
  windowSeconds: 60 | 120 | 300 | 600;
}

/** An AWS managed rule group besides those of every web ACL. */
export interface ManagedGroup {
  /** Name of the rule group, for example AWSManagedRulesLinuxRuleSet; rule and metric have the same name. */
  name: string;
  /** Priority of the rule, 10 or higher. */
  priority: number;
  /** Rules with action Count instead of Block. @default [] */
  countedRules?: readonly string[];
}

/** Arguments of Firewall. */
export interface FirewallArgs {
  /** Account of the web ACL; its Region is us-east-1 when the scope is CLOUDFRONT. */
  account: Account;
  /** Scope of the web ACL: regional resources such as load balancers, or CloudFront distributions. */
  scope: "REGIONAL" | "CLOUDFRONT";
  /** Physical name of the web ACL. @default auto-named */
  aclName?: string;
  /** Description of the web ACL. @default none */
  description?: string;
  /** Rate limit. */
  rateLimit: RateLimit;
  /** Managed rule groups besides SQLi, IP reputation, known bad inputs and the common rule set. @default [] */
  managedGroups?: readonly ManagedGroup[];
  /** Path prefixes with request bodies over 8 KB; elsewhere AWS WAF blocks them, since it inspects only the first 8 KB. @default [] */
  uploadPaths?: readonly string[];
  /** Retention and KMS key of the log group. */
  logs: LogRetention;
}
