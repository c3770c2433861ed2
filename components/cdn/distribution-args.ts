import type { Domain } from "../gateway/gateway-args.ts";
import type { FirewallSettings } from "../gateway/load-balancer.ts";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Behavior } from "./cache-behaviors.ts";
import type { ContentSources } from "./content-security-policy.ts";
import type { ErrorPages } from "./error-pages.ts";
import type { Origins } from "./origins.ts";

/** Where viewers are served. */
export interface Reach {
  /** Edge locations: North America and Europe, besides them Asia, the Middle East and Africa, or all. */
  priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** Countries that are served, by ISO 3166 code. @default all */
  countries?: readonly string[];
}

export interface DistributionArgs {
  /** Account of the distribution in us-east-1, where CloudFront looks for its certificate, firewall and logs. */
  account: Account;
  /** Names of the distribution; one without is refused, since CloudFront's own certificate lets viewers speak TLS 1.0. */
  domain: Omit<Domain, "failover"> | undefined;
  /** Where answers come from, by the name of the origin. */
  origins: Origins;
  /** What happens to requests that no other behavior takes. */
  defaultBehavior: Behavior;
  /** What happens to requests by path pattern, * and ? match; the first that matches takes the request. @default {} */
  behaviors?: Readonly<Record<string, Behavior>>;
  /** What a request for the root gets, which would list a bucket otherwise. @default "index.html" */
  defaultRootObject?: string;
  /** Pages in place of errors by status code, those of the firewall included. @default {} */
  errorPages?: ErrorPages;
  /** Sources that pages may use besides their own origin, by directive of the Content-Security-Policy. @default {} */
  contentSources?: ContentSources;
  /** Web application firewall in front of every request. */
  firewall: FirewallSettings;
  /** Retention and key of the firewall's log; the key is in us-east-1. */
  logs: LogRetention;
  /** Days that access logs are kept in their bucket. */
  accessLogRetentionDays: number;
  /** Where viewers are served. */
  reach: Reach;
}
