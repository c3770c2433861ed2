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
  it("lets a role see some namespaces, never the whole cluster", async () => {
    const { one } = await deploy(() => new ClusterAccess("bastion", args));
    const association = one(aws.eks.AccessPolicyAssociation);
    assert.equal(association.inputs.policyArn, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy");
    assert.deepEqual(at(association, "accessScope"), { type: "namespace", namespaces: ["default"] });
  });

  it("associates the policy with an entry that is there", async () => {
    const { one } = await deploy(() => new ClusterAccess("bastion", { ...args, policy: "edit" }));
    const association = one(aws.eks.AccessPolicyAssociation);
    assert.match(String(association.inputs.policyArn), /AmazonEKSEditPolicy$/);
    assert.ok(association.dependencies.includes(one(aws.eks.AccessEntry).urn));
  });
});
