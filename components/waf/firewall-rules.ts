import type * as aws from "@pulumi/aws";
import type { FirewallArgs, ManagedGroup, RateLimit } from "./firewall-args.ts";

type Rule = aws.types.input.wafv2.WebAclRule;

/** Managed rule groups of every web ACL, by rule name; priority 1 is the rate limit's, 6 the bodies'. */
const everywhere = {
  SQLInjectionRule: { name: "AWSManagedRulesSQLiRuleSet", priority: 2 },
  IpReputationRule: { name: "AWSManagedRulesAmazonIpReputationList", priority: 3 },
  KnownBadInputsRule: { name: "AWSManagedRulesKnownBadInputsRuleSet", priority: 4 },
  CommonRule: { name: "AWSManagedRulesCommonRuleSet", priority: 5 },
} as const;

/** Rules over request bodies, with the labels that they add, by managed rule group. */
const bodyRules: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AWSManagedRulesCommonRuleSet: {
    SizeRestrictions_BODY: "core-rule-set:SizeRestrictions_Body",
    CrossSiteScripting_BODY: "core-rule-set:CrossSiteScripting_Body",
    EC2MetaDataSSRF_BODY: "core-rule-set:EC2MetaDataSSRF_Body",
    GenericLFI_BODY: "core-rule-set:GenericLFI_Body",
    GenericRFI_BODY: "core-rule-set:GenericRFI_Body",
  },
  AWSManagedRulesSQLiRuleSet: {
    SQLi_BODY: "sql-database:SQLi_Body",
    SQLiExtendedPatterns_BODY: "sql-database:SQLiExtendedPatterns_Body",
  },
};

/** Rules of a web ACL with fixed priorities. */
export function firewallRules(args: Pick<FirewallArgs, "rateLimit" | "managedGroups" | "largeBodyPaths">): Rule[] {
  const { managedGroups = [], largeBodyPaths = [] } = args;
  return [
    rateRule(args.rateLimit),
    ...Object.entries(everywhere).map(([name, group]) => {
      const countedRules = largeBodyPaths.length === 0 ? [] : Object.keys(bodyRules[group.name] ?? {});
      return groupRule(name, { ...group, countedRules });
    }),
    ...(largeBodyPaths.length === 0 ? [] : [bodyRule(largeBodyPaths)]),
    ...managedGroups.map((group) => groupRule(group.name, group)),
  ];
}

function rateRule({ limit, windowSeconds, aggregate = "IP" }: RateLimit): Rule {
  return {
    name: "RateLimitRule",
    priority: 1,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit,
        evaluationWindowSec: windowSeconds,
        aggregateKeyType: aggregate,
        ...(aggregate === "FORWARDED_IP" && {
          forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "NO_MATCH" },
        }),
      },
    },
    visibilityConfig: visible("RateLimitRule"),
  };
}

/** A rule for a managed rule group has an override action; none keeps the actions of its rules. */
function groupRule(rule: string, { name, priority, countedRules = [] }: ManagedGroup): Rule {
  return {
    name: rule,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: countedRules.map((counted) => ({ name: counted, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(rule),
  };
}

/** Blocks requests that a body rule has labelled, except on paths with large bodies, where the labels are metrics only. */
function bodyRule(largeBodyPaths: readonly string[]): Rule {
  const labels = Object.values(bodyRules).flatMap((rules) => Object.values(rules));
  const statements = labels.map((label) => ({
    labelMatchStatement: { scope: "LABEL", key: `awswaf:managed:aws:${label}` },
  }));
  return {
    name: "BodyRule",
    priority: 6,
    action: { block: {} },
    statement: { andStatement: { statements: [{ orStatement: { statements } }, ...largeBodyPaths.map(elsewhere)] } },
    visibilityConfig: visible("BodyRule"),
  };
}

/** Matches other paths than the pattern's, decoded and normalized, so that /upload/../login is another path. */
function elsewhere(pattern: string): aws.types.input.wafv2.WebAclRuleStatement {
  const statement = {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: pattern.endsWith("*") ? "STARTS_WITH" : "EXACTLY",
      searchString: pattern.replace(/\*$/, ""),
      textTransformations: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  };
  return { notStatement: { statement } };
}

function visible(metricName: string): aws.types.input.wafv2.WebAclRuleVisibilityConfig {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
