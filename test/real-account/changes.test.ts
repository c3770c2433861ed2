import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type NodeGroupArgs, nodeGroups } from "../../components/cluster/nodes.ts";
import { account } from "../../components/iam/account.ts";
import { Vpc } from "../../components/network/vpc.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";

/** Inputs of the things of a type that exist. */
async function existing(cloud: Cloud, type: string) {
  return (await cloud.account.snapshot()).things.filter((each) => each.type === type);
}

/** Runs a program in the engine after each change of its settings; none of the updates may be refused. */
async function changed<Given>(
  program: (given: Given, opts: pulumi.ComponentResourceOptions) => void,
  steps: readonly ((cloud: Cloud) => Promise<Given>)[],
  told: (cloud: Cloud) => Promise<void>,
): Promise<void> {
  const cloud = await startCloud();
  // vCPUs of On-Demand instances.
  await cloud.account.declare(["L-1216C47A=64"]);
  let given: Given | undefined;
  const whole = async () => {
    const provider = new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
    if (given !== undefined) program(given, { providers: { aws: provider } });
  };
  const rehearsal = await Rehearsal.open({ stack: "changes", cloud, program: whole, policyPack: "none" });
  try {
    for (const step of steps) {
      given = await step(cloud);
      assert.deepEqual((await rehearsal.update()).errors, []);
    }
    await told(cloud);
    assert.deepEqual((await rehearsal.preview()).summary["update"], undefined);
  } finally {
    rehearsal.close();
    cloud.stop();
  }
}

/** A cluster with one node group, made with the component's function. */
class Nodes extends pulumi.ComponentResource {
  constructor(
    sizes: Pick<NodeGroupArgs, "minSize" | "maxSize" | "desiredSize">,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("case:index:Nodes", "nodes", {}, opts);
    const child = { parent: this };
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, child);
    const subnetIds = ["a", "b"].map((zone, at) => {
      const cidrBlock = `10.0.${at}.0/24`;
      return new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock, availabilityZone: `us-east-1${zone}` }, child).id;
    });
    const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" }, child);
    const cluster = new aws.eks.Cluster("main", { name: "main", roleArn: role.arn, vpcConfig: { subnetIds } }, child);
    const general = {
      ...sizes,
      instanceTypes: ["m7g.large"],
      capacityType: "ON_DEMAND",
      amiFamily: "AL2023",
      diskSize: 50,
    } as const;
    const key = new aws.kms.Key("key", {}, child);
    const group = new aws.ec2.SecurityGroup("group", { vpcId: vpc.id }, child);
    const settings = {
      clusterName: cluster.name,
      physicalName: "main",
      version: "1.35",
      nodeRoleArn: role.arn,
      securityGroupId: group.id,
      subnetIds: pulumi.all(subnetIds),
      kmsKeyArn: key.arn,
      tags: {},
    } as const;
    nodeGroups("main", { general }, settings, child);
  }
}

describe("changes in a real account", function () {
  this.timeout(300_000);
  this.slow(60_000);

  it("RC-C2: a node group keeps the autoscaler's size, and moves into new limits", async () => {
    const type = "aws:eks/nodeGroup:NodeGroup";
    await changed(
      (sizes: Pick<NodeGroupArgs, "minSize" | "maxSize" | "desiredSize">, opts) => void new Nodes(sizes, opts),
      [
        async () => ({ minSize: 2, desiredSize: 3, maxSize: 10 }),
        // The autoscaler adds nodes; then another maximum is asked for.
        async (cloud) => {
          const snapshot = await cloud.account.snapshot();
          const scaled = snapshot.things.map((each) =>
            each.type === type
              ? { ...each, outputs: { ...each.outputs, scalingConfig: { minSize: 2, desiredSize: 7, maxSize: 10 } } }
              : each,
          );
          await cloud.account.restore({ ...snapshot, things: scaled });
          return { minSize: 2, desiredSize: 3, maxSize: 9 };
        },
        async (cloud) => {
          const [group] = await existing(cloud, type);
          assert.deepEqual(group?.inputs["scalingConfig"], { minSize: 2, desiredSize: 7, maxSize: 9 });
          return { minSize: 8, desiredSize: 8, maxSize: 9 };
        },
      ],
      async (cloud) => {
        const [group] = await existing(cloud, type);
        assert.deepEqual(group?.inputs["scalingConfig"], { minSize: 8, desiredSize: 8, maxSize: 9 });
      },
    );
  });

  it("RC-H6: public subnets move, and the NAT gateway is deleted before the new one takes its address", async () => {
    const network = (first: number, zones: readonly string[]) => ({
      account: account("111122223333", "us-east-1"),
      cidrBlock: "10.0.0.0/16",
      zones,
      subnets: {
        public: [`10.0.${first}.0/24`, `10.0.${first + 1}.0/24`],
        private: ["10.0.1.0/24", "10.0.2.0/24"],
      },
      nat: "single" as const,
      flowLogs: { destination: "s3" as const, deletionProtection: true },
      interfaceEndpoints: [],
    });
    await changed(
      (args: ReturnType<typeof network>, opts) => void new Vpc("network", args, opts),
      [async () => network(101, ["a", "b"]), async () => network(111, ["b", "a"])],
      async (cloud) => assert.equal((await existing(cloud, "aws:ec2/natGateway:NatGateway")).length, 1),
    );
  });
});
