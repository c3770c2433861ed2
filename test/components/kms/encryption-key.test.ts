import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { EncryptionKey, type EncryptionKeyArgs } from "../../../components/kms/encryption-key.ts";
import { deploy } from "../../harness.ts";

const home = account("111122223333", "us-east-1");

const minimal = { account: home, description: "Data", deletionProtection: true };

/** Statements of the key policy, by service principal or role. */
async function statements(args: Partial<EncryptionKeyArgs>) {
  const { one } = await deploy(() => new EncryptionKey("data", { ...minimal, ...args }));
  return { key: one(aws.kms.Key), policy: JSON.parse(String(one(aws.kms.Key).inputs.policy)).Statement };
}

describe("EncryptionKey", () => {
  it("rotates, and has a waiting period of 30 days", async () => {
    const { key } = await statements({});
    assert.equal(key.inputs.enableKeyRotation, true);
    assert.equal(key.inputs.deletionWindowInDays, 30);
  });

  it("allows only the account by default", async () => {
    const { policy } = await statements({});
    assert.deepEqual(
      policy.map((each: { Principal: unknown }) => each.Principal),
      [{ AWS: "arn:aws:iam::111122223333:root" }],
    );
  });

  it("limits services to the account, or to the account's log groups and topics", async () => {
    const { policy } = await statements({
      services: ["cloudwatch.amazonaws.com", "logs.us-east-1.amazonaws.com", "events.amazonaws.com"],
    });
    assert.deepEqual(policy[1].Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
    assert.ok(policy[1].Action.includes("kms:DescribeKey"));
    assert.ok(!policy[2].Action.includes("kms:DescribeKey"), "which has no encryption context");
    assert.deepEqual(policy[2].Condition, {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:log-group:*" },
    });
    assert.deepEqual(policy[3].Condition, {
      ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:us-east-1:111122223333:*" },
    });
  });

  it("RC-A1: names no role, and lets the account use the key through a service", async () => {
    const { policy } = await statements({ viaServices: ["ec2"] });
    const through = { "kms:CallerAccount": "111122223333", "kms:ViaService": "ec2.us-east-1.amazonaws.com" };
    const [, use, grant] = policy;
    assert.deepEqual([use.Principal, use.Condition], [{ AWS: "*" }, { StringEquals: through }]);
    assert.equal(grant.Action, "kms:CreateGrant");
    assert.deepEqual(grant.Condition, { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } });
  });
});
