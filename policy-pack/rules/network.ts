import { isPrivate, isWorld, prefixLength } from "../checks/cidr.ts";
import { all, either, fail, is, isNot, oneOf, pass, set, undecided, value } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { known, list, number, unknown, word } from "../checks/values.ts";

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const networkAcl = "aws:ec2/networkAcl:NetworkAcl";
const networkAclRule = "aws:ec2/networkAclRule:NetworkAclRule";
/** SSH, RDP and SMB; FTP where somebody opened it on purpose. */
const adminPorts = [22, 3389, 445];
const ftpPorts = [20, 21];

/** One entry of a network ACL, inline or a resource of its own. */
interface Entry {
  number: unknown;
  action: unknown;
  cidrs: readonly unknown[];
  protocol: unknown;
  from: unknown;
  to: unknown;
}

function entry(raw: unknown): Entry {
  return {
    number: known(raw, "ruleNo") ?? known(raw, "ruleNumber"),
    action: known(raw, "action") ?? known(raw, "ruleAction"),
    cidrs: [...list(raw, "cidrBlock"), ...list(raw, "ipv6CidrBlock")],
    protocol: known(raw, "protocol"),
    from: known(raw, "fromPort"),
    to: known(raw, "toPort"),
  };
}

/** Entries are read in the order of their numbers and the first that matches decides: a deny before an allow wins. */
const closedAcl: Check = ({ resource, value: props }) => {
  const own = resource.type === networkAclRule;
  if (own && known(props, "egress") === true) return pass;
  const raw = own ? [props] : list(props, "ingress");
  const entries = raw.filter((each) => each !== unknown).map(entry);
  entries.sort((a, b) => number(a.number) - number(b.number));
  for (const port of adminPorts) {
    const first = entries.find((each) => each.cidrs.some(isWorld) && reaches(each, port));
    if (first?.action === "allow") return fail(`lets the internet reach port ${port}`);
  }
  const ftp = entries.some((each) => each.action === "allow" && each.cidrs.some(isWorld) && opensFtp(each));
  if (ftp) return fail("lets the internet reach FTP");
  const open = raw.includes(unknown) || entries.some(({ cidrs }) => cidrs.includes(unknown));
  return open ? undecided("ingress") : pass;
};

function opensFtp(each: Entry): boolean {
  return number(each.from) > 0 && ftpPorts.some((port) => reaches(each, port));
}

function reaches({ protocol, from, to }: Entry, port: number): boolean {
  if (["-1", "all"].includes(word(protocol))) return true;
  if (!["6", "17", "tcp", "udp"].includes(word(protocol))) return false;
  return typeof from !== "number" || typeof to !== "number" || (from <= port && port <= to);
}

/** Networks: address space, subnets and network ACLs. */
export const network: readonly ResourceRule[] = [
  {
    name: "vpc-no-default-vpc",
    types: ["aws:ec2/defaultVpc:DefaultVpc"],
    description: "The default VPC of the account is not used.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_148"],
    fix: "declare a Vpc instead of a DefaultVpc",
    check: () => fail("is declared"),
    ok: null,
    bad: {},
  },
  {
    name: "vpc-dns-enabled",
    types: [vpc],
    description: "A VPC resolves names and names its hosts, as private endpoints and EKS need.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set enableDnsSupport and enableDnsHostnames to true",
    check: all(
      value("enableDnsSupport", (found) => found === true, "pass"),
      is("enableDnsHostnames", true),
    ),
    ok: { enableDnsSupport: true, enableDnsHostnames: true },
    bad: { enableDnsSupport: true, enableDnsHostnames: false },
  },
  {
    name: "vpc-cidr-from-plan",
    types: [vpc],
    description: "A VPC takes private addresses, at least a /20 and at most a /16 of them.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set cidrBlock to a private block between /16 and /20",
    check: either(
      value("cidrBlock", (cidr) => isPrivate(cidr) && within(prefixLength(cidr), 16, 20), "fail"),
      set("ipv4IpamPoolId"),
    ),
    ok: { cidrBlock: "10.20.0.0/16" },
    bad: { cidrBlock: "8.0.0.0/8" },
  },
  {
    name: "vpc-dedicated-tenancy-forbidden",
    types: [vpc],
    description: "A VPC does not force dedicated hardware, and its price, on every instance.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave instanceTenancy at default",
    check: oneOf("instanceTenancy", ["default"], "pass"),
    ok: { cidrBlock: "10.20.0.0/16" },
    bad: { instanceTenancy: "dedicated" },
  },
  {
    name: "subnet-no-public-ip-on-launch",
    types: [subnet],
    description: "A subnet gives no public address to whatever is launched in it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EC2.15", "CKV_AWS_130"],
    fix: "set mapPublicIpOnLaunch to false",
    check: isNot("mapPublicIpOnLaunch", true),
    ok: { cidrBlock: "10.20.0.0/20" },
    bad: { mapPublicIpOnLaunch: true },
  },
  {
    name: "subnet-size-min",
    types: [subnet],
    description: "A subnet is large enough to grow in.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set cidrBlock to a /26 or larger",
    check: either(
      value("cidrBlock", (cidr) => within(prefixLength(cidr), 0, 26), "pass"),
      // AWS asks for a small subnet of their own for attachments and firewall endpoints.
      ({ resource }) => (/transit|tgw|firewall/i.test(resource.name) ? pass : fail("grows")),
    ),
    ok: { cidrBlock: "10.20.0.0/20" },
    bad: { cidrBlock: "10.20.0.0/28" },
  },
  {
    name: "nacl-no-admin-ports-from-world",
    types: [networkAcl, networkAclRule],
    description: "A network ACL keeps the internet from SSH, RDP, SMB and FTP.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.21", "CIS AWS 3.0 5.1", "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232", "CKV_AWS_352"],
    fix: "deny ports 22, 3389 and 445 in ingress with a lower ruleNo than the one that allows",
    check: closedAcl,
    ok: {
      ingress: [
        { ruleNo: 90, action: "deny", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 22, toPort: 22 },
        { ruleNo: 91, action: "deny", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 3389, toPort: 3389 },
        { ruleNo: 92, action: "deny", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 445, toPort: 445 },
        { ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "-1", fromPort: 0, toPort: 0 },
      ],
    },
    bad: {
      ingress: [{ ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 0, toPort: 1024 }],
    },
  },
];

function within(number: number | undefined, least: number, most: number): boolean {
  return number !== undefined && least <= number && number <= most;
}
