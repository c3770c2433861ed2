import { isWorld } from "./cidr.ts";
import { fail, pass, undecided } from "./conditions.ts";
import type { Check, Resource, Verdict } from "./rule.ts";
import type { Settings } from "./settings.ts";
import { known, list, number, read, unknown, word } from "./values.ts";

export const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
export const securityGroupRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Types of resources that hold ingress rules. */
export const incoming = [ingressRule, securityGroupRule, securityGroup];

/** One permission of a security group, in any of the three styles. */
export interface Permission {
  protocol: unknown;
  fromPort: unknown;
  toPort: unknown;
  /** Blocks of addresses, IPv4 and IPv6. */
  cidrs: readonly unknown[];
  /** Security groups, by ID; `self` for the group itself. */
  groups: readonly unknown[];
  /** Managed prefix lists, by ID. */
  prefixLists: readonly unknown[];
}

/** The permissions that a resource gives in a direction; `[unknown]` when they are not known yet. */
export function permissions(resource: Resource, direction: "ingress" | "egress"): (Permission | typeof unknown)[] {
  const { type, props } = resource;
  if (type === securityGroup) return list(props, direction).map((raw) => (raw === unknown ? unknown : shared(raw)));
  if (type === securityGroupRule) return known(props, "type") === direction ? [shared(props)] : [];
  if (type !== (direction === "ingress" ? ingressRule : egressRule)) return [];
  return [
    {
      protocol: at(props, "ipProtocol"),
      fromPort: at(props, "fromPort"),
      toPort: at(props, "toPort"),
      cidrs: [...list(props, "cidrIpv4"), ...list(props, "cidrIpv6")],
      groups: list(props, "referencedSecurityGroupId"),
      prefixLists: list(props, "prefixListId"),
    },
  ];
}

/** The inline style and the older rule resource use the same words. */
function shared(raw: unknown): Permission {
  return {
    protocol: at(raw, "protocol"),
    fromPort: at(raw, "fromPort"),
    toPort: at(raw, "toPort"),
    cidrs: [...list(raw, "cidrBlocks"), ...list(raw, "ipv6CidrBlocks")],
    groups: [
      ...list(raw, "securityGroups"),
      ...list(raw, "sourceSecurityGroupId"),
      ...(known(raw, "self") === true ? ["self"] : []),
    ],
    prefixLists: list(raw, "prefixListIds"),
  };
}

/** Every ingress permission passes a function. */
export const ingress =
  (evaluate: (permission: Permission, resource: Resource, settings: Settings) => Verdict): Check =>
  ({ resource, settings }) => {
    const verdicts = permissions(resource, "ingress").map((each) =>
      each === unknown ? undecided("ingress") : evaluate(each, resource, settings),
    );
    return verdicts.find(({ kind }) => kind === "fail") ?? verdicts.find(({ kind }) => kind === "undecided") ?? pass;
  };

/** The internet may not reach any of these ports. */
export const closedToWorld = (ports: readonly number[]): Check =>
  ingress((permission) => {
    const world = fromWorld(permission);
    if (world === false) return pass;
    const reached = ports.map((port) => ({ port, open: covers(permission, port) }));
    const open = reached.find((each) => each.open === true);
    if (open === undefined) return reached.some((each) => each.open === unknown) ? undecided("fromPort") : pass;
    return world === unknown ? undecided("cidr") : fail(`opens port ${open.port} to ${permission.cidrs.find(isWorld)}`);
  });

/** Whether a source is the internet. */
export function fromWorld({ cidrs }: Permission): boolean | typeof unknown {
  if (cidrs.some(isWorld)) return true;
  return cidrs.includes(unknown) ? unknown : false;
}

/** Whether the permission reaches a TCP or UDP port. */
export function covers({ protocol, fromPort, toPort }: Permission, port: number): boolean | typeof unknown {
  if (isAnyProtocol(protocol)) return true;
  if (protocol !== unknown && !hasPorts(protocol)) return false;
  if (protocol === unknown || fromPort === unknown || toPort === unknown) return unknown;
  return isEveryPort(fromPort, toPort) || isBetween(fromPort, port, toPort);
}

/** Whether a port is in a range; a range without ends has every port. */
function isBetween(fromPort: unknown, port: number, toPort: unknown): boolean {
  return typeof fromPort !== "number" || typeof toPort !== "number" || (fromPort <= port && port <= toPort);
}

/** Whether a protocol has ports: TCP and UDP, by name or number. */
function hasPorts(protocol: unknown): boolean {
  return ["tcp", "udp", "6", "17"].includes(word(protocol).toLowerCase());
}

/** All ports: from one end to the other, or -1 as the API writes it. */
export function isEveryPort(fromPort: unknown, toPort: unknown): boolean {
  const [from, to] = [number(fromPort), number(toPort)];
  return (from === -1 && to === -1) || (from <= 1 && to >= 65535);
}

export function isAnyProtocol(protocol: unknown): boolean {
  return ["-1", "all"].includes(word(protocol).toLowerCase());
}

/** Fails when both conditions hold; undecided while one of them is not known yet. */
export function bothOpen(one: boolean | typeof unknown, other: boolean | typeof unknown, wrong: string): Verdict {
  if (one === false || other === false) return pass;
  return one === unknown || other === unknown ? undecided("ingress") : fail(wrong);
}

function at(value: unknown, path: string): unknown {
  const reading = read(value, path);
  return reading.state === "known" ? reading.value : reading.state === "unknown" ? unknown : undefined;
}
