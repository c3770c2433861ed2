import type { Domain } from "../gateway/gateway-args.ts";
import type { FirewallSettings } from "../gateway/load-balancer.ts";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Behavior } from "./cache-behaviors.ts";
import type { ContentSources } from "./content-security-policy.ts";
import type { ErrorPages } from "./error-pages.ts";
import type { Origins } from "./origins.ts";

/** Edge locations and countries of a distribution. */
export interface Reach {
  /** Price class: North America and Europe; also Asia, the Middle East and Africa; or all edge locations. */
  priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** Countries that requests are allowed from, by ISO 3166 code. @default all */
  countries?: readonly string[];
}

/** Arguments of Distribution. */
export interface DistributionArgs {
  /** Account of the distribution in us-east-1, the Region of its certificate, web ACL and logs. */
  account: Account;
  /** Domain names of the distribution; required, since the default CloudFront certificate allows TLS 1.0. */
  domain: Omit<Domain, "failover"> | undefined;
  /** Origins by name. */
  origins: Origins;
  /** Default cache behavior. */
  defaultBehavior: Behavior;
  /** Cache behaviors by path pattern, in the order of precedence; * and ? are wildcards. @default {} */
  behaviors?: Readonly<Record<string, Behavior>>;
  /** Default root object. @default "index.html" */
  defaultRootObject?: string;
  /** Custom error responses by status code, also for requests that AWS WAF blocks. @default {} */
  errorPages?: ErrorPages;
  /** Sources besides the pages' own origin, by directive of the Content-Security-Policy. @default {} */
  contentSources?: ContentSources;
  /** AWS WAF web ACL. */
  firewall: FirewallSettings;
  /** Retention and KMS key of the web ACL's log group in us-east-1. */
  logs: LogRetention;
  /** Retention of the access logs in days. */
  accessLogRetentionDays: number;
  /** Edge locations and countries of the distribution. */
  reach: Reach;
}
