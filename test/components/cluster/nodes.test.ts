import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components/cluster/cluster.ts";
import type { NodeGroupArgs, NodeGroups } from "../../../components/cluster/nodes.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const general: NodeGroupArgs = {
  instanceTypes: ["m6i.large", "m6i.xlarge"],
  capacityType: "ON_DEMAND",
  minSize: 2,
  maxSize: 6,
  desiredSize: 3,
  amiFamily: "AL2023",
  diskSize: 50,
};
const args: Omit<ClusterArgs, "nodeGroups"> = {
  account: account("111122223333", "us-east-1"),
  version: "1.35",
  network: { privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  endpointAccess: { kind: "private" },
  deployer: "arn:aws:iam::111122223333:role/deployer",
  administrators: ["arn:aws:iam::111122223333:role/admin"],
  kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/logs" },
  deletionProtection: true,
  tags: { project: "aivo" },
};
const made = (nodeGroups: NodeGroups) => deploy(() => new Cluster("main", { ...args, nodeGroups }));
const refused = (nodeGroups: NodeGroups) => refusal(() => new Cluster("main", { ...args, nodeGroups }));
const faulty = (change: Partial<NodeGroupArgs>) => refused({ general: { ...general, ...change } });

describe("node groups", () => {
  it("follow the table: on-demand, spot with a taint, memory-optimized with a taint", async () => {
    const spot: NodeGroupArgs = {
      ...general,
      instanceTypes: ["m6i.large", "m5.large"],
      capacityType: "SPOT",
      labels: { "workload-class": "interruptible" },
      taints: [{ key: "spot", value: "true", effect: "NO_SCHEDULE" }],
    };
    const memory: NodeGroupArgs = {
      ...general,
      instanceTypes: ["r6i.large", "r6i.xlarge"],
      labels: { "workload-class": "memory" },
      taints: [{ key: "memory", value: "true", effect: "NO_SCHEDULE" }],
    };
    const { of } = await made({ general, spot, memory });
    assert.deepEqual(
      of(aws.eks.NodeGroup).map(({ name, inputs }) => [
        name,
        inputs["instanceTypes"],
        inputs["capacityType"],
        inputs["labels"],
        inputs["taints"],
      ]),
      [
        ["main-general", ["m6i.large", "m6i.xlarge"], "ON_DEMAND", {}, []],
        [
          "main-spot",
          ["m6i.large", "m5.large"],
          "SPOT",
          { "workload-class": "interruptible" },
          [{ key: "spot", value: "true", effect: "NO_SCHEDULE" }],
        ],
        [
          "main-memory",
          ["r6i.large", "r6i.xlarge"],
          "ON_DEMAND",
          { "workload-class": "memory" },
          [{ key: "memory", value: "true", effect: "NO_SCHEDULE" }],
        ],
      ],
    );
  });

  it("are in every private subnet at the cluster's version, with node repair and updates by a third", async () => {
    const { one } = await made({ general });
    const { inputs } = one(aws.eks.NodeGroup);
    assert.deepEqual(inputs["subnetIds"], ["subnet-a", "subnet-b"]);
    assert.equal(inputs["version"], "1.35");
    assert.deepEqual(inputs["scalingConfig"], { minSize: 2, maxSize: 6, desiredSize: 3 });
    assert.deepEqual(inputs["nodeRepairConfig"], { enabled: true });
    assert.deepEqual(inputs["updateConfig"], { maxUnavailablePercentage: 33 });
    assert.equal(inputs["nodeGroupName"], undefined);
  });

  it("use a launch template with IMDSv2, one hop, no public address and no key pair", async () => {
    const { one } = await made({ general });
    const template = one(aws.ec2.LaunchTemplate);
    const { metadataOptions, monitoring, networkInterfaces, tagSpecifications, keyName } = template.inputs;
    assert.deepEqual(metadataOptions, { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 });
    assert.deepEqual(monitoring, { enabled: true });
    const vpcConfig = one(aws.eks.Cluster).outputs["vpcConfig"];
    assert.deepEqual(networkInterfaces, [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        securityGroups: [Object(vpcConfig).clusterSecurityGroupId],
      },
    ]);
    const tags = { project: "aivo", Name: "main-general" };
    assert.deepEqual(tagSpecifications, [
      { resourceType: "instance", tags },
      { resourceType: "volume", tags },
      { resourceType: "network-interface", tags },
    ]);
    assert.equal(keyName, undefined);
    const group = one(aws.eks.NodeGroup);
    assert.match(String(at(group, "launchTemplate.id")), /^lt-/);
    assert.equal(at(group, "launchTemplate.version"), "1");
    assert.deepEqual(group.propertyDependencies["launchTemplate"], [template.urn]);
  });

  it("encrypt every volume, also Bottlerocket's data volume", async () => {
    const { one } = await made({ general, flat: { ...general, amiFamily: "Bottlerocket", diskSize: 80 } });
    const ebs = {
      volumeType: "gp3",
      encrypted: "true",
      kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1",
      deleteOnTermination: "true",
    };
    assert.deepEqual(at(one(aws.ec2.LaunchTemplate, "main-general"), "blockDeviceMappings"), [
      { deviceName: "/dev/xvda", ebs: { ...ebs, volumeSize: 50 } },
    ]);
    assert.deepEqual(at(one(aws.ec2.LaunchTemplate, "main-flat"), "blockDeviceMappings"), [
      { deviceName: "/dev/xvda", ebs },
      { deviceName: "/dev/xvdb", ebs: { ...ebs, volumeSize: 80 } },
    ]);
  });

  it("choose the AMI type by family and architecture", async () => {
    const amiFamily = "Bottlerocket";
    const { of } = await made({
      general,
      arm: { ...general, instanceTypes: ["m7g.large", "c7gn.xlarge"] },
      flat: { ...general, instanceTypes: ["g6.xlarge", "m7i-flex.large"], amiFamily },
      flatArm: { ...general, instanceTypes: ["t4g.large", "im4gn.large"], amiFamily },
    });
    assert.deepEqual(
      of(aws.eks.NodeGroup).map(({ inputs }) => inputs["amiType"]),
      ["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64"],
    );
  });

  it("share a role that can join, pull images and use Session Manager, but not manage the network", async () => {
    const { one, of } = await made({ general });
    const role = one(aws.iam.Role, "main-node").outputs["name"];
    const attachments = of(aws.iam.RolePolicyAttachment).filter(({ inputs }) => inputs["role"] === role);
    assert.deepEqual(
      attachments.map(({ inputs }) => inputs["policyArn"]),
      [
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      ],
    );
    const { dependencies } = one(aws.eks.NodeGroup);
    assert.deepEqual(
      attachments.filter(({ urn }) => !dependencies.includes(urn)),
      [],
    );
  });

  it("are refused without instance types, with mixed architectures, small disks or unordered sizes", async () => {
    const of = 'Cluster "main": nodeGroups.general.';
    assert.equal(await faulty({ instanceTypes: [] }), `${of}instanceTypes must list at least one type, got none`);
    assert.equal(
      await faulty({ instanceTypes: ["m6i.large", "m6g.large"] }),
      `${of}instanceTypes must be of one architecture, got m6i.large, m6g.large`,
    );
    assert.equal(await faulty({ diskSize: 19 }), `${of}diskSize must be 20 GiB or more, got 19`);
    const order = `${of}minSize ≤ desiredSize ≤ maxSize must hold, got `;
    assert.equal(await faulty({ minSize: 4 }), `${order}4, 3, 6`);
    assert.equal(await faulty({ desiredSize: 7 }), `${order}2, 7, 6`);
    assert.equal(await faulty({ minSize: 0, desiredSize: 0, maxSize: 0 }), `${order}0, 0, 0`);
  });

  it("need one group without taints", async () => {
    const taints = [{ key: "spot", value: "true", effect: "NO_SCHEDULE" }] as const;
    assert.equal(
      await refused({ spot: { ...general, taints } }),
      'Cluster "main": nodeGroups must hold a group without taints, got taints on every one',
    );
  });
});
