import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components/cluster/cluster.ts";
import { account } from "../../../components/iam/account.ts";
import type { KubernetesVersion } from "../../../components/versions.ts";
import { deploy, type Registered } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const args: Omit<ClusterArgs, "version"> = {
  account: account("111122223333", "us-east-1"),
  network: { privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  endpointAccess: { kind: "private" },
  deployer: "arn:aws:iam::111122223333:role/deployer",
  administrators: ["arn:aws:iam::111122223333:role/admin"],
  nodeGroups: {
    general: {
      instanceTypes: ["t3.medium"],
      capacityType: "ON_DEMAND",
      minSize: 1,
      maxSize: 3,
      desiredSize: 1,
      amiFamily: "AL2023",
      diskSize: 20,
    },
  },
  kmsKeyArn,
  logs: { retentionInDays: 30, kmsKeyArn },
  deletionProtection: false,
  tags: { project: "agents" },
};
const made = (version: KubernetesVersion = "1.36") => deploy(() => new Cluster("main", { ...args, version }));
const builds = (addons: Registered[]) =>
  Object.fromEntries(addons.map(({ inputs }) => [inputs["addonName"], inputs["addonVersion"]]));

describe("add-ons", () => {
  it("are pinned to versions of the cluster's minor, and overwrite manual changes", async () => {
    const newer = (await made("1.36")).of(aws.eks.Addon);
    assert.deepEqual(builds(newer), {
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      "kube-proxy": "v1.36.0-eksbuild.25",
      "vpc-cni": "v1.22.4-eksbuild.3",
      coredns: "v1.14.3-eksbuild.23",
      "metrics-server": "v0.9.0-eksbuild.11",
      "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    });
    assert.deepEqual(
      newer.map(({ inputs }) => [inputs["resolveConflictsOnCreate"], inputs["resolveConflictsOnUpdate"]]),
      Array(6).fill(["OVERWRITE", "OVERWRITE"]),
    );
    assert.equal(builds((await made("1.35")).of(aws.eks.Addon))["kube-proxy"], "v1.35.3-eksbuild.21");
  });

  it("are installed in two steps: networking before the nodes, add-ons with pods after them", async () => {
    const { one, of } = await made();
    const nodes = one(aws.eks.NodeGroup);
    const names = (addons: Registered[]) => addons.map(({ name }) => name);
    assert.deepEqual(names(of(aws.eks.Addon).filter(({ urn }) => nodes.dependencies.includes(urn))), [
      "main-eks-pod-identity-agent",
      "main-kube-proxy",
      "main-vpc-cni",
    ]);
    assert.deepEqual(names(of(aws.eks.Addon).filter(({ dependencies }) => dependencies.includes(nodes.urn))), [
      "main-coredns",
      "main-metrics-server",
      "main-aws-ebs-csi-driver",
    ]);
  });

  it("enforce network policies and delegate prefixes to nodes", async () => {
    const { one } = await made();
    assert.deepEqual(JSON.parse(String(one(aws.eks.Addon, "main-vpc-cni").inputs["configurationValues"])), {
      enableNetworkPolicy: "true",
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    });
  });

  it("tag volumes of PersistentVolumeClaims", async () => {
    const driver = (await made()).one(aws.eks.Addon, "main-aws-ebs-csi-driver");
    assert.deepEqual(JSON.parse(String(driver.inputs["configurationValues"])), {
      controller: { extraVolumeTags: { project: "agents" } },
    });
  });

  it("have IAM roles that no other service account gets", async () => {
    const { one } = await made();
    for (const [name, serviceAccount, policy] of [
      ["vpc-cni", "aws-node", "AmazonEKS_CNI_Policy"],
      ["ebs-csi", "ebs-csi-controller-sa", "AmazonEBSCSIDriverPolicyV2"],
    ]) {
      const role = one(aws.iam.Role, `main-${name}`);
      const addon = one(aws.eks.Addon, name === "vpc-cni" ? "main-vpc-cni" : "main-aws-ebs-csi-driver");
      assert.deepEqual(addon.inputs["podIdentityAssociations"], [{ serviceAccount, roleArn: role.outputs["arn"] }]);
      assert.equal(
        one(aws.iam.RolePolicyAttachment, `main-${name}-${policy}`).inputs["policyArn"],
        `arn:aws:iam::aws:policy/${policy}`,
      );
      const [statement] = JSON.parse(String(role.inputs["assumeRolePolicy"])).Statement;
      assert.deepEqual(statement.Principal, { Service: "pods.eks.amazonaws.com" });
      assert.deepEqual(statement.Condition.StringEquals, {
        "aws:SourceAccount": "111122223333",
        "aws:RequestTag/eks-cluster-name": "main",
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      });
    }
  });

  it("allow the EBS CSI driver to use one key, and to create grants for EC2 only", async () => {
    const { one } = await made();
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy, "main-ebs-csi").inputs["policy"]));
    assert.deepEqual(
      Statement.map(({ Resource }: { Resource: string }) => Resource),
      [kmsKeyArn, kmsKeyArn],
    );
    assert.equal(Statement[1].Action, "kms:CreateGrant");
    assert.deepEqual(Statement[1].Condition, { Bool: { "kms:GrantIsForAWSResource": "true" } });
  });
});
