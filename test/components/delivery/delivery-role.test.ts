import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { DeliveryRole, type DeliveryRoleArgs } from "../../../components/delivery/delivery-role.ts";
import { deploy, refusal } from "../../harness.ts";

const minimal: DeliveryRoleArgs = {
  roleName: "platform-deployer",
  providerArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
  repository: "example/platform",
  environment: "prod",
  policies: ['{"Version":"2012-10-17","Statement":[]}'],
};

describe("DeliveryRole", () => {
  it("is assumed by jobs of one environment of one repository, and by nothing else", async () => {
    const { one } = await deploy(() => new DeliveryRole("prod.deployer", minimal));
    const { Statement } = JSON.parse(String(one(aws.iam.Role).inputs["assumeRolePolicy"]));
    assert.deepEqual(Statement, [
      {
        Effect: "Allow",
        Principal: { Federated: minimal.providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:example/platform:environment:prod",
          },
        },
      },
    ]);
    assert.equal(one(aws.iam.Role).inputs["permissionsBoundary"], undefined);
  });

  it("has a managed policy for each document, its statements, and its boundary", async () => {
    const boundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const { one, of } = await deploy(
      () =>
        new DeliveryRole("prod.deployer", {
          ...minimal,
          policies: ["{}", "[]"],
          statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
          boundaryArn,
        }),
    );
    assert.deepEqual(
      of(aws.iam.Policy).map(({ inputs }) => [inputs["name"], inputs["policy"]]),
      [
        ["platform-deployer-1", "{}"],
        ["platform-deployer-2", "[]"],
      ],
    );
    assert.equal(of(aws.iam.RolePolicyAttachment).length, 2);
    assert.equal(JSON.parse(String(one(aws.iam.RolePolicy).inputs["policy"])).Statement[0].Action, "s3:GetObject");
    assert.equal(one(aws.iam.Role).inputs["permissionsBoundary"], boundaryArn);
  });

  it("names every fault of its arguments", async () => {
    const wrong = {
      ...minimal,
      repository: "platform",
      environment: "prod:*",
      policies: [...Array.from({ length: 10 }, () => "{}"), JSON.stringify("a".repeat(6_200))],
    };
    const message = await refusal(() => new DeliveryRole("prod.deployer", wrong));
    assert.match(message, /repository must be owner\/name, got "platform"/);
    assert.match(message, /environment must have no blank, colon or wildcard, got "prod:\*"/);
    assert.match(message, /policies must have at most 6144 characters each, got 6202/);
    assert.match(message, /policies must be at most 10, got 11/);
  });
});
