import { all, each, fail, matches, pass, undecided, unset } from "../checks/conditions.ts";
import { type Check, levels, type Resource, type ResourceRule, type Verdict } from "../checks/rule.ts";
import * as groups from "../checks/security-group-rules.ts";
import { defaults, matchesGlob, type Settings } from "../checks/settings.ts";
import { text, unknown, word } from "../checks/values.ts";

const { closedToWorld, covers, egressRule, fromWorld, ingress, ingressRule, securityGroup, securityGroupRule } = groups;
const incoming = [ingressRule, securityGroupRule, securityGroup];
const dataPorts = [5432, 6379, 9200, 5671, 8162, 61617];
const highRiskPorts = [
  20, 21, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 4333, 5000, 5432, 5500, 5601, 6379, 8080, 8088, 8888,
  9200, 9300, 27017,
];
const entryPorts = [80, 443];

/**
 * Only what the settings call a public entry may face the internet: here, what the Gateway component made. A program that
 * is not made of these components and keeps no list of its own has said nothing about its entries.
 */
function isEntry({ urn }: Resource, { publicEntries }: Settings): boolean {
  const unsaid = publicEntries === defaults.publicEntries && !/platform:\w+:[A-Z]/.test(urn);
  return unsaid || publicEntries.some((glob) => matchesGlob(glob, urn));
}

const onlyEntryPorts: Check = ingress((permission, resource, settings) => {
  const world = fromWorld(permission);
  if (world === false) return pass;
  const { fromPort, toPort } = permission;
  if (world === unknown || fromPort === unknown) return undecided("fromPort");
  const one = fromPort === toPort && entryPorts.some((port) => port === fromPort && covers(permission, port) === true);
  if (!one) return fail(`opens ports ${word(fromPort)} to ${word(toPort)} to the internet`);
  return isEntry(resource, settings) ? pass : fail("faces the internet without being a public entry");
});

/** Whether addresses are among the sources; a list that is not known yet may be empty. */
function addresses({ cidrs, prefixLists }: groups.Permission): boolean | typeof unknown {
  const all = [...cidrs, ...prefixLists];
  return all.some((each) => each !== unknown) || (all.length > 0 && unknown);
}

/** Fails when both hold, and says so when one of them is not known yet. */
function both(one: boolean | typeof unknown, other: boolean | typeof unknown, wrong: string): Verdict {
  if (one === false || other === false) return pass;
  return one === unknown || other === unknown ? undecided("ingress") : fail(wrong);
}

const groupPeers: Check = ingress((permission) => {
  const reached = dataPorts.map((port) => covers(permission, port));
  const data = reached.includes(true) || (reached.includes(unknown) && unknown);
  return both(data, addresses(permission), "opens a data store's port to addresses instead of a security group");
});

const noAllTraffic: Check = ingress((permission) => {
  const { protocol, fromPort, toPort } = permission;
  const isIcmp = /^(?:icmp.*|1|58)$/i.test(word(protocol));
  const all = groups.isAnyProtocol(protocol) || (!isIcmp && groups.isEveryPort(fromPort, toPort));
  const open = [protocol, fromPort, toPort].includes(unknown) && unknown;
  return both(all || open, addresses(permission), "opens every port to addresses");
});

const egressNarrow: Check = ({ resource }) => {
  const ofData = /(?:database|cache|broker|search|rds|redis|valkey)/i.test(
    `${resource.name} ${text(resource.props, "description") ?? ""}`,
  );
  if (!ofData) return pass;
  const verdicts = groups.permissions(resource, "egress").map((each) => {
    if (each === unknown || each.protocol === unknown) return undecided("egress");
    const world = fromWorld(each);
    return both(groups.isAnyProtocol(each.protocol), world, "lets a data store call anywhere");
  });
  return verdicts.find(({ kind }) => kind === "fail") ?? verdicts.find(({ kind }) => kind === "undecided") ?? pass;
};

/** Security groups, in each of the three styles they can be written in. */
export const securityGroups: readonly ResourceRule[] = [
  {
    name: "sg-no-admin-port-from-world",
    types: incoming,
    description: "No security group opens SSH or RDP to the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.13", "EC2.14", "EC2.19", "CIS AWS 3.0 5.2", "CIS AWS 3.0 5.3", "CKV_AWS_24", "CKV_AWS_25"],
    fix: "set referencedSecurityGroupId instead of cidrIpv4, and use Session Manager for shells",
    check: closedToWorld([22, 3389]),
    ok: { ipProtocol: "tcp", fromPort: 22, toPort: 22, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
  },
  {
    name: "sg-world-only-to-authorized-ports",
    types: incoming,
    description: "Only public entries face the internet, and only on ports 80 and 443.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.18", "CKV_AWS_260"],
    fix: "set referencedSecurityGroupId to the gateway's group instead of cidrIpv4",
    check: onlyEntryPorts,
    ok: { ipProtocol: "tcp", fromPort: 8080, toPort: 8080, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 8080, toPort: 8080, cidrIpv4: "0.0.0.0/0" },
  },
  {
    name: "sg-no-high-risk-port-from-world",
    types: incoming,
    description: "No security group opens a port of databases, mail, file shares or dashboards to the internet.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["EC2.19", "CIS AWS 5.0 5.1.2"],
    fix: "set referencedSecurityGroupId instead of cidrIpv4",
    check: closedToWorld(highRiskPorts),
    ok: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv6: "::/0" },
  },
  {
    name: "sg-no-all-traffic-ingress",
    types: incoming,
    description: "Every port at once is open to security groups at most, never to addresses.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_277", "EC2.18"],
    fix: "set fromPort and toPort, or referencedSecurityGroupId",
    check: noAllTraffic,
    ok: { ipProtocol: "-1", referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" },
  },
  {
    name: "sg-egress-restricted",
    types: [egressRule, securityGroupRule, securityGroup],
    description: "A data store calls nobody: its group has no egress to everywhere.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_382"],
    fix: "remove the egress rule, or set its port and destination",
    check: egressNarrow,
    ok: { ipProtocol: "tcp", fromPort: 443, toPort: 443, prefixListId: "pl-1" },
    bad: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "database to anywhere" },
  },
  {
    name: "sg-descriptions",
    types: [...incoming, egressRule],
    description: "A security group and each of its rules say what they are for.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: ["CKV_AWS_23"],
    fix: "set description",
    check: all(matches("description", /^(?!Managed by Pulumi$)/), each("ingress", matches("description", /./))),
    ok: { description: "load balancer to pods" },
    bad: { ipProtocol: "tcp" },
  },
  {
    name: "sg-peer-is-sg-for-data-ports",
    types: incoming,
    description: "Databases, caches, search and brokers are reached from security groups, never from addresses.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set referencedSecurityGroupId instead of cidrIpv4",
    check: groupPeers,
    ok: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: "10.0.0.0/16" },
  },
  {
    name: "sg-default-closed",
    types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    description: "The default security group of a VPC lets nothing in or out.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.2", "CIS AWS 3.0 5.4", "CKV2_AWS_12"],
    fix: "leave ingress and egress empty",
    check: all(unset("ingress"), unset("egress")),
    ok: { vpcId: "vpc-1" },
    bad: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }] },
  },
];
