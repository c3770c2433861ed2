import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";

/** Requests that one IP address may make before it is blocked. */
export interface RateLimit {
  /** Requests in the window, 10 to 2,000,000,000. */
  limit: number;
  /** Length of the window that WAF looks back over. */
  windowSeconds: 60 | 120 | 300 | 600;
}

/** An AWS managed rule group on top of those that every firewall has. */
export interface ManagedGroup {
  /** Name of the group, for example AWSManagedRulesLinuxRuleSet; the rule and its metric have the same name. */
  name: string;
  /** Place in the order of evaluation, 10 or higher; the rules that every firewall has come before. */
  priority: number;
  /** Rules of the group that count instead of block, because legitimate requests match them. @default [] */
  countedRules?: readonly string[];
}

export interface FirewallArgs {
  /** Account of the web ACL; its Region is us-east-1 when the scope is CLOUDFRONT. */
  account: Account;
  /** What the web ACL protects: regional resources such as load balancers, or CloudFront distributions. */
  scope: "REGIONAL" | "CLOUDFRONT";
  /** Physical name of the web ACL. @default auto-named */
  aclName?: string;
  /** Description of the web ACL. @default none */
  description?: string;
  /** Requests allowed per IP address. */
  rateLimit: RateLimit;
  /** Managed rule groups added to SQLi, IP reputation, known bad inputs and the common rule set. @default [] */
  managedGroups?: readonly ManagedGroup[];
  /** Path prefixes that take bodies over 8 KB; everywhere else WAF blocks them, since it does not inspect the rest. @default [] */
  uploadPaths?: readonly string[];
  /** Retention and key of the request log. */
  logs: LogRetention;
}
