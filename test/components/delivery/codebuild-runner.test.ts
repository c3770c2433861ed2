import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { CodebuildRunner, type CodebuildRunnerArgs } from "../../../components/delivery/codebuild-runner.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy } from "../../harness.ts";

const args: CodebuildRunnerArgs = {
  account: account("111122223333", "us-east-1"),
  projectName: "platform-runner",
  repository: "example/platform",
  connectionArn: "arn:aws:codeconnections:us-east-1:111122223333:connection/1",
  vpcId: "vpc-1",
  subnetIds: ["subnet-1"],
  logRetentionInDays: 30,
};

describe("CodebuildRunner", () => {
  it("starts a container in the VPC for each queued job of the repository", async () => {
    const { one } = await deploy(() => new CodebuildRunner("runner", args));
    const project = one(aws.codebuild.Project);
    assert.equal(at(project, "source.location"), "https://github.com/example/platform.git");
    assert.deepEqual(at(project, "source.auth"), { type: "CODECONNECTIONS", resource: args.connectionArn });
    assert.equal(at(project, "vpcConfig.vpcId"), "vpc-1");
    assert.deepEqual(one(aws.codebuild.Webhook).inputs["filterGroups"], [
      { filters: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] },
    ]);
  });

  it("has a security group without ingress rules, and egress by HTTPS alone", async () => {
    const { of, outputs } = await deploy(() => {
      const { label, securityGroupId } = new CodebuildRunner("runner", args);
      return { label, securityGroupId };
    });
    assert.deepEqual(of(aws.vpc.SecurityGroupIngressRule), []);
    assert.deepEqual(
      of(aws.vpc.SecurityGroupEgressRule).map(({ inputs }) => [inputs["fromPort"], inputs["toPort"]]),
      [[443, 443]],
    );
    assert.equal(outputs["label"], "codebuild-platform-runner");
  });

  it("is assumed by its own project, and attaches network interfaces in its subnets only", async () => {
    const { one } = await deploy(() => new CodebuildRunner("runner", args));
    const { Statement: trust } = JSON.parse(String(one(aws.iam.Role).inputs["assumeRolePolicy"]));
    assert.deepEqual(trust[0].Condition.ArnEquals, {
      "aws:SourceArn": "arn:aws:codebuild:us-east-1:111122223333:project/platform-runner",
    });
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs["policy"]));
    const permission = Statement.find(
      ({ Action }: { Action: unknown }) => Action === "ec2:CreateNetworkInterfacePermission",
    );
    assert.deepEqual(permission.Condition.ArnEquals, {
      "ec2:Subnet": ["arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1"],
    });
  });
});
