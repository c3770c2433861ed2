import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { DeployerBoundary } from "../../../components/delivery/deployer-boundary.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

interface Denial {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: object;
}

describe("DeployerBoundary", () => {
  it("denies what would widen a deployer's permissions, and keeps the states", async () => {
    const { one } = await deploy(
      () =>
        new DeployerBoundary("boundary", {
          account: account("111122223333", "us-east-1"),
          services: ["ec2", "iam"],
          regions: ["us-west-2"],
          policyName: "platform-deployer-boundary",
          stateBucketArn: "arn:aws:s3:::state",
          stateKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
          keptRoles: ["arn:aws:iam::111122223333:role/platform-deployer"],
        }),
    );
    const policy = String(one(aws.iam.Policy).inputs["policy"]);
    assert.ok(policy.length <= 6_144, `${policy.length} characters`);
    const { Statement }: { Statement: Denial[] } = JSON.parse(policy);
    assert.deepEqual(Statement[0]?.Action, ["ec2:*", "iam:*"]);
    assert.deepEqual(Statement[0]?.Condition, {
      StringEquals: { "aws:RequestedRegion": ["us-west-2", "us-east-1"] },
    });
    const denied = (action: string, resource: string) =>
      Statement.some(
        ({ Effect, Action, Resource }) =>
          Effect === "Deny" &&
          [Action].flat().some((each) => new RegExp(`^${each.replaceAll("*", ".*")}$`).test(action)) &&
          [Resource].flat().some((each) => new RegExp(`^${each.replaceAll("*", ".*")}$`).test(resource)),
      );
    for (const [action, resource] of [
      ["iam:CreateAccessKey", "arn:aws:iam::111122223333:user/x"],
      ["iam:DeleteRolePermissionsBoundary", "arn:aws:iam::111122223333:role/platform-deployer"],
      ["iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/platform-deployer-boundary"],
      ["iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/platform-deployer-2"],
      [
        "iam:UpdateOpenIDConnectProviderThumbprint",
        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      ],
      ["s3:PutBucketPolicy", "arn:aws:s3:::state"],
      ["s3:DeleteObjectVersion", "arn:aws:s3:::state/.pulumi/stacks/platform/prod.json"],
      ["kms:ScheduleKeyDeletion", "arn:aws:kms:us-east-1:111122223333:key/1"],
    ] as const)
      assert.ok(denied(action, resource), `${action} on ${resource}`);
    assert.ok(!denied("s3:PutObject", "arn:aws:s3:::state/.pulumi/stacks/platform/prod.json"));
    assert.ok(!denied("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/platform-prod-nodes"));
  });
});
