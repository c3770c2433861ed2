import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { ServiceRole } from "../../../components/iam/service-role.ts";
import { deploy } from "../../harness.ts";

const home = account("111122223333", "us-gov-west-1");

describe("ServiceRole", () => {
  it("is assumed by its service only, under the given condition", async () => {
    const trustCondition = { StringEquals: { "aws:SourceAccount": "111122223333" } };
    const args = { account: home, service: "rds.amazonaws.com", trustCondition };
    const { one, of } = await deploy(() => new ServiceRole("monitoring", args));
    assert.deepEqual(JSON.parse(String(one(aws.iam.Role).inputs.assumeRolePolicy)).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "rds.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: trustCondition,
      },
    ]);
    assert.deepEqual([...of(aws.iam.RolePolicyAttachment), ...of(aws.iam.RolePolicy)], []);
  });

  it("allows EKS Pod Identity to tag its sessions", async () => {
    const { one } = await deploy(() => new ServiceRole("csi", { account: home, service: "pods.eks.amazonaws.com" }));
    const [trust] = JSON.parse(String(one(aws.iam.Role).inputs.assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Action, ["sts:AssumeRole", "sts:TagSession"]);
  });

  it("attaches managed policies of the partition, and its inline policy", async () => {
    const { one } = await deploy(
      () =>
        new ServiceRole("monitoring", {
          account: home,
          service: "monitoring.rds.amazonaws.com",
          managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
          statements: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:aws-us-gov:kms:x" }],
        }),
    );
    assert.equal(
      one(aws.iam.RolePolicyAttachment, "monitoring-AmazonRDSEnhancedMonitoringRole").inputs.policyArn,
      "arn:aws-us-gov:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    );
    assert.equal(JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy)).Statement[0].Action, "kms:Decrypt");
  });

  it("outputs its ARN after its policies", async () => {
    const { one } = await deploy(() => {
      const role = new ServiceRole("node", {
        account: home,
        service: "ec2.amazonaws.com",
        managedPolicies: ["AmazonEKSWorkerNodePolicy"],
      });
      new aws.iam.InstanceProfile("user", { role: role.roleName, path: role.arn.apply(() => "/") });
    });
    const { dependencies } = one(aws.iam.InstanceProfile);
    assert.ok(dependencies.includes(one(aws.iam.RolePolicyAttachment).urn));
  });
});
