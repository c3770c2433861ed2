import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { TaskSecurityGroup } from "../../../components/workload/task-security-group.ts";
import { deploy, refusal } from "../../harness.ts";

const args = {
  vpcId: "vpc-1",
  groupName: "gen-ai-service-sg",
  description: "Security group for Gen AI services",
  ports: [8000, 8009],
} as const;

describe("TaskSecurityGroup", () => {
  it("GEN-NET-04: allows 8000 to 8009 from itself, and from no address", async () => {
    const { one } = await deploy(() => new TaskSecurityGroup("tasks", args));
    const group = one(aws.ec2.SecurityGroup);
    const rule = one(aws.vpc.SecurityGroupIngressRule);
    assert.equal(group.inputs.name, "gen-ai-service-sg");
    assert.deepEqual([rule.inputs.fromPort, rule.inputs.toPort, rule.inputs.cidrIpv4], [8000, 8009, undefined]);
    assert.equal(rule.inputs.referencedSecurityGroupId, rule.inputs.securityGroupId);
  });

  it("has no inline rules, which would conflict with separate ones", async () => {
    const { inputs } = (await deploy(() => new TaskSecurityGroup("tasks", args))).one(aws.ec2.SecurityGroup);
    assert.deepEqual([inputs.ingress, inputs.egress], [undefined, undefined]);
  });

  it("refuses ports in the wrong order", async () => {
    const text = await refusal(() => new TaskSecurityGroup("tasks", { ...args, ports: [8009, 8000] }));
    assert.equal(text, 'TaskSecurityGroup "tasks": ports must be 1 ≤ first ≤ last ≤ 65535, got 8009, 8000');
  });
});
