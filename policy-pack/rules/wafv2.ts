import { lacking } from "../checks/complaints.ts";
import { all, each, fail, is, matches, not, pass, set, some, undecided, value, when } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { hasUnknown, list, read, text } from "../checks/values.ts";

const webAcl = "aws:wafv2/webAcl:WebAcl";
const managedGroups = [
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesAmazonIpReputationList",
];
const webAclLogging = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

const managedGroup = (name: string) => some("rules", is("statement.managedRuleGroupStatement.name", name));

/** No rule against Log4j has an override to count or allow. */
const blocksLog4j = each(
  "statement.managedRuleGroupStatement.ruleActionOverrides",
  when(
    matches("name", /^Log4JRCE/),
    value("actionToUse", (to) => !["count", "allow"].some((weaker) => read(to, weaker).state !== "absent"), "pass"),
  ),
);

const hasMetrics = is("visibilityConfig.cloudwatchMetricsEnabled", true);

/** The log redacts the headers authorization and cookie. */
const redacts: Check = ({ value: props }) => {
  const fields = list(props, "redactedFields");
  if (hasUnknown(fields)) return undecided("redactedFields");
  const names = fields.map((field) => text(field, "singleHeader.name")?.toLowerCase());
  const missing = ["authorization", "cookie"].filter((name) => !names.includes(name));
  return missing.length === 0 ? pass : fail(`logs the header ${missing.join(", ")}`);
};

const edgeAcl = example(webAcl, "edge", {});

export const wafv2 = service("AWS WAF", [
  {
    name: "waf-default-and-managed-rules",
    types: [webAcl],
    description: "AWS WAF web ACLs have three managed rule groups, blocking Log4j rules and a rate limit.",
    why: "Otherwise common web exploits, Log4j payloads and requests from known malicious addresses reach the application, and one client can exhaust it with requests.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["WAF.10", "CKV_AWS_192"],
    fix: "set rules with AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet, AWSManagedRulesAmazonIpReputationList and a rateBasedStatement, without count or allow overrides of the Log4JRCE rules",
    check: all(
      ...managedGroups.map(managedGroup),
      some("rules", set("statement.rateBasedStatement")),
      each("rules", blocksLog4j),
    ),
    ok: {
      rules: [
        ...managedGroups.map((name) => ({
          name,
          statement: { managedRuleGroupStatement: { name, vendorName: "AWS" } },
        })),
        { name: "rate", statement: { rateBasedStatement: { limit: 2000 } } },
      ],
    },
    bad: { rules: [] },
    clauses: [{ controls: ["WAF.10", "CKV_AWS_192"], bad: { rules: [] } }],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "waf-no-count-only",
    types: [webAcl],
    description: "AWS WAF managed rule groups are not overridden to count.",
    why: "A rule group in count mode records a matching attack and still lets the request through to the application.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_192"],
    fix: "set overrideAction to none on rules with a managedRuleGroupStatement",
    check: each(
      "rules",
      when(
        set("statement.managedRuleGroupStatement"),
        not(
          value("overrideAction.count", () => true, "fail"),
          "has the override action count",
        ),
      ),
    ),
    ok: { rules: [{ overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { name: "x" } } }] },
    bad: { rules: [{ overrideAction: { count: {} }, statement: { managedRuleGroupStatement: { name: "x" } } }] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "waf-metrics",
    types: [webAcl, "aws:wafv2/ruleGroup:RuleGroup"],
    description: "AWS WAF web ACLs, rule groups and their rules publish CloudWatch metrics.",
    why: "Without metrics no alarm can fire on a surge of blocked requests, and a rule that blocks legitimate users goes unnoticed.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["WAF.12"],
    fix: "set visibilityConfig.cloudwatchMetricsEnabled to true on the web ACL or rule group and in each of rules",
    check: all(hasMetrics, each("rules", hasMetrics)),
    ok: {
      visibilityConfig: { cloudwatchMetricsEnabled: true },
      rules: [{ visibilityConfig: { cloudwatchMetricsEnabled: true } }],
    },
    bad: {
      visibilityConfig: { cloudwatchMetricsEnabled: true },
      rules: [{ visibilityConfig: { cloudwatchMetricsEnabled: false } }],
    },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "waf-logging-redacts",
    types: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
    description: "AWS WAF logs redact the authorization and cookie headers.",
    why: "Bearer tokens and session cookies in the log can be replayed by every reader of the log until they expire.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set redactedFields with singleHeader entries for authorization and cookie",
    check: redacts,
    ok: { redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }] },
    bad: { redactedFields: [] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "waf-logged",
    description: "AWS WAF web ACLs have logging enabled.",
    why: "Without request logs, an engineer cannot see which rule blocked a legitimate client, or reconstruct the requests with which an attacker passed the web ACL.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["WAF.11", "CKV2_AWS_31"],
    fix: "declare a WebAclLoggingConfiguration whose resourceArn is the web ACL",
    find: (graph) =>
      lacking(
        graph.of(webAcl),
        (each) => graph.referrers(each, "resourceArn", webAclLogging).length > 0,
        "has no logging configuration",
      ),
    ok: [edgeAcl, example(webAclLogging, "edge", {}, { resourceArn: edgeAcl })],
    bad: [edgeAcl],
  },
]);
