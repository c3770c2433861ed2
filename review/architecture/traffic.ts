import { stringsAt } from "../../rehearsal/account/values.ts";
import type { Graph } from "../../rehearsal/proofs/graph.ts";
import type { Box, Diagram, Line, Role } from "../diagram.ts";
import type { End } from "../reach/ends.ts";
import { subnetsOf } from "../reach/network.ts";
import { type Reach, reachOf } from "../reach/reach.ts";
import type { Review } from "../section.ts";
import { note, type Owners, owners } from "./owners.ts";

const roles: Readonly<Record<End["kind"], Role>> = { entry: "entry", workload: "compute", store: "store" };

/** Where requests go: from the internet through the entries to workloads and stores, each in its subnets. */
export function traffic(review: Review): Diagram {
  const reach = reachOf(review.made);
  const own = owners(review);
  const ends = [...Map.groupBy(reach.ends, (end) => own.of(end)?.urn ?? "")].filter(([urn]) => urn !== "");
  const places = new Map(ends.map(([urn, [first]]) => [urn, first === undefined ? "" : placeOf(reach, first)]));
  const stopped = new Set(
    [...reach.told, ...reach.outside].flatMap(({ from, faults }) => (faults.length > 0 ? [own.of(from)?.urn] : [])),
  );
  const boxes = ends.map(([urn, [first]]): Box => {
    const resources = own.inside.get(urn) ?? [];
    const within = places.get(urn) ?? "";
    return {
      id: urn,
      ...(within !== "" && { within }),
      label: first?.label ?? "",
      note: note(resources),
      role: roles[first?.kind ?? "workload"],
      urns: resources.map((each) => each.urn),
      ...(stopped.has(urn) && { level: "bad" as const }),
    };
  });
  const entries = entering(reach, own);
  return {
    kind: "diagram",
    title: "Traffic",
    description:
      "From left to right: who connects to whom. A line is a route, an origin, or a host that a workload is told to call; red is told and blocked.",
    boxes: [
      ...(entries.length > 0 ? [internet] : []),
      ...frames(review, reach, own, new Set(places.values())),
      ...boxes,
    ],
    lines: [...entries, ...connected(reach, own)],
  };
}

const internet: Box = { id: "internet", label: "Internet", role: "outside" };

/** The frame of an end: global, the cluster, or the tier of its subnets. */
function placeOf({ graph }: Reach, { pods, subnets, made }: End): string {
  if (pods !== undefined) return "cluster";
  if (/cloudfront/.test(made.type)) return "edge";
  const tier = subnets[0]?.tier;
  return tier !== undefined ? `tier-${tier}` : subnetsOf(graph).length > 0 ? "region" : "";
}

/** The frames that are used: the edge, the Region, its VPC, the tiers of subnets, the cluster. */
function frames({ plan, config }: Review, { graph }: Reach, own: Owners, used: ReadonlySet<string>): Box[] {
  const subnets = Map.groupBy(subnetsOf(graph), ({ tier }) => tier);
  const component = (type: RegExp) => [...own.inside.values()].find(([first]) => type.test(first?.type ?? ""));
  const urnsOf = (type: RegExp) => {
    const found = component(type);
    return found === undefined ? {} : { urns: found.map(({ urn }) => urn) };
  };
  const [vpc] = [...graph.of("aws:ec2/vpc:Vpc"), ...graph.of("awsx:ec2:Vpc")];
  const region = String(config["region"] ?? "");
  const inVpc = vpc === undefined ? (region === "" ? {} : { within: "region" }) : { within: "vpc" };
  const tiers = [...subnets].map(([tier, all]): Box => {
    return { id: `tier-${tier}`, ...inVpc, label: `${tier} subnets`, note: `${all.length}`, role: "tier" };
  });
  const cluster: Box = {
    id: "cluster",
    ...(subnets.has("private") ? { within: "tier-private" } : inVpc),
    label: "Kubernetes cluster",
    role: "tier",
    ...urnsOf(/^platform:cluster:(?!Namespace|ClusterAccess|OptionalAddons)/),
  };
  const all: Box[] = [
    { id: "edge", label: "Edge locations", note: "global", role: "region" },
    ...(region === "" ? [] : [{ id: "region", label: `Region ${region}`, role: "region" as const }]),
    ...(vpc === undefined
      ? []
      : [
          {
            id: "vpc",
            within: "region",
            label: "VPC",
            note: blocksOf(graph),
            role: "network" as const,
            ...urnsOf(/^platform:network:(?!Bastion)/),
          },
        ]),
    ...tiers,
    cluster,
  ];
  const needed = (id: string): boolean => used.has(id) || all.some((box) => box.within === id && needed(box.id));
  return [...all.filter(({ id }) => needed(id)), ...fixtures(plan.resources, used)];
}

function blocksOf(graph: Graph): string {
  const more = graph.of("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation");
  return [...graph.of("aws:ec2/vpc:Vpc"), ...graph.of("awsx:ec2:Vpc"), ...more]
    .flatMap(({ inputs }) => stringsAt(inputs, "cidrBlock"))
    .join(", ");
}

/** What the network has in its subnets besides the ends: NAT gateways and interface endpoints. */
function fixtures(resources: Review["plan"]["resources"], used: ReadonlySet<string>): Box[] {
  const box = (type: string, label: string, tier: string): Box[] => {
    const own = resources.filter((each) => each.type === type);
    const place = `tier-${tier}`;
    if (own.length === 0 || !used.has(place)) return [];
    return [
      { id: label, within: place, label, note: `${own.length}`, role: "network", urns: own.map(({ urn }) => urn) },
    ];
  };
  return [
    ...box("aws:ec2/natGateway:NatGateway", "NAT gateways", "public"),
    ...box("aws:ec2/vpcEndpoint:VpcEndpoint", "VPC endpoints", "private"),
  ];
}

function entering({ openings }: Reach, own: Owners): Line[] {
  return openings.flatMap(({ entry, isPublic, ports }) => {
    const to = own.of(entry)?.urn;
    return isPublic && to !== undefined ? [{ from: internet.id, to, label: ports.join(", ") }] : [];
  });
}

/** One line for all connections between two components. */
function connected({ told }: Reach, own: Owners): Line[] {
  const pairs = Map.groupBy(told, ({ from, to }) => `${own.of(from)?.urn}\n${own.of(to)?.urn}`);
  return [...pairs].flatMap(([pair, all]) => {
    const [from = "", to = ""] = pair.split("\n");
    if (from === to || from === "undefined" || to === "undefined") return [];
    const label = [...new Set(all.map(({ port }) => port))].join(", ");
    return [
      { from, to, label, level: all.some(({ faults }) => faults.length > 0) ? ("bad" as const) : ("info" as const) },
    ];
  });
}
