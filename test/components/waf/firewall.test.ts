import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { Firewall, type FirewallArgs } from "../../../components/waf/firewall.ts";
import { at, deploy, type Registered, refusal } from "../../harness.ts";

const minimal: FirewallArgs = {
  account: account("111122223333", "us-west-2"),
  scope: "REGIONAL",
  rateLimit: { limit: 1000, windowSeconds: 300 },
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/1" },
};

/** The rule of a name. */
function rule(acl: Registered, name: string): Registered {
  const rules = acl.inputs["rules"];
  const inputs = Array.isArray(rules) ? rules.find((each) => each.name === name) : undefined;
  assert.ok(inputs, `no rule ${name}`);
  return { ...acl, inputs };
}

function order(acl: Registered): unknown[] {
  const rules = acl.inputs["rules"];
  return Array.isArray(rules) ? rules.map(({ priority, name }) => [priority, name]) : [];
}

describe("Firewall", () => {
  it("limits the request rate of an IP address and uses four managed rule groups", async () => {
    const { one } = await deploy(() => new Firewall("api", minimal));
    const acl = one(aws.wafv2.WebAcl);
    assert.deepEqual(order(acl), [
      [1, "RateLimitRule"],
      [2, "SQLInjectionRule"],
      [3, "IpReputationRule"],
      [4, "KnownBadInputsRule"],
      [5, "CommonRule"],
    ]);
    const rate = rule(acl, "RateLimitRule");
    assert.deepEqual(at(rate, "action"), { block: {} });
    assert.deepEqual(at(rate, "statement.rateBasedStatement"), {
      limit: 1000,
      evaluationWindowSec: 300,
      aggregateKeyType: "IP",
    });
    const groups = ["SQLInjectionRule", "IpReputationRule", "KnownBadInputsRule", "CommonRule"].map((name) =>
      rule(acl, name),
    );
    assert.deepEqual(
      groups.map((each) => at(each, "statement.managedRuleGroupStatement.name")),
      [
        "AWSManagedRulesSQLiRuleSet",
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
      ],
    );
    for (const group of groups) {
      assert.deepEqual([at(group, "overrideAction"), at(group, "action")], [{ none: {} }, undefined]);
      assert.deepEqual(at(group, "statement.managedRuleGroupStatement.ruleActionOverrides"), []);
    }
    assert.deepEqual(acl.inputs["defaultAction"], { allow: {} });
  });

  it("has metrics and samples for every rule and for the web ACL", async () => {
    const { one } = await deploy(() => new Firewall("api", { ...minimal, aclName: "api-protection" }));
    const acl = one(aws.wafv2.WebAcl);
    assert.equal(acl.inputs["name"], "api-protection");
    assert.equal(at(acl, "visibilityConfig.metricName"), "api-protection");
    assert.deepEqual(at(rule(acl, "SQLInjectionRule"), "visibilityConfig"), {
      cloudwatchMetricsEnabled: true,
      metricName: "SQLInjectionRule",
      sampledRequestsEnabled: true,
    });
  });

  it("blocks large bodies except on the upload paths", async () => {
    const { one } = await deploy(() => new Firewall("api", { ...minimal, uploadPaths: ["/upload", "/models/import"] }));
    const acl = one(aws.wafv2.WebAcl);
    assert.deepEqual(at(rule(acl, "CommonRule"), "statement.managedRuleGroupStatement.ruleActionOverrides"), [
      { name: "SizeRestrictions_BODY", actionToUse: { count: {} } },
    ]);
    const size = rule(acl, "BodySizeRule");
    assert.deepEqual([at(size, "priority"), at(size, "action")], [6, { block: {} }]);
    const statements = "statement.andStatement.statements";
    assert.equal(
      at(size, `${statements}.0.labelMatchStatement.key`),
      "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
    );
    const matched = "notStatement.statement.byteMatchStatement";
    assert.equal(at(size, `${statements}.1.${matched}.searchString`), "/upload");
    assert.equal(at(size, `${statements}.2.${matched}.searchString`), "/models/import");
    assert.deepEqual(at(size, `${statements}.2.${matched}.textTransformations`), [
      { priority: 0, type: "URL_DECODE" },
      { priority: 1, type: "NORMALIZE_PATH" },
    ]);
  });

  it("adds managed rule groups after the default ones, with their priorities", async () => {
    const { one } = await deploy(
      () =>
        new Firewall("api", {
          ...minimal,
          managedGroups: [
            { name: "AWSManagedRulesLinuxRuleSet", priority: 20, countedRules: ["LFI_QUERYSTRING"] },
            { name: "AWSManagedRulesUnixRuleSet", priority: 10 },
          ],
        }),
    );
    const acl = one(aws.wafv2.WebAcl);
    assert.deepEqual(order(acl).slice(5), [
      [20, "AWSManagedRulesLinuxRuleSet"],
      [10, "AWSManagedRulesUnixRuleSet"],
    ]);
    assert.deepEqual(
      at(rule(acl, "AWSManagedRulesLinuxRuleSet"), "statement.managedRuleGroupStatement.ruleActionOverrides"),
      [{ name: "LFI_QUERYSTRING", actionToUse: { count: {} } }],
    );
  });

  it("logs every request to an encrypted log group without credentials, after its policy", async () => {
    const { one } = await deploy(() => new Firewall("api", minimal));
    const group = one(aws.cloudwatch.LogGroup);
    assert.equal(group.inputs["namePrefix"], "aws-waf-logs-api-");
    assert.equal(group.inputs["retentionInDays"], 90);
    assert.equal(group.inputs["kmsKeyId"], "arn:aws:kms:us-west-2:111122223333:key/1");
    const logging = one(aws.wafv2.WebAclLoggingConfiguration);
    assert.equal(logging.inputs["resourceArn"], one(aws.wafv2.WebAcl).outputs["arn"]);
    assert.deepEqual(logging.inputs["logDestinationConfigs"], [group.outputs["arn"]]);
    assert.deepEqual(logging.inputs["redactedFields"], [
      { singleHeader: { name: "authorization" } },
      { singleHeader: { name: "cookie" } },
    ]);
    const delivery = one(aws.cloudwatch.LogResourcePolicy);
    assert.ok(logging.dependencies.includes(delivery.urn));
    const { Statement } = JSON.parse(String(delivery.inputs["policyDocument"]));
    assert.deepEqual(Statement[0].Principal, { Service: "delivery.logs.amazonaws.com" });
    assert.equal(Statement[0].Resource, `${group.outputs["arn"]}:*`);
    assert.deepEqual(Statement[0].Condition, {
      ArnLike: { "aws:SourceArn": "arn:aws:logs:us-west-2:111122223333:*" },
      StringEquals: { "aws:SourceAccount": "111122223333" },
    });
  });

  it("hides credentials in sampled requests as well", async () => {
    const { one } = await deploy(() => new Firewall("api", minimal));
    assert.deepEqual(at(one(aws.wafv2.WebAcl), "dataProtectionConfig.dataProtections.0"), {
      action: "SUBSTITUTION",
      field: { fieldType: "SINGLE_HEADER", fieldKeys: ["authorization", "cookie"] },
    });
  });

  it("reports every fault at once", async () => {
    const message = await refusal(
      () =>
        new Firewall("api", {
          ...minimal,
          scope: "CLOUDFRONT",
          rateLimit: { limit: 9, windowSeconds: 60 },
          managedGroups: [
            { name: "AWSManagedRulesLinuxRuleSet", priority: 6 },
            { name: "AWSManagedRulesUnixRuleSet", priority: 10 },
            { name: "AWSManagedRulesPHPRuleSet", priority: 10 },
          ],
          uploadPaths: ["upload"],
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'Firewall "api":',
      "  - rateLimit.limit must be a whole number from 10 to 2000000000, got 9",
      "  - managedGroups AWSManagedRulesLinuxRuleSet: priority must be 10 or higher, got 6",
      "  - managedGroups AWSManagedRulesPHPRuleSet: priority must be unique, got 10 again",
      '  - uploadPaths must start with a slash, got "upload"',
      "  - account must be in us-east-1 when the scope is CLOUDFRONT, got us-west-2",
    ]);
  });

  it("has scope CLOUDFRONT in us-east-1", async () => {
    const edge = { ...minimal, account: account("111122223333", "us-east-1"), scope: "CLOUDFRONT" } as const;
    const { one } = await deploy(() => new Firewall("edge", edge));
    assert.equal(one(aws.wafv2.WebAcl).inputs["scope"], "CLOUDFRONT");
  });
});
