import type * as aws from "@pulumi/aws";
import type { FirewallArgs, ManagedGroup, RateLimit } from "./firewall-args.ts";

type Rule = aws.types.input.wafv2.WebAclRule;

/** Managed rule groups of every web ACL, by rule name; priority 1 is the rate limit's, 6 the body size's. */
const everywhere = {
  SQLInjectionRule: { name: "AWSManagedRulesSQLiRuleSet", priority: 2 },
  IpReputationRule: { name: "AWSManagedRulesAmazonIpReputationList", priority: 3 },
  KnownBadInputsRule: { name: "AWSManagedRulesKnownBadInputsRuleSet", priority: 4 },
  CommonRule: { name: "AWSManagedRulesCommonRuleSet", priority: 5 },
} as const;

/** Rules of a web ACL with fixed priorities. */
export function firewallRules(args: Pick<FirewallArgs, "rateLimit" | "managedGroups" | "uploadPaths">): Rule[] {
  const { managedGroups = [], uploadPaths = [] } = args;
  const { CommonRule, ...others } = everywhere;
  const countedRules = uploadPaths.length === 0 ? [] : ["SizeRestrictions_BODY"];
  return [
    rateRule(args.rateLimit),
    ...Object.entries(others).map(([name, group]) => groupRule(name, group)),
    groupRule("CommonRule", { ...CommonRule, countedRules }),
    ...(uploadPaths.length === 0 ? [] : [bodySizeRule(uploadPaths)]),
    ...managedGroups.map((group) => groupRule(group.name, group)),
  ];
}

function rateRule({ limit, windowSeconds }: RateLimit): Rule {
  return {
    name: "RateLimitRule",
    priority: 1,
    action: { block: {} },
    statement: { rateBasedStatement: { limit, evaluationWindowSec: windowSeconds, aggregateKeyType: "IP" } },
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

/** Blocks requests with the common rule set's label for large bodies, except on upload paths. */
function bodySizeRule(uploadPaths: readonly string[]): Rule {
  const labelled = {
    labelMatchStatement: { scope: "LABEL", key: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body" },
  };
  return {
    name: "BodySizeRule",
    priority: 6,
    action: { block: {} },
    statement: { andStatement: { statements: [labelled, ...uploadPaths.map(elsewhere)] } },
    visibilityConfig: visible("BodySizeRule"),
  };
}

/** Matches paths without the prefix, decoded and normalized, so that /upload/../login does not match. */
function elsewhere(prefix: string): aws.types.input.wafv2.WebAclRuleStatement {
  const statement = {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "STARTS_WITH",
      searchString: prefix,
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
