import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import platform from "../../index.ts";
import { at, type Deployed, deploy, refusal } from "../harness.ts";
import { configOf } from "../stacks/stack-settings.ts";

const existing = {
  clusterName: "shared",
  vpcId: "vpc-0123456789abcdef0",
  cidrBlock: "172.20.0.0/16",
  publicSubnets: { "subnet-0a1": "172.20.0.0/24", "subnet-0a2": "172.20.1.0/24", "subnet-0a3": "172.20.2.0/24" },
  privateSubnets: { "subnet-0b1": "172.20.10.0/24", "subnet-0b2": "172.20.11.0/24", "subnet-0b3": "172.20.12.0/24" },
};
const configured = (given: object) => ({
  stack: "dev",
  config: { ...configOf("dev"), "platform:existing": JSON.stringify(given) },
});

describe("dev in a VPC and on a cluster that exist", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deploy(platform, configured(existing));
  });

  it("creates no VPC, subnet, cluster, node or EKS add-on", () => {
    const types = new Set(deployed.resources.map(({ type }) => type));
    const owned = [aws.ec2.Vpc, aws.ec2.Subnet, aws.eks.Cluster, aws.eks.NodeGroup, aws.eks.Addon];
    for (const type of owned) assert.deepEqual(deployed.of(type), []);
    assert.ok(types.has("platform:cluster:ExistingCluster") && types.has("platform:network:ExistingNetwork"));
  });

  it("leaves EKS add-ons to the owner of the cluster, the optional ones of the definition too", async () => {
    const two = (subnets: object) => Object.fromEntries(Object.entries(subnets).slice(0, 2));
    const { publicSubnets, privateSubnets } = existing;
    const given = { ...existing, publicSubnets: two(publicSubnets), privateSubnets: two(privateSubnets) };
    const config = { ...configOf("agents"), "platform:existing": JSON.stringify(given) };
    const { of } = await deploy(platform, { stack: "agents", config });
    assert.deepEqual(of(aws.eks.Addon), []);
  });

  it("runs its workloads and its stores there", () => {
    const [database] = deployed.of(aws.rds.SubnetGroup).filter(({ name }) => name === "network");
    assert.deepEqual(database?.inputs["subnetIds"], ["subnet-0b1", "subnet-0b2", "subnet-0b3"]);
    assert.deepEqual(deployed.one(aws.lb.LoadBalancer).inputs["subnets"], ["subnet-0a1", "subnet-0a2", "subnet-0a3"]);
    const provider = deployed.one("pulumi:providers:kubernetes", "cluster");
    assert.match(String(provider.inputs["kubeconfig"]), /"--cluster-name","shared"/);
    assert.match(deployed.one(kubernetes.apps.v1.Deployment, "deployment-api").provider, /::cluster::/);
    assert.equal(deployed.outputs["kubeconfigCommand"], "aws eks update-kubeconfig --name shared --region us-east-1");
  });

  it("opens traffic to the addresses of the existing VPC, not to those of the definition", () => {
    const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, "deployment-api");
    const text = JSON.stringify(policy.inputs);
    assert.doesNotMatch(text, /10\.10\./);
    const block = (cidr: string) => ({ ipBlock: { cidr } });
    assert.deepEqual(at(policy, "spec.ingress.0.from"), ["172.20.0.0/24", "172.20.1.0/24", "172.20.2.0/24"].map(block));
    for (const block of Object.values(existing.privateSubnets)) assert.ok(text.includes(block), block);
  });

  it("stops databases at night, but no nodes, which have another owner", () => {
    const names = deployed.of(aws.scheduler.Schedule).map(({ name }) => name);
    const alarms = ["off-hours-alarms-start", "off-hours-alarms-stop"];
    assert.deepEqual(names.sort(), [...alarms, "off-hours-main-start", "off-hours-main-stop"]);
  });

  it("reports every fault at once", async () => {
    const faulty = {
      ...existing,
      vpcId: "main",
      publicSubnets: { public: "172.20.0.0/24" },
      privateSubnets: { "subnet-0b1": "172.20.10.0" },
    };
    assert.deepEqual((await refusal(platform, configured(faulty))).split("\n").slice(1), [
      '  - platform:existing.vpcId must be a VPC ID such as vpc-0123456789abcdef0, got "main"',
      '  - platform:existing.publicSubnets must be subnet IDs with their CIDR blocks, got {"public":"172.20.0.0/24"}',
      '  - platform:existing.privateSubnets.subnet-0b1 must be an IPv4 CIDR block, got "172.20.10.0"',
    ]);
    const two = { "subnet-0b1": "172.20.10.0/24", "subnet-0b2": "172.20.11.0/24" };
    assert.deepEqual((await refusal(platform, configured({ ...existing, privateSubnets: two }))).split("\n").slice(1), [
      "  - platform:existing.privateSubnets must be 3, one in each zone of the definition, got 2",
    ]);
  });

  it("is refused by a definition without a cluster", async () => {
    const config = { ...configOf("gen-ai"), "platform:existing": JSON.stringify(existing) };
    assert.match(
      await refusal(platform, { stack: "gen-ai", config }),
      /platform:existing needs a definition with a cluster, this one has none/,
    );
  });
});
