import { fail, pass, undecided } from "../../checks/conditions.ts";
import { type Check, levels, type Resource, service } from "../../checks/rule.ts";
import {
  bothOpen,
  closedToWorld,
  covers,
  fromWorld,
  incoming,
  ingress,
  isAnyProtocol,
  isEveryPort,
  type Permission,
} from "../../checks/security-group-rules.ts";
import { defaults, matchesGlob, type Settings } from "../../checks/settings.ts";
import { unknown, word } from "../../checks/values.ts";

const dataPorts = [5432, 6379, 9200, 5671, 8162, 61617];
const highRiskPorts = [
  20, 21, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 4333, 5000, 5432, 5500, 5601, 6379, 8080, 8088, 8888,
  9200, 9300, 27017,
];
const entryPorts = [80, 443];

/**
 * Whether a resource may face the internet: it is listed in publicEntries. The default list applies only to programs
 * with components of the platform.
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
  return isEntry(resource, settings) ? pass : fail("is open to the internet and is not listed in publicEntries");
});

/** Whether IP addresses or prefix lists are among the sources. */
function addresses({ cidrs, prefixLists }: Permission): boolean | typeof unknown {
  const all = [...cidrs, ...prefixLists];
  return all.some((each) => each !== unknown) || (all.length > 0 && unknown);
}

const groupPeers: Check = ingress((permission) => {
  const reached = dataPorts.map((port) => covers(permission, port));
  const data = reached.includes(true) || (reached.includes(unknown) && unknown);
  return bothOpen(data, addresses(permission), "opens a data store port to IP addresses instead of a security group");
});

const noAllTraffic: Check = ingress((permission) => {
  const { protocol, fromPort, toPort } = permission;
  const isIcmp = /^(?:icmp.*|1|58)$/i.test(word(protocol));
  const all = isAnyProtocol(protocol) || (!isIcmp && isEveryPort(fromPort, toPort));
  const open = [protocol, fromPort, toPort].includes(unknown) && unknown;
  return bothOpen(all || open, addresses(permission), "opens every port to IP addresses");
});

export const vpcSecurityGroupIngress = service("Amazon VPC", [
  {
    name: "sg-no-admin-port-from-world",
    types: incoming,
    description: "Security groups do not allow ingress from the internet to port 22 or 3389.",
    why: "SSH and RDP ports on the internet are found by scanners and attacked with stolen keys, guessed passwords and exploits of the server software.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.13", "EC2.14", "EC2.19", "CIS AWS 3.0 5.2", "CIS AWS 3.0 5.3", "CKV_AWS_24", "CKV_AWS_25"],
    fix: "set referencedSecurityGroupId instead of cidrIpv4, and use Session Manager for shells",
    check: closedToWorld([22, 3389]),
    ok: { ipProtocol: "tcp", fromPort: 22, toPort: 22, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
    clauses: [
      {
        controls: ["EC2.13", "EC2.19", "CIS AWS 3.0 5.2", "CKV_AWS_24"],
        bad: { referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" },
      },
      { controls: ["CIS AWS 3.0 5.3"], bad: { referencedSecurityGroupId: undefined, cidrIpv6: "::/0" } },
      {
        controls: ["EC2.14", "EC2.19", "CKV_AWS_25"],
        bad: { referencedSecurityGroupId: undefined, fromPort: 3389, toPort: 3389, cidrIpv4: "0.0.0.0/0" },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sg-world-only-to-authorized-ports",
    types: incoming,
    description: "Security groups open only port 80 or 443 of public entries to the internet.",
    why: "Any other open port or group lets traffic from the internet bypass the gateway with its TLS, web ACL and authentication and reach a workload directly.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.18"],
    fix: "set referencedSecurityGroupId to the gateway's security group instead of cidrIpv4, or add the URN to publicEntries",
    check: onlyEntryPorts,
    ok: { ipProtocol: "tcp", fromPort: 8080, toPort: 8080, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 8080, toPort: 8080, cidrIpv4: "0.0.0.0/0" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sg-no-http-from-world",
    types: incoming,
    description: "Security groups do not allow ingress from the internet to port 80.",
    why: "A request over plain HTTP can be read and answered by any host on its way, before the redirect to HTTPS; a gateway that only listens on 443 cannot receive one.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV_AWS_260"],
    fix: "remove the rule of port 80, and redirect at CloudFront or not at all",
    check: closedToWorld([80]),
    ok: { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
    bad: { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: "0.0.0.0/0" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sg-no-high-risk-port-from-world",
    types: incoming,
    description: "Security groups do not allow ingress from the internet to high-risk ports.",
    why: "Databases, mail servers, file shares and dashboards often listen without strong authentication, and scanners find them within a short time of their exposure.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["EC2.19", "CIS AWS 5.0 5.1.2"],
    fix: "set referencedSecurityGroupId instead of cidrIpv4",
    check: closedToWorld(highRiskPorts),
    ok: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv6: "::/0" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sg-no-all-traffic-ingress",
    types: incoming,
    description: "Security groups do not open all ports to CIDR blocks or prefix lists.",
    why: "Every host in the address range can reach every port of the target, including debug and admin ports that were never meant to be shared.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_277", "EC2.18"],
    fix: "set fromPort and toPort, or referencedSecurityGroupId instead of addresses",
    check: noAllTraffic,
    ok: { ipProtocol: "-1", referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sg-peer-is-sg-for-data-ports",
    types: incoming,
    description: "Security groups open data store ports to security groups, not to CIDR blocks.",
    why: "A CIDR source admits every host that gets an address in the range, so any compromised pod or instance in the VPC can connect to the database, cache or broker.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set referencedSecurityGroupId instead of cidrIpv4",
    check: groupPeers,
    ok: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: "sg-1" },
    bad: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: "10.0.0.0/16" },
    absent: "pass",
    unknown: "undecided",
  },
]);
