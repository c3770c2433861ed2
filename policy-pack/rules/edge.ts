import { all, any, each, fail, is, isNot, matches, not, pass, set, some, undecided, value, when } from "../checks.ts";
import { hasUnknown, list, read, text, unknown, word } from "../reader.ts";
import { type Check, levels, type ResourceRule } from "../rule.ts";

const acl = "aws:wafv2/webAcl:WebAcl";
const certificate = ["aws:acm/certificate:Certificate"];
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

const wildcard: Check = ({ value: props }) => {
  const names = [...list(props, "domainName"), ...list(props, "subjectAlternativeNames")];
  if (names.some((name) => word(name).startsWith("*."))) return fail("covers every name of a domain");
  return names.includes(unknown) ? undecided("domainName") : pass;
};

/** The edge: WAF, certificates and names. */
export const edge: readonly ResourceRule[] = [
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
  {
    name: "acm-dns-validated",
    types: certificate,
    description: "A certificate is validated by DNS, so that it renews itself, and its key never leaves AWS.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ACM.1"],
    fix: "set validationMethod to DNS and no privateKey",
    check: all(
      any(is("validationMethod", "DNS"), set("certificateAuthorityArn")),
      not(set("privateKey"), "imports a key"),
    ),
    ok: { domainName: "api.example.com", validationMethod: "DNS" },
    bad: { domainName: "api.example.com", validationMethod: "EMAIL" },
  },
  {
    name: "acm-key-strength",
    types: certificate,
    description: "A certificate's key is long enough.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ACM.2"],
    fix: "leave keyAlgorithm unset, or set it to RSA_2048 or EC_prime256v1",
    check: matches("keyAlgorithm", /^(?:RSA_(?:2048|3072|4096)|EC_.+)$/, "pass"),
    ok: { keyAlgorithm: "EC_prime256v1" },
    bad: { keyAlgorithm: "RSA_1024" },
  },
  {
    name: "acm-no-wildcard",
    types: certificate,
    description: "A certificate names its hosts.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_71"],
    fix: "set domainName and subjectAlternativeNames without wildcards",
    check: wildcard,
    ok: { domainName: "api.example.com" },
    bad: { domainName: "*.example.com" },
  },
  {
    name: "acm-transparency-on",
    types: certificate,
    description: "A certificate is logged publicly, and its key cannot be exported.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_234"],
    fix: "leave options.certificateTransparencyLoggingPreference and options.export unset",
    check: all(
      isNot("options.certificateTransparencyLoggingPreference", "DISABLED"),
      isNot("options.export", "ENABLED"),
    ),
    ok: { options: { certificateTransparencyLoggingPreference: "ENABLED" } },
    bad: { options: { certificateTransparencyLoggingPreference: "DISABLED" } },
  },
  {
    name: "route53-zone-no-force-destroy",
    types: ["aws:route53/zone:Zone"],
    description: "A hosted zone is not emptied by its own deletion.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDestroy unset",
    check: isNot("forceDestroy", true),
    ok: { forceDestroy: false },
    bad: { forceDestroy: true },
  },
  {
    name: "route53-no-overwrite",
    types: ["aws:route53/record:Record"],
    description:
      "A record takes no name that is already taken; the ones that validate a certificate are made again by design.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave allowOverwrite unset",
    check: any(isNot("allowOverwrite", true), matches("name", /^_[0-9a-f]{16,}\./)),
    ok: { allowOverwrite: false },
    bad: { name: "api.example.com", allowOverwrite: true },
  },
];
