import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import {
  closeCluster,
  EksPackageCluster,
  type EksPackageClusterArgs,
} from "../../../components/cluster/eks-package-cluster.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const args: EksPackageClusterArgs = {
  account: account("111122223333", "us-east-1"),
  clusterName: "agents",
  version: "1.36",
  network: { vpcId: pulumi.output("vpc-1"), privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  endpointAccess: { kind: "private" },
  deployer: "arn:aws:iam::111122223333:role/deployer",
  administrators: ["arn:aws:iam::111122223333:role/admin"],
  nodeGroups: {
    general: {
      instanceTypes: ["t3.medium"],
      capacityType: "ON_DEMAND",
      minSize: 2,
      maxSize: 6,
      desiredSize: 2,
      amiFamily: "AL2023",
      diskSize: 50,
    },
  },
  kmsKeyArn,
  logs: { retentionInDays: 90, kmsKeyArn },
  deletionProtection: true,
};
const made = (change: Partial<EksPackageClusterArgs> = {}) =>
  deploy(() => new EksPackageCluster("cluster", { ...args, ...change }));

describe("EksPackageCluster", () => {
  it("AGT-EKS-01, AGT-EKS-04: sets a private endpoint, access entries and all control plane logs", async () => {
    const { inputs } = (await made()).one(eks.Cluster);
    assert.equal(inputs.endpointPrivateAccess, true);
    assert.equal(inputs.endpointPublicAccess, false);
    assert.equal(inputs.authenticationMode, "API");
    assert.equal(inputs.encryptionConfigKeyArn, kmsKeyArn);
    assert.deepEqual(inputs.enabledClusterLogTypes, [
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
  });

  it("skips node groups and add-ons of the package, and creates its own", async () => {
    const { one, of } = await made();
    const { inputs } = one(eks.Cluster);
    assert.deepEqual([inputs.skipDefaultNodeGroup, inputs.useDefaultVpcCni], [true, true]);
    for (const addon of ["corednsAddonOptions", "kubeProxyAddonOptions"]) {
      assert.equal(at(one(eks.Cluster), `${addon}.enabled`), false);
    }
    assert.equal(of(aws.eks.Addon).length, 6);
    assert.equal(one(aws.eks.NodeGroup).name, "cluster-general");
  });

  it("creates the control plane's log group before the cluster", async () => {
    const { one } = await made();
    const group = one(aws.cloudwatch.LogGroup);
    assert.deepEqual([group.inputs.name, group.inputs.retentionInDays], ["/aws/eks/agents/cluster", 90]);
    assert.ok(one(eks.Cluster).dependencies.includes(group.urn));
  });

  it("grants the creator no administrator access", () => {
    const cluster = { type: "aws:eks/cluster:Cluster", name: "x", custom: true, props: { version: "1.36" }, opts: {} };
    const closed = closeCluster(cluster) as pulumi.ResourceTransformResult;
    assert.deepEqual(closed?.props, {
      version: "1.36",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      zonalShiftConfig: { enabled: true },
    });
    assert.equal(closeCluster({ ...cluster, type: "aws:iam/role:Role" }), undefined);
  });

  it("binds its Kubernetes provider to the cluster's endpoint", async () => {
    const { one } = await made();
    const { endpoint } = one(eks.Cluster).outputs.eksCluster as { endpoint: string };
    assert.equal(one("pulumi:providers:kubernetes").inputs.clusterIdentifier, endpoint);
  });

  it("refuses the arguments that Cluster refuses", async () => {
    const text = await refusal(() => new EksPackageCluster("cluster", { ...args, administrators: [] }));
    assert.match(text, /EksPackageCluster "cluster": administrators must list at least one role besides the deployer/);
  });
});
