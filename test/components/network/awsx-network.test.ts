import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { AwsxNetwork, type AwsxNetworkArgs, closeSubnets } from "../../../components/network/awsx-network.ts";
import { deploy, refusal } from "../../harness.ts";

const args: AwsxNetworkArgs = {
  account: account("111122223333", "us-east-1"),
  cidrBlock: "10.0.0.0/16",
  zones: ["a", "b", "c"],
  subnets: {
    private: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    public: ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
  },
  nat: "single",
  flowLogs: { destination: "s3" },
  interfaceEndpoints: ["ecs"],
};
const made = (change: Partial<AwsxNetworkArgs> = {}) =>
  deploy(() => new AwsxNetwork("network", { ...args, ...change }));

describe("AwsxNetwork", () => {
  it("GEN-NET-02, GEN-NET-03: sets the exact address plan and a single NAT gateway", async () => {
    const { inputs } = (await made()).one(awsx.ec2.Vpc);
    assert.deepEqual(inputs.availabilityZoneNames, ["us-east-1a", "us-east-1b", "us-east-1c"]);
    assert.equal(inputs.subnetStrategy, "Auto");
    assert.deepEqual(inputs.natGateways, { strategy: "Single" });
    assert.deepEqual(inputs.subnetSpecs, [
      { type: "Public", name: "public", cidrBlocks: args.subnets.public, tags: { tier: "public" } },
      { type: "Private", name: "private", cidrBlocks: args.subnets.private, tags: { tier: "private" } },
    ]);
  });

  it("GEN-NET-01: sets the VPC's name", async () => {
    assert.deepEqual((await made({ vpcName: "gen-ai-vpc" })).one(awsx.ec2.Vpc).inputs.tags, { Name: "gen-ai-vpc" });
    assert.deepEqual((await made()).one(awsx.ec2.Vpc).inputs.tags, { Name: "network" });
  });

  it("turns off public addresses at launch", () => {
    const subnet = {
      type: "aws:ec2/subnet:Subnet",
      name: "x",
      custom: true,
      props: { mapPublicIpOnLaunch: true },
      opts: {},
    };
    const closed = closeSubnets(subnet) as pulumi.ResourceTransformResult;
    assert.deepEqual(closed?.props, { mapPublicIpOnLaunch: false });
    assert.equal(closeSubnets({ ...subnet, type: "aws:ec2/vpc:Vpc" }), undefined);
  });

  it("empties the default security group, logs all traffic and adds endpoints", async () => {
    const { one, of } = await made();
    const { ingress, egress } = one(aws.ec2.DefaultSecurityGroup).inputs;
    assert.deepEqual([ingress, egress], [[], []]);
    assert.equal(one(aws.ec2.FlowLog).inputs.trafficType, "ALL");
    const services = of(aws.ec2.VpcEndpoint).map((each) => String(each.inputs.serviceName));
    assert.ok(services.includes("com.amazonaws.us-east-1.s3") && services.includes("com.amazonaws.us-east-1.ecr.dkr"));
  });

  it("puts data stores in the isolated subnets, or in the private ones without them", async () => {
    const database = ["10.0.201.0/24", "10.0.202.0/24", "10.0.203.0/24"];
    const plain = (await made()).one(awsx.ec2.Vpc).outputs;
    assert.deepEqual((await made()).one(aws.rds.SubnetGroup).inputs.subnetIds, plain.privateSubnetIds);
    const tiered = await made({ subnets: { ...args.subnets, database } });
    assert.deepEqual(
      tiered.one(aws.rds.SubnetGroup).inputs.subnetIds,
      tiered.one(awsx.ec2.Vpc).outputs.isolatedSubnetIds,
    );
  });

  it("refuses invalid addresses before the package is called", async () => {
    const text = await refusal(() => new AwsxNetwork("network", { ...args, cidrBlock: "10.1.0.0/16" }));
    assert.match(text, /AwsxNetwork "network"/);
    assert.match(text, /10\.0\.1\.0\/24/);
  });
});
