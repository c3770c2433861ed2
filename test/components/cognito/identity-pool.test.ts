import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { IdentityPool, type IdentityPoolArgs } from "../../../components/cognito/identity-pool.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy } from "../../harness.ts";

const endpoint = "cognito-idp.us-east-1.amazonaws.com/us-east-1_abc";
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" } as const;
const args: IdentityPoolArgs = {
  account: account("111122223333", "us-east-1"),
  userPoolEndpoint: endpoint,
  clientIds: { app: "client1" },
  access: { everyone: [], groups: { analysts: [read] } },
};

describe("IdentityPool", () => {
  it("allows no guests, no classic flow and no revoked tokens", async () => {
    const { one } = await deploy(() => new IdentityPool("users", args));
    const { inputs } = one(aws.cognito.IdentityPool);
    assert.equal(inputs.allowUnauthenticatedIdentities, false);
    assert.equal(inputs.allowClassicFlow, false);
    assert.deepEqual(inputs.cognitoIdentityProviders, [
      { clientId: "client1", providerName: endpoint, serverSideTokenCheck: true },
    ]);
  });

  it("trusts authenticated identities of this pool only", async () => {
    const { of, one } = await deploy(() => new IdentityPool("users", args));
    const [attached] = of(aws.cognito.IdentityPoolRoleAttachment);
    for (const role of of(aws.iam.Role)) {
      assert.deepEqual(JSON.parse(String(role.inputs.assumeRolePolicy)).Statement, [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": attached?.inputs.identityPoolId },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
          },
        },
      ]);
    }
    assert.match(String(attached?.inputs.identityPoolId), /^us-east-1:/);
    assert.deepEqual(attached?.inputs.roles, { authenticated: one(aws.iam.Role, "users-authenticated").outputs.arn });
  });

  it("chooses the role by the token's group, and denies users without one", async () => {
    const { of, one, outputs } = await deploy(() => new IdentityPool("users", args).groupRoleArns);
    assert.deepEqual(at(one(aws.cognito.IdentityPoolRoleAttachment), "roleMappings"), [
      { identityProvider: `${endpoint}:client1`, type: "Token", ambiguousRoleResolution: "AuthenticatedRole" },
    ]);
    assert.deepEqual(
      of(aws.iam.RolePolicy).map(({ name, inputs }) => [name, JSON.parse(String(inputs.policy)).Statement]),
      [["users-group-analysts", [read]]],
    );
    assert.deepEqual(outputs, { analysts: one(aws.iam.Role, "users-group-analysts").outputs.arn });
  });
});
