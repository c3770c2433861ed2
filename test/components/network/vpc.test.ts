import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { Vpc, type VpcArgs } from "../../../components/network/vpc.ts";
import { type Deployed, deploy, type Registered, refusal } from "../../harness.ts";

const auterity: VpcArgs = {
  account: account("111122223333", "us-west-2"),
  cidrBlock: "10.0.0.0/16",
  zones: ["a", "b", "c"],
  subnets: {
    public: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    private: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"],
    database: ["10.0.21.0/24", "10.0.22.0/24", "10.0.23.0/24"],
  },
  nat: "perZone",
  flowLogs: { destination: "s3" },
  interfaceEndpoints: [],
};
const genAi: VpcArgs = {
  ...auterity,
  subnets: {
    public: ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
    private: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
  },
  nat: "single",
};

const made = (args: VpcArgs): Promise<Deployed> => deploy(() => new Vpc("network", args));
/** Logical names of the resources that an input comes from. */
const sources = ({ propertyDependencies }: Registered, input: string) =>
  (propertyDependencies[input] ?? []).map((urn) => urn.split("::").at(-1));
/** Default routes by route table and gateway. */
const routes = ({ of }: Deployed, via: "gatewayId" | "natGatewayId") =>
  of(aws.ec2.Route)
    .filter(({ inputs }) => inputs.destinationCidrBlock === "0.0.0.0/0" && inputs[via] !== undefined)
    .map((route) => [...sources(route, "routeTableId"), ...sources(route, via)]);
const tagsOf = ({ one }: Deployed, subnet: string) => {
  const { Name, tier, ...tags } = one(aws.ec2.Subnet, subnet).inputs.tags as Record<string, string>;
  return tags;
};

describe("Vpc", () => {
  it("places every subnet by the address plan, without public addresses at launch", async () => {
    const { of } = await made(auterity);
    assert.deepEqual(
      of(aws.ec2.Subnet).map(({ name, inputs }) => [name, inputs.cidrBlock, inputs.availabilityZone]),
      [
        ["network-public-a", "10.0.1.0/24", "us-west-2a"],
        ["network-public-b", "10.0.2.0/24", "us-west-2b"],
        ["network-public-c", "10.0.3.0/24", "us-west-2c"],
        ["network-private-a", "10.0.11.0/24", "us-west-2a"],
        ["network-private-b", "10.0.12.0/24", "us-west-2b"],
        ["network-private-c", "10.0.13.0/24", "us-west-2c"],
        ["network-database-a", "10.0.21.0/24", "us-west-2a"],
        ["network-database-b", "10.0.22.0/24", "us-west-2b"],
        ["network-database-c", "10.0.23.0/24", "us-west-2c"],
      ],
    );
    assert.ok(of(aws.ec2.Subnet).every((each) => each.inputs.mapPublicIpOnLaunch === false));
  });

  it("computes the subnets of all three tiers without given ones", async () => {
    const { subnets, ...computed } = auterity;
    const { of } = await made({ ...computed, zones: ["a", "c"] });
    assert.deepEqual(
      of(aws.ec2.Subnet).map(({ name, inputs }) => [name, inputs.cidrBlock]),
      [
        ["network-public-a", "10.0.128.0/22"],
        ["network-public-c", "10.0.136.0/22"],
        ["network-private-a", "10.0.0.0/20"],
        ["network-private-c", "10.0.32.0/20"],
        ["network-database-a", "10.0.160.0/22"],
        ["network-database-c", "10.0.168.0/22"],
      ],
    );
  });

  it("sets the VPC's name, or uses its own", async () => {
    const { tags } = (await made({ ...genAi, vpcName: "gen-ai-vpc" })).one(aws.ec2.Vpc).inputs;
    assert.deepEqual(tags, { Name: "gen-ai-vpc" });
    assert.deepEqual((await made(genAi)).one(aws.ec2.Vpc).inputs.tags, { Name: "network" });
  });

  it("enables DNS support and hostnames, for private endpoints and EKS", async () => {
    const { enableDnsSupport, enableDnsHostnames } = (await made(auterity)).one(aws.ec2.Vpc).inputs;
    assert.deepEqual([enableDnsSupport, enableDnsHostnames], [true, true]);
  });

  it("routes each zone through its NAT gateway with its Elastic IP address", async () => {
    const deployed = await made(auterity);
    assert.deepEqual(routes(deployed, "natGatewayId"), [
      ["network-private-a", "network-a"],
      ["network-private-b", "network-b"],
      ["network-private-c", "network-c"],
    ]);
    assert.deepEqual(
      deployed.of(aws.ec2.NatGateway).map((each) => sources(each, "allocationId")),
      [["network-a"], ["network-b"], ["network-c"]],
    );
    assert.ok(sources(deployed.one(aws.ec2.NatGateway, "network-b"), "subnetId").includes("network-public-b"));
  });

  it("routes all zones through one NAT gateway in the first zone", async () => {
    const deployed = await made(genAi);
    assert.deepEqual(routes(deployed, "natGatewayId"), [
      ["network-private-a", "network-a"],
      ["network-private-b", "network-a"],
      ["network-private-c", "network-a"],
    ]);
    assert.equal(deployed.of(aws.ec2.Eip).length, 1);
  });

  it("has no default route in private subnets without NAT gateways", async () => {
    const deployed = await made({ ...auterity, nat: "none" });
    assert.deepEqual(routes(deployed, "natGatewayId"), []);
    assert.equal(deployed.of(aws.ec2.NatGateway).length + deployed.of(aws.ec2.Eip).length, 0);
  });

  it("has a route to the internet gateway in public subnets only, and none in database subnets", async () => {
    const deployed = await made(auterity);
    assert.deepEqual(routes(deployed, "gatewayId"), [
      ["network-public-a", "network"],
      ["network-public-b", "network"],
      ["network-public-c", "network"],
    ]);
    assert.equal(deployed.of(aws.ec2.Route).length, 6);
  });

  it("associates private and database subnets with S3's gateway endpoint", async () => {
    const { one } = await made(auterity);
    assert.deepEqual(sources(one(aws.ec2.VpcEndpoint, "network-endpoint-s3"), "routeTableIds").toSorted(), [
      ...["network-database-a", "network-database-b", "network-database-c"],
      ...["network-private-a", "network-private-b", "network-private-c"],
    ]);
  });

  it("creates NAT gateways after the internet gateway and its routes", async () => {
    const { one } = await made(auterity);
    const route = one(aws.ec2.Route, "network-public-a");
    assert.ok(one(aws.ec2.NatGateway, "network-a").dependencies.includes(route.urn));
    assert.ok(route.dependencies.includes(one(aws.ec2.InternetGateway).urn));
  });

  it("adopts the default security group, network ACL and route table, and empties them", async () => {
    const { one } = await made(auterity);
    const { ingress, egress } = one(aws.ec2.DefaultSecurityGroup).inputs;
    const acl = one(aws.ec2.DefaultNetworkAcl).inputs;
    assert.deepEqual([ingress, egress, acl.ingress, acl.egress], [[], [], [], []]);
    assert.deepEqual(one(aws.ec2.DefaultRouteTable).inputs.routes, []);
    assert.equal(acl.defaultNetworkAclId, one(aws.ec2.Vpc).outputs.defaultNetworkAclId);
  });

  it("creates the DB subnet group over the database subnets", async () => {
    const { one } = await made(auterity);
    const group = sources(one(aws.rds.SubnetGroup), "subnetIds");
    assert.ok(group.includes("network-database-a") && !group.includes("network-private-a"));
  });

  it("uses the private subnets for data stores without a database tier", async () => {
    let network: Vpc | undefined;
    const { one, of, outputs } = await deploy(() => {
      network = new Vpc("network", genAi);
      return { private: network.privateSubnetIds, database: network.databaseSubnetIds };
    });
    assert.equal(of(aws.ec2.Subnet).length, 6);
    assert.deepEqual(outputs.database, outputs.private);
    assert.ok(sources(one(aws.rds.SubnetGroup), "subnetIds").includes("network-private-a"));
  });

  it("outputs subnets by tier, and NAT gateways by zone", async () => {
    const { one, outputs } = await deploy(
      (): Record<string, pulumi.Input<unknown>> => ({ ...new Vpc("network", genAi) }),
    );
    const { publicSubnetIds, privateSubnetIds, natGatewayIds, databaseSubnetGroupName } = outputs;
    assert.equal(new Set([publicSubnetIds, privateSubnetIds].flat()).size, 6);
    assert.deepEqual(Object.keys(natGatewayIds ?? {}), ["a"]);
    assert.equal(databaseSubnetGroupName, one(aws.rds.SubnetGroup).outputs.name);
  });

  it("sets the tags of controllers only with clusters", async () => {
    const bare = await made(auterity);
    assert.deepEqual(tagsOf(bare, "network-public-a"), {});
    const one = await made({ ...auterity, clusterNames: ["blue"] });
    assert.deepEqual(tagsOf(one, "network-public-a"), {
      "kubernetes.io/role/elb": "1",
      "kubernetes.io/cluster/blue": "shared",
    });
    assert.deepEqual(tagsOf(one, "network-private-a"), {
      "kubernetes.io/role/internal-elb": "1",
      "kubernetes.io/cluster/blue": "shared",
      "karpenter.sh/discovery": "blue",
    });
    assert.deepEqual(tagsOf(one, "network-database-a"), {});
  });

  it("sets no Karpenter tag with two clusters", async () => {
    const two = await made({ ...auterity, clusterNames: ["blue", "green"] });
    assert.deepEqual(tagsOf(two, "network-private-a"), {
      "kubernetes.io/role/internal-elb": "1",
      "kubernetes.io/cluster/blue": "shared",
      "kubernetes.io/cluster/green": "shared",
    });
  });

  it("refuses invalid addresses, all at once", async () => {
    const subnets = { public: ["10.0.1.0/24"], private: ["10.0.1.128/25", "10.9.0.0/24"] };
    assert.equal(
      await refusal(() => new Vpc("network", { ...auterity, zones: ["a", "b"], subnets })),
      [
        'Vpc "network":',
        "  - subnets.public must list 2 blocks, one for each zone, got 1",
        '  - subnets.private must lie within 10.0.0.0/16, got "10.9.0.0/24" in zone b',
        '  - subnets must not overlap, got subnets.public in zone a ("10.0.1.0/24") and subnets.private in zone a ("10.0.1.128/25")',
      ].join("\n"),
    );
  });
});
