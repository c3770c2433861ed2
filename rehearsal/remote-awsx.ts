import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Build } from "./remote.ts";

/** Components of awsx by type; what they make and how it is named follows awsx/ec2/vpc.ts of pulumi-awsx 3. */
export const awsx: Record<string, Build> = {
  "awsx:ec2:Vpc": vpc,
};

type Tier = "Public" | "Private" | "Isolated";

interface Layout {
  type: Tier;
  name?: string;
  cidrBlocks?: string[];
  tags?: Record<string, string>;
  assignIpv6AddressOnCreation?: boolean;
}

function vpc(parent: pulumi.ComponentResource, name: string, inputs: pulumi.Inputs): pulumi.Inputs {
  const layouts = layoutsOf(inputs);
  const { tags = {}, cidrBlock = "10.0.0.0/16", enableDnsHostnames = true, enableDnsSupport = true } = inputs;
  const named = { Name: name, ...tags };
  const { assignGeneratedIpv6CidrBlock } = inputs;
  const network = new aws.ec2.Vpc(
    name,
    { cidrBlock, enableDnsHostnames, enableDnsSupport, assignGeneratedIpv6CidrBlock, tags: named },
    { parent },
  );
  const internetGateway = new aws.ec2.InternetGateway(name, { vpcId: network.id, tags: named }, after(network));
  const zones: pulumi.Input<string>[] =
    inputs["availabilityZoneNames"] ?? someZones(network, inputs["numberOfAvailabilityZones"] ?? 3);
  const subnets = zones.flatMap((zone, at) =>
    layouts.map((layout, row) =>
      subnet(
        name,
        network,
        layout,
        { zone, at, slot: row * zones.length + at, index: at * layouts.length + row },
        named,
      ),
    ),
  );
  const nats = natGateways(name, subnets, inputs["natGateways"]?.strategy ?? "OnePerAz", tags);
  const routes = subnets.flatMap(({ type, suffix, at, table }) => {
    const nat = nats.gateways[Math.min(at, nats.gateways.length - 1)];
    const target = type === "Public" ? { gatewayId: internetGateway.id } : nat ? { natGatewayId: nat.id } : undefined;
    if (type === "Isolated" || target === undefined) return [];
    const route = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target };
    return [new aws.ec2.Route(suffix, route, after(table))];
  });
  const ids = (tier: Tier) => subnets.filter(({ type }) => type === tier).map((each) => each.resource.id);
  return together({
    vpc: network,
    vpcId: network.id,
    internetGateway,
    subnets: subnets.map(({ resource }) => resource),
    publicSubnetIds: ids("Public"),
    privateSubnetIds: ids("Private"),
    isolatedSubnetIds: ids("Isolated"),
    routeTables: subnets.map(({ table }) => table),
    routes,
    eips: nats.eips,
    natGateways: nats.gateways,
    vpcEndpoints: endpoints(network, inputs["vpcEndpointSpecs"] ?? [], tags),
  });
}

/** The package builds all outputs from one promise, so that each depends on every resource. */
function together(outputs: pulumi.Inputs): pulumi.Inputs {
  const made = pulumi.output(outputs);
  return Object.fromEntries(Object.keys(outputs).map((key) => [key, made.apply((all) => all[key])]));
}

/** Options of the package for a child: it is below a resource, and depends on it too. */
function after(resource: pulumi.Resource): pulumi.CustomResourceOptions {
  return { parent: resource, dependsOn: [resource] };
}

/** The layouts, public ones first as the package makes them; what it refuses is refused here too. */
function layoutsOf(inputs: pulumi.Inputs): Layout[] {
  const { subnetSpecs, assignGeneratedIpv6CidrBlock: assignIpv6AddressOnCreation = false } = inputs;
  const layouts: Layout[] = subnetSpecs ?? [{ type: "Public" }, { type: "Private" }];
  const explicit = layouts.filter(({ cidrBlocks }) => cidrBlocks !== undefined);
  if (explicit.length > 0 && explicit.length < layouts.length) {
    throw new Error("If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks.");
  }
  // With Exact the blocks have to fill the whole VPC, which a list of blocks with room between them never does.
  if (explicit.length > 0 && inputs["subnetStrategy"] === "Exact") {
    throw new Error("There are gaps in the subnet ranges.");
  }
  const order: Tier[] = ["Public", "Private", "Isolated"];
  return layouts
    .toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
    .map((layout) => ({ assignIpv6AddressOnCreation, ...layout }));
}

/** Where a subnet is: its zone, the zone's number, and its number in the IPv4 and the IPv6 block of the VPC. */
interface Position {
  zone: pulumi.Input<string>;
  at: number;
  slot: number;
  index: number;
}

interface Made {
  type: Tier;
  suffix: string;
  at: number;
  resource: aws.ec2.Subnet;
  table: aws.ec2.RouteTable;
}

function subnet(
  name: string,
  network: aws.ec2.Vpc,
  layout: Layout,
  { zone, at, slot, index }: Position,
  tags: object,
): Made {
  const { type, assignIpv6AddressOnCreation = false } = layout;
  const suffix = `${name}-${(layout.name ?? type).toLowerCase()}-${at + 1}`;
  const named = { ...tags, ...layout.tags, Name: suffix, SubnetType: type };
  const computed = network.cidrBlock.apply((block) => `${block.split(".").slice(0, 2).join(".")}.${slot * 16}.0/20`);
  const resource = new aws.ec2.Subnet(
    suffix,
    {
      vpcId: network.id,
      availabilityZone: zone,
      cidrBlock: layout.cidrBlocks?.[at] ?? computed,
      mapPublicIpOnLaunch: type === "Public",
      assignIpv6AddressOnCreation,
      // From the VPC's block even where the subnet gets none, so that it is not known before the VPC exists.
      ipv6CidrBlock: network.ipv6CidrBlock.apply((block) => ipv6Block(block, index, assignIpv6AddressOnCreation)),
      tags: named,
    },
    after(network),
  );
  const tableTags = { ...tags, Name: suffix, SubnetType: type };
  const table = new aws.ec2.RouteTable(suffix, { vpcId: network.id, tags: tableTags }, after(resource));
  new aws.ec2.RouteTableAssociation(suffix, { routeTableId: table.id, subnetId: resource.id }, after(table));
  return { type, suffix, at, resource, table };
}

/** The /64 of a subnet in the VPC's /56 (pulumi-awsx#1882). */
function ipv6Block(block: string, index: number, isAssigned: boolean): string | undefined {
  if (!isAssigned) return undefined;
  if (!block)
    throw new Error("Subnets with assignIpv6AddressOnCreation=true require the VPC to have an IPv6 CIDR block");
  return block.replace(/00::\/56$/, `${index.toString(16).padStart(2, "0")}::/64`);
}

function natGateways(name: string, subnets: Made[], strategy: string, tags: object) {
  const open = subnets.filter(({ type }) => type === "Public");
  const count = strategy === "None" ? 0 : strategy === "Single" ? 1 : open.length;
  const made = open.slice(0, count).map(({ resource }, at) => {
    const named = { ...tags, Name: `${name}-${at + 1}` };
    const eip = new aws.ec2.Eip(named.Name, { tags: named }, after(resource));
    const args = { subnetId: resource.id, allocationId: eip.allocationId, tags: named };
    return { eip, gateway: new aws.ec2.NatGateway(named.Name, args, after(resource)) };
  });
  return { eips: made.map(({ eip }) => eip), gateways: made.map(({ gateway }) => gateway) };
}

function endpoints(network: aws.ec2.Vpc, specs: aws.ec2.VpcEndpointArgs[], tags: object) {
  return specs.map(
    (spec) =>
      new aws.ec2.VpcEndpoint(`${spec.serviceName}`, { tags: { ...tags }, ...spec, vpcId: network.id }, after(network)),
  );
}

/** The first Availability Zones of the provider's Region. */
function someZones(network: aws.ec2.Vpc, count: number): pulumi.Output<string>[] {
  const { names } = aws.getAvailabilityZonesOutput({}, { parent: network });
  return Array.from({ length: count }, (_, at) => names.apply((all) => all[at] ?? ""));
}
