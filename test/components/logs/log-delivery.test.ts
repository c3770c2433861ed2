import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { LogDelivery } from "../../../components/logs/log-delivery.ts";
import { Firewall } from "../../../components/waf/firewall.ts";
import { deploy } from "../../harness.ts";
import { allows } from "../../real-account/evaluation.ts";

const home = account("111122223333", "us-east-1");
const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/0123";

describe("LogDelivery", () => {
  it("RC-E4: lets AWS WAF, Route 53 and OpenSearch Service write to their log groups, for this account alone", async () => {
    const { one } = await deploy(() => new LogDelivery("logs", { account: home, kmsKeyArn }));
    const policy = one(aws.cloudwatch.LogResourcePolicy).inputs["policyDocument"];
    const groups = {
      "aws-waf-logs-gateway-1a2b": "arn:aws:logs:us-east-1:111122223333:delivery-source",
      "/aws/route53/zone-1a2b": "arn:aws:route53:::hostedzone/Z0123",
      "/aws/OpenSearchService/domains/content/search-slow-logs": "arn:aws:es:us-east-1:111122223333:domain/content",
    };
    for (const [group, source] of Object.entries(groups)) {
      const writes = (accountId: string) =>
        allows([policy], {
          action: "logs:PutLogEvents",
          resource: `arn:aws:logs:us-east-1:111122223333:log-group:${group}:log-stream:1`,
          context: { "aws:SourceAccount": accountId, "aws:SourceArn": source },
        });
      assert.deepEqual([writes("111122223333"), writes("999988887777")], [true, false], group);
    }
  });

  it("RC-E4: spares a web ACL its own policy, and is there before the logs", async () => {
    const { one } = await deploy(() => {
      const { policyName } = new LogDelivery("logs", { account: home, kmsKeyArn });
      const logs = { retentionInDays: 90, kmsKeyArn, deliveryPolicy: policyName };
      new Firewall("gateway", {
        account: home,
        scope: "REGIONAL",
        rateLimit: { limit: 1000, windowSeconds: 300 },
        logs,
      });
    });
    const { propertyDependencies } = one(aws.wafv2.WebAclLoggingConfiguration);
    assert.ok(propertyDependencies["logDestinationConfigs"]?.includes(one(aws.cloudwatch.LogResourcePolicy).urn));
  });
});
