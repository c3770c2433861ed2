import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { policyText } from "../../policy-pack/checks/example.ts";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { everyFinding } from "../../policy-pack/engine/evaluate.ts";
import { file, keysText } from "../policy/condition-keys.ts";

const rule = "iam-condition-keys-apply";
const said = (type: string, props: Props) =>
  everyFinding({ type, name: "p", urn: `urn:pulumi:prod::platform::${type}::p`, props }, "prod").find(
    (each) => each.rule === rule && each.verdict === "fail",
  )?.message ?? "";
const policy = (Action: string | string[], operator: string, key: string, Effect = "Allow") =>
  said("aws:iam/policy:Policy", {
    policy: policyText({ Effect, Action, Resource: "*", Condition: { [operator]: { [key]: "x" } } }),
  });

describe("IAM condition keys", () => {
  it("are those of the data set; if not, run npx node test/policy/condition-keys.ts", async () => {
    assert.ok(readFileSync(file, "utf8") === (await keysText()), `${file} is not current`);
  });

  it("of no action are reported, with the action that never matches", () => {
    assert.match(policy("s3:GetObject", "StringEquals", "s3:prefix"), /so that s3:GetObject is never allowed/);
    assert.match(
      policy(["ec2:StartInstances", "ec2:DescribeInstances"], "StringEquals", "ec2:ResourceTag/team", "Deny"),
      /so that ec2:DescribeInstances is never denied/,
    );
    assert.match(policy("sqs:*", "ForAnyValue:StringLike", "iam:PassedToService"), /so that sqs:\* is never allowed/);
    assert.match(policy("s3:PutObject", "StringNotEquals", "s3:x-amz-acll"), /which IAM does not have/);
    assert.match(policy("s3:GetObject", "StringEquals", "aws:PrincipalOrganization"), /which IAM does not have/);
  });

  it("that an action or its resource has are accepted, in any case and with a part of one's own", () => {
    assert.equal(policy("S3:ListBucket", "StringLike", "S3:Prefix"), "");
    assert.equal(policy("s3:List*", "StringLike", "s3:prefix"), "");
    assert.equal(policy("kms:Decrypt", "StringEquals", "kms:EncryptionContext:aws:s3:arn"), "");
    assert.equal(policy("s3:GetObject", "StringEquals", "s3:ExistingObjectTag/class"), "");
    assert.equal(policy("iam:PassRole", "StringEquals", "iam:PassedToService"), "");
    assert.equal(policy("ec2:StartInstances", "StringEquals", "ec2:ResourceTag/team"), "");
  });

  it("are accepted where their absence is true, or where nothing is known", () => {
    assert.equal(policy("s3:GetObject", "StringNotEquals", "s3:prefix"), "");
    assert.equal(policy("s3:GetObject", "StringEqualsIfExists", "s3:prefix"), "");
    assert.equal(policy("s3:GetObject", "ForAllValues:StringEquals", "s3:prefix"), "");
    assert.equal(policy("s3:GetObject", "ArnEquals", "lambda:SourceFunctionArn"), "");
    assert.equal(policy("s3:NewAction", "StringEquals", "s3:prefix"), "");
    assert.equal(policy("*", "StringEquals", "s3:prefix"), "");
    assert.equal(policy("redshift-serverless:GetWorkgroup", "StringEquals", "redshift-serverless:workgroupId"), "");
    assert.equal(policy("s3:GetObject", "StringEquals", "aws:ResourceTag/team"), "");
  });

  it("are judged in trust policies and resource policies", () => {
    const trust = (key: string) => ({
      assumeRolePolicy: policyText({
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/example.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [key]: "x" } },
      }),
    });
    assert.equal(said("aws:iam/role:Role", trust("example.com:sub")), "");
    assert.match(said("aws:iam/role:Role", trust("sts:ExternalId")), /is never allowed/);
    const bucket = policyText({ Action: "s3:PutObject", Principal: "*", Condition: { Bool: { "s3:prefix": "x" } } });
    assert.match(said("aws:s3/bucketPolicy:BucketPolicy", { policy: bucket }), /so that s3:PutObject/);
  });
});
