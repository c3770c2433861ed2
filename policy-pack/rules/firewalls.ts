import { all, each, fail, is, matches, not, pass, set, some, undecided, value, when } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { hasUnknown, list, read, text } from "../checks/values.ts";

const acl = "aws:wafv2/webAcl:WebAcl";
const managed = [
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesAmazonIpReputationList",
];
const managedGroup = (name: string) => some("rules", is("statement.managedRuleGroupStatement.name", name));
/** The rules against Log4j's hole do what their group does: none of them is told to only count, or to allow. */
const blocksLog4j = each(
  "statement.managedRuleGroupStatement.ruleActionOverrides",
  when(
    matches("name", /^Log4JRCE/),
    value("actionToUse", (to) => !["count", "allow"].some((weaker) => read(to, weaker).state !== "absent"), "pass"),
  ),
);
const metered = is("visibilityConfig.cloudwatchMetricsEnabled", true);

/** Fields that a WAF log must not keep. */
const redacts: Check = ({ value: props }) => {
  const fields = list(props, "redactedFields");
  if (hasUnknown(fields)) return undecided("redactedFields");
  const names = fields.map((field) => text(field, "singleHeader.name")?.toLowerCase());
  const missing = ["authorization", "cookie"].filter((name) => !names.includes(name));
  return missing.length === 0 ? pass : fail(`logs the header ${missing.join(", ")}`);
};

/** What the web application firewall stops, counts and logs. */
export const firewalls: readonly ResourceRule[] = [
  {
    name: "waf-default-and-managed-rules",
    types: [acl],
    description: "A web ACL has AWS's core rules, known bad inputs, the reputation list, and a limit on requests.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["WAF.10", "CKV_AWS_192", "CKV2_AWS_47", "CKV2_AWS_76", "CKV2_AWS_77"],
    fix: "set rules with the three managed groups and a rateBasedStatement",
    check: all(
      ...managed.map(managedGroup),
      some("rules", set("statement.rateBasedStatement")),
      each("rules", blocksLog4j),
    ),
    ok: {
      rules: [
        ...managed.map((name) => ({ name, statement: { managedRuleGroupStatement: { name, vendorName: "AWS" } } })),
        { name: "rate", statement: { rateBasedStatement: { limit: 2000 } } },
      ],
    },
    bad: { rules: [] },
  },
  {
    name: "waf-no-count-only",
    types: [acl],
    description: "Managed rules block; they do not only count.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set overrideAction to none in rules",
    check: each(
      "rules",
      when(
        set("statement.managedRuleGroupStatement"),
        not(
          value("overrideAction.count", () => true, "fail"),
          "only counts",
        ),
      ),
    ),
    ok: { rules: [{ overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { name: "x" } } }] },
    bad: { rules: [{ overrideAction: { count: {} }, statement: { managedRuleGroupStatement: { name: "x" } } }] },
  },
  {
    name: "waf-metrics",
    types: [acl, "aws:wafv2/ruleGroup:RuleGroup"],
    description: "A web ACL and each of its rules can be watched.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["WAF.12"],
    fix: "set visibilityConfig.cloudwatchMetricsEnabled to true, also in rules",
    check: all(metered, each("rules", metered)),
    ok: {
      visibilityConfig: { cloudwatchMetricsEnabled: true },
      rules: [{ visibilityConfig: { cloudwatchMetricsEnabled: true } }],
    },
    bad: {
      visibilityConfig: { cloudwatchMetricsEnabled: true },
      rules: [{ visibilityConfig: { cloudwatchMetricsEnabled: false } }],
    },
  },
  {
    name: "waf-logging-redacts",
    types: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
    description: "A WAF log holds nobody's credentials.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set redactedFields to the headers authorization and cookie",
    check: redacts,
    ok: { redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }] },
    bad: { redactedFields: [] },
  },
];
