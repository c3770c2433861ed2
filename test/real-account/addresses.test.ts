import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { addressFaults, addressNeeds, addressSum } from "../../layers/addresses.ts";
import { definitions } from "../../stacks/definitions.ts";
import { dev } from "../../stacks/platform/dev.ts";
import { prod } from "../../stacks/platform/prod.ts";
import { settings } from "../../stacks/settings.ts";
import { at, type Deployed, refusal } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf } from "../stacks/stack-settings.ts";

describe("the addresses of a network", () => {
  for (const [stack, definition] of Object.entries(definitions)) {
    it(`RC-B6: hold what ${stack} can grow to, and the sum is an output`, async () => {
      assert.deepEqual(addressFaults(definition), []);
      const { outputs } = await deployStack(stack);
      const sums = addressNeeds(definition).map((need) => [need.tier, addressSum(need)]);
      assert.deepEqual(outputs["addresses"], Object.fromEntries(sums));
    });
  }

  it("RC-B6: are refused where the prefixes of pods do not fit beside everything else", async () => {
    const { podCidrBlock: _, ...network } = prod.network;
    const [fault, ...others] = addressFaults({ ...prod, network });
    assert.deepEqual(others, []);
    assert.match(fault ?? "", /^network\.subnets\.private must hold what the definition can grow to, got 51 nodes \+ /);
    assert.match(fault ?? "", /and 408 of 0 \/28 prefixes, in each 10\.0\.1\.0\/24$/);
    const { podCidrBlock: __, ...small } = dev.network;
    Object.assign(definitions, { small: { ...dev, network: small } });
    try {
      const message = await refusal(settings, { stack: "small", config: configOf("dev") });
      assert.match(message, /the definition small is not usable:\n {2}- network\.subnets\.private must hold/);
    } finally {
      Reflect.deleteProperty(definitions, "small");
    }
  });

  it("RC-B6: count an upgrade of every node group, Karpenter's limits, tasks, endpoints and load balancers", () => {
    const needed = (change: object) =>
      addressNeeds({ ...prod, ...change }).find(({ tier }) => tier === "private")?.addresses;
    const all = needed({});
    assert.deepEqual(Object.keys(all ?? {}), [
      "nodes",
      "endpoints",
      "control plane",
      "tasks",
      "bastion",
      "load balancer",
    ]);
    assert.ok((needed({ clusterAddons: {} })?.["nodes"] ?? 0) < (all?.["nodes"] ?? 0));
    assert.equal(needed({ services: {} })?.["tasks"], undefined);
    assert.equal(needed({ gateway: undefined })?.["load balancer"], undefined);
  });

  describe("of pods", () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deployStack("prod");
    });

    it("RC-B6: are a secondary block with a subnet in each zone, behind NAT and the gateway endpoints", () => {
      const { of, one } = deployed;
      const pods = of(aws.ec2.Subnet).filter(({ name }) => name.startsWith("network-pods-"));
      assert.deepEqual(
        pods.map(({ inputs }) => inputs["cidrBlock"]),
        ["100.64.0.0/19", "100.64.32.0/19", "100.64.96.0/19"],
      );
      const association = one(aws.ec2.VpcIpv4CidrBlockAssociation);
      for (const { dependencies } of pods) assert.ok(dependencies.includes(association.urn));
      const routes = of(aws.ec2.Route).filter(({ name }) => name.startsWith("network-pods-"));
      assert.deepEqual(
        routes.map(({ inputs }) => inputs["natGatewayId"] !== undefined),
        [true, true, true],
      );
      const s3 = one(aws.ec2.VpcEndpoint, "network-endpoint-s3");
      assert.equal([at(s3, "routeTableIds")].flat().length, 9);
    });

    it("RC-B6: are the only ones that pods get, in the zone of their node", () => {
      const cni = deployed.one(aws.eks.Addon, "cluster-vpc-cni");
      const values = JSON.parse(String(cni.inputs["configurationValues"]));
      assert.equal(values.env.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG, "true");
      assert.deepEqual(Object.keys(values.eniConfig.subnets), ["us-east-1a", "us-east-1b", "us-east-1d"]);
    });

    it("RC-B6: reach data stores and interface endpoints, whose rules name the addresses of the VPC", () => {
      const { of, one } = deployed;
      const acl = one(aws.ec2.NetworkAcl, "network-database");
      assert.deepEqual(
        [at(acl, "ingress")].flat().map((rule) => Object(rule).cidrBlock),
        ["10.0.0.0/16", "100.64.0.0/16"],
      );
      const admitted = of(aws.vpc.SecurityGroupIngressRule).filter(({ name }) =>
        name.startsWith("network-endpoint-https"),
      );
      assert.deepEqual(
        admitted.map(({ inputs }) => inputs["cidrIpv4"]),
        ["10.0.0.0/16", "100.64.0.0/16"],
      );
    });
  });
});
