import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ClusterAccess, type ClusterAccessArgs } from "../../../components/cluster/cluster-access.ts";
import { at, deploy } from "../../harness.ts";

const args: ClusterAccessArgs = {
  account: { partition: "aws" },
  clusterName: "main",
  roleArn: "arn:aws:iam::111122223333:role/bastion",
  policy: "view",
  namespaces: ["default"],
};

describe("ClusterAccess", () => {
  it("grants a role access to some namespaces, not to the cluster", async () => {
    const { one } = await deploy(() => new ClusterAccess("bastion", args));
    const association = one(aws.eks.AccessPolicyAssociation);
    assert.equal(association.inputs.policyArn, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy");
    assert.deepEqual(at(association, "accessScope"), { type: "namespace", namespaces: ["default"] });
  });

  it("associates the policy after the access entry", async () => {
    const { one } = await deploy(() => new ClusterAccess("bastion", { ...args, policy: "edit" }));
    const association = one(aws.eks.AccessPolicyAssociation);
    assert.match(String(association.inputs.policyArn), /AmazonEKSEditPolicy$/);
    assert.ok(association.dependencies.includes(one(aws.eks.AccessEntry).urn));
  });
});
