import { overlap, parse } from "../../components/network/cidr.ts";
import { stringsAt, valueAt } from "../../rehearsal/account/values.ts";
import { blocked } from "../../rehearsal/proofs/calls.ts";
import { type Target, targets } from "../../rehearsal/proofs/environment.ts";
import { type Graph, list, record } from "../../rehearsal/proofs/graph.ts";
import { type GroupRule, groupRules } from "../../rehearsal/proofs/group-rules.ts";
import { matches, podsOf, type Service, servicesOf } from "../../rehearsal/proofs/pods.ts";
import { allows, type Rule, rulesFor } from "../../rehearsal/proofs/traffic.ts";
import type { End } from "./ends.ts";
import { stoppedByAcl } from "./network.ts";
import { outsideFaults } from "./outside.ts";

/** One end that reaches another, or is told to. */
export interface Connection {
  from: End;
  to: End;
  port: number;
  /** What tells the caller to connect: an environment variable, a route, an origin. @default nothing tells it */
  told?: string;
  /** Why it does not get through; none where it does. */
  faults: readonly string[];
}

/** A call to a host that is no end of the stack: an API of AWS, another system, or a name that nothing answers at. */
export interface OutsideCall {
  from: End;
  host: string;
  port: number;
  told: string;
  faults: readonly string[];
}

/** What the workloads are told to call, by the URLs and hosts in their environment and their configuration files. */
export function toldCalls(graph: Graph, ends: readonly End[]): { inside: Connection[]; outside: OutsideCall[] } {
  const inside: Connection[] = [];
  const outside: OutsideCall[] = [];
  const [services, pods] = [servicesOf(graph), podsOf(graph)];
  for (const from of ends) {
    for (const { variable: told, host, port } of toldTargets(from)) {
      const store = ends.find(({ hosts }) => hosts?.includes(host));
      const to = store ?? podsAt(ends, services, host, from);
      const policy = from.pods && blocked(graph, from.pods, { host, port }, pods, services);
      const network = faultsBeyond(graph, from, { store, to }, host, port);
      const faults = [...new Set([...(policy === undefined ? [] : [policy]), ...network])];
      if (to === undefined) outside.push({ from, host, port, told, faults });
      else inside.push({ from, to, port, told, faults });
    }
  }
  return { inside, outside };
}

/** What an end is told to connect to, without itself. */
function toldTargets({ environment = {}, mounted = [] }: End): Target[] {
  return [...targets(environment), ...mounted].filter(({ host }) => !/^(localhost|127\.0\.0\.1)$/.test(host));
}

/** What the network has against a call; between pods, only Services and network policies decide. */
function faultsBeyond(
  graph: Graph,
  from: End,
  { store, to }: { store: End | undefined; to: End | undefined },
  host: string,
  port: number,
): string[] {
  if (store !== undefined) return networkFaults(graph, from, store, port);
  return to === undefined ? outsideFaults(graph, from, host, port) : [];
}

/** The workload behind a Service of the cluster. */
function podsAt(ends: readonly End[], services: readonly Service[], host: string, from: End): End | undefined {
  const [name, namespace = from.pods?.namespace] = host.split(".");
  const service = services.find((each) => each.name === name && each.namespace === namespace);
  return service === undefined ? undefined : behind(ends, service);
}

function behind(ends: readonly End[], { selector, namespace }: Service): End | undefined {
  return ends.find(({ pods }) => pods !== undefined && pods.namespace === namespace && matches(selector, pods.labels));
}

/** Why routes, network ACLs, security groups and network policies stop a connection within the network. */
export function networkFaults(graph: Graph, from: End, to: End, port: number): string[] {
  const acl = stoppedByAcl(graph, from.subnets, to.subnets, port);
  const isIn = (rule: GroupRule) => rule.from <= port && port <= rule.to;
  const enters = groupRules(graph, "ingress").some(
    (rule) => to.groups.includes(rule.group) && isIn(rule) && isPeer(rule, from),
  );
  const own = graph.of("aws:ec2/securityGroup:SecurityGroup").map(({ outputs }) => String(outputs["id"]));
  // The rules of a group that EKS makes are not in the stack; it lets everything out.
  const isFree = from.groups.some((group) => !own.includes(group));
  const leaves =
    isFree ||
    groupRules(graph, "egress").some((rule) => from.groups.includes(rule.group) && isIn(rule) && isPeer(rule, to));
  return [
    ...(acl === undefined ? [] : [acl]),
    ...(enters ? [] : [`no security group of ${to.label} admits it on port ${port}`]),
    ...(leaves ? [] : [`no security group of ${from.label} lets it out on port ${port}`]),
    ...policyFaults(graph, from, to, port),
  ];
}

/** Whether the other end of a rule is an end: by its groups, or by the addresses of its subnets. */
function isPeer({ peers, cidrs }: GroupRule, { groups, subnets }: End): boolean {
  const blocks = subnets.flatMap(({ cidrBlock }) => parse(cidrBlock) ?? []);
  const covers = (cidr: string) => {
    const block = parse(cidr);
    return cidr === "0.0.0.0/0" || (block !== undefined && blocks.some((each) => overlap(block, each)));
  };
  return peers.some((peer) => groups.includes(peer)) || cidrs.some(covers);
}

/** Pods whose traffic is policed need a rule for the addresses at the other end, unless that is a pod as well. */
function policyFaults(graph: Graph, from: End, to: End, port: number): string[] {
  if (from.pods !== undefined && to.pods !== undefined) return [];
  const egress = from.pods && rulesFor(graph, "egress", from.pods);
  const ingress = to.pods && rulesFor(graph, "ingress", to.pods);
  return [
    ...(egress === undefined || opensTo(egress, to, port)
      ? []
      : [`no network policy of the caller allows egress to the subnets of ${to.label} on port ${port}`]),
    ...(ingress === undefined || opensTo(ingress, from, port)
      ? []
      : [`no network policy of ${to.label} allows ingress from the subnets of the caller on port ${port}`]),
  ];
}

/** Whether rules of a network policy open a port for the subnets of an end. */
function opensTo(rules: readonly Rule[], { subnets }: End, port: number): boolean {
  const blocks = subnets.flatMap(({ cidrBlock }) => parse(cidrBlock) ?? []);
  return allows(rules, port, (peer) => {
    const block = peer.kind === "addresses" ? parse(peer.cidr) : undefined;
    return block !== undefined && (block.prefix === 0 || blocks.some((each) => overlap(block, each)));
  });
}

/** Ports of Services that network policies let pods connect to, although nothing tells them to. */
export function openServices(graph: Graph, ends: readonly End[]): Connection[] {
  const [services, pods] = [servicesOf(graph), podsOf(graph)];
  return services.flatMap((service) => {
    const to = behind(ends, service);
    if (to === undefined) return [];
    const host = `${service.name}.${service.namespace}.svc.cluster.local`;
    return ends.flatMap((from) =>
      from === to || from.pods === undefined
        ? []
        : service.ports
            .filter((port) => from.pods && blocked(graph, from.pods, { host, port }, pods, services) === undefined)
            .map((port) => ({ from, to, port, faults: [] })),
    );
  });
}

/** What load balancers forward to, by their listeners and rules. */
export function routes(graph: Graph, ends: readonly End[]): Connection[] {
  const services = servicesOf(graph);
  const listeners = new Map(
    graph.of("aws:lb/listener:Listener").map((each) => [String(each.outputs["arn"]), each.inputs]),
  );
  const actions = [...graph.of("aws:lb/listener:Listener"), ...graph.of("aws:lb/listenerRule:ListenerRule")];
  const found = actions.flatMap(({ name, inputs }) => {
    const listener = record(
      inputs["listenerArn"] === undefined ? inputs : listeners.get(String(inputs["listenerArn"])),
    );
    const from = ends.find(({ made }) => made.outputs["arn"] === listener["loadBalancerArn"]);
    const groups = ["actions", "defaultActions"].flatMap((key) => [
      ...stringsAt(inputs, `${key}.targetGroupArn`),
      ...stringsAt(inputs, `${key}.forward.targetGroups.arn`),
    ]);
    return from === undefined ? [] : groups.map((arn) => ({ from, arn, told: `listener rule ${name}` }));
  });
  return found.flatMap(({ from, arn, told }) => {
    const to = targetsOf(graph, ends, services, arn);
    const group = graph.of("aws:lb/targetGroup:TargetGroup").find(({ outputs }) => outputs["arn"] === arn);
    const port = Number(group?.inputs["port"]);
    return to === undefined ? [] : [{ from, to, port, told, faults: networkFaults(graph, from, to, port) }];
  });
}

/** The ECS service, or the pods of a TargetGroupBinding, that a target group has. */
function targetsOf(graph: Graph, ends: readonly End[], services: readonly Service[], arn: string): End | undefined {
  const task = ends.find(({ made }) =>
    list(made.inputs["loadBalancers"]).some((each) => record(each)["targetGroupArn"] === arn),
  );
  const binding = graph
    .objects("TargetGroupBinding")
    .find(({ inputs }) => valueAt(inputs, "spec.targetGroupARN") === arn);
  const [name, namespace] = ["spec.serviceRef.name", "metadata.namespace"].map(
    (path) => binding && valueAt(binding.inputs, path),
  );
  const service = services.find((each) => each.name === name && each.namespace === namespace);
  return task ?? (service && behind(ends, service));
}
