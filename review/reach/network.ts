import { contains, parse } from "../../components/network/cidr.ts";
import { strings, stringsAt, valueAt } from "../../rehearsal/account/values.ts";
import { type Graph, list, type Made, record } from "../../rehearsal/proofs/graph.ts";

/** A subnet with its tier. */
export interface Subnet {
  id: string;
  tier: string;
  /** Empty where a package makes the subnet, and its block is not known before. */
  cidrBlock: string;
}

const tiersOfAwsx = { public: "publicSubnetIds", private: "privateSubnetIds", isolated: "isolatedSubnetIds" } as const;

/** The subnets of a stack: its own, and those that the awsx package makes. */
export function subnetsOf(graph: Graph): Subnet[] {
  const own = graph.of("aws:ec2/subnet:Subnet").map(({ name, inputs, outputs }) => ({
    id: String(outputs["id"]),
    tier: String(valueAt(inputs, "tags.tier") ?? name),
    cidrBlock: String(inputs["cidrBlock"]),
  }));
  const awsx = graph.of("awsx:ec2:Vpc").flatMap(({ inputs, outputs }) =>
    Object.entries(tiersOfAwsx).flatMap(([tier, output]) => {
      const spec = list(inputs["subnetSpecs"])
        .map(record)
        .find(({ type }) => String(type).toLowerCase() === tier);
      if (spec === undefined) return [];
      const blocks = stringsAt(spec, "cidrBlocks");
      return stringsAt(outputs, output).map((id, at) => ({ id, tier, cidrBlock: blocks[at] ?? "" }));
    }),
  );
  return [...own, ...awsx];
}

/** The subnets that a resource names, or that a subnet group that it names has. */
export function subnetsIn(graph: Graph, subnets: readonly Subnet[], { inputs }: Made): Subnet[] {
  const groups = graph.all.filter(({ type }) => /:(SubnetGroup|AccessPoint)$/.test(type));
  const own = strings(inputs).map(({ text }) => text);
  const named = groups
    .filter(({ outputs }) => own.includes(String(outputs["name"])))
    .flatMap((group) => strings(group.inputs).map(({ text }) => text));
  const ids = new Set([...own, ...named]);
  return subnets.filter(({ id }) => ids.has(id));
}

/** Where the default route of a tier leads. */
export function defaultRoute(graph: Graph, subnets: readonly Subnet[], tier: string): string {
  const ids = subnets.filter((each) => each.tier === tier).map(({ id }) => id);
  const tables = graph
    .of("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter(({ inputs }) => ids.includes(String(inputs["subnetId"])))
    .map(({ inputs }) => String(inputs["routeTableId"]));
  const routes = graph
    .of("aws:ec2/route:Route")
    .filter(({ inputs }) => inputs["destinationCidrBlock"] === "0.0.0.0/0")
    .filter(({ inputs }) => tables.includes(String(inputs["routeTableId"])));
  if (tables.length === 0) return "made by the awsx package";
  if (routes.some(({ inputs }) => inputs["gatewayId"] !== undefined)) return "internet gateway";
  return routes.some(({ inputs }) => inputs["natGatewayId"] !== undefined) ? "NAT gateway" : "none";
}

/** Ports that responses go to: network ACLs keep no state (VPC User Guide, Network ACLs, ephemeral ports: 1024-65535). */
const ephemeral = 40_000;

/** Why the network ACLs between two places of the network stop a connection; undefined where they do not. */
export function stoppedByAcl(
  graph: Graph,
  from: readonly Subnet[],
  to: readonly Subnet[],
  port: number,
): string | undefined {
  for (const source of from) {
    for (const target of to) {
      const passes =
        aclAllows(graph, source, "egress", target.cidrBlock, port) &&
        aclAllows(graph, target, "ingress", source.cidrBlock, port) &&
        aclAllows(graph, target, "egress", source.cidrBlock, ephemeral) &&
        aclAllows(graph, source, "ingress", target.cidrBlock, ephemeral);
      if (!passes) return `the network ACLs of ${source.tier} and ${target.tier} subnets stop port ${port}`;
    }
  }
  return undefined;
}

/** The first rule by number that matches decides; a subnet without an ACL in the stack has the default one, which allows. */
function aclAllows(
  graph: Graph,
  { id }: Subnet,
  direction: "ingress" | "egress",
  cidrBlock: string,
  port: number,
): boolean {
  const acl = graph
    .of("aws:ec2/networkAcl:NetworkAcl")
    .find(({ inputs }) => stringsAt(inputs, "subnetIds").includes(id));
  if (acl === undefined || cidrBlock === "") return true;
  const rules = list(acl.inputs[direction])
    .map(record)
    .toSorted((one, other) => Number(one["ruleNo"]) - Number(other["ruleNo"]));
  return rules.find((rule) => isFor(rule, cidrBlock, port))?.["action"] === "allow";
}

function isFor(rule: Made["inputs"], cidrBlock: string, port: number): boolean {
  const [outer, inner] = [parse(String(rule["cidrBlock"])), parse(cidrBlock)];
  const covers = outer !== undefined && inner !== undefined && contains(outer, inner);
  const every = String(rule["protocol"]) === "-1";
  return covers && (every || (Number(rule["fromPort"]) <= port && port <= Number(rule["toPort"])));
}
