import { isWorld } from "../../checks/cidr.ts";
import { complain } from "../../checks/complaints.ts";
import { fail, pass, undecided } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { known, list, number, unknown, word } from "../../checks/values.ts";

const networkAcl = "aws:ec2/networkAcl:NetworkAcl";
const networkAclRule = "aws:ec2/networkAclRule:NetworkAclRule";
const ftpPorts = [20, 21];

/** SSH, RDP and SMB; FTP only when it is opened explicitly. */
const adminPorts = [22, 3389, 445];

/** One entry of a network ACL, inline or a separate resource. */
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

/** No entry allows the ports from the internet; the entry with the lowest number applies. */
const hasClosedAdminPorts: Check = ({ resource, value: props }) => {
  const own = resource.type === networkAclRule;
  if (own && known(props, "egress") === true) return pass;
  const raw = own ? [props] : list(props, "ingress");
  const entries = raw.filter((each) => each !== unknown).map(entry);
  entries.sort((a, b) => number(a.number) - number(b.number));
  for (const port of adminPorts) {
    const first = entries.find((each) => each.cidrs.some(isWorld) && reaches(each, port));
    if (first?.action === "allow") return fail(`allows port ${port} from the internet`);
  }
  const ftp = entries.some((each) => each.action === "allow" && each.cidrs.some(isWorld) && opensFtp(each));
  if (ftp) return fail("allows FTP from the internet");
  const open = raw.includes(unknown) || entries.some(({ cidrs }) => cidrs.includes(unknown));
  return open ? undecided("ingress") : pass;
};

/** No entry allows all protocols, or all ports of one, from the internet, whatever entries before it deny. */
const hasNoOpenEntry: Check = ({ resource, value: props }) => {
  const own = resource.type === networkAclRule;
  if (own && known(props, "egress") === true) return pass;
  const raw = own ? [props] : list(props, "ingress");
  const found = raw.filter((each) => each !== unknown).map(entry);
  const everything = ({ protocol, from, to }: Entry) =>
    ["-1", "all"].includes(word(protocol)) ||
    (["6", "17", "tcp", "udp"].includes(word(protocol)) && number(from) <= 1 && number(to) >= 65_535);
  const open = found.some((each) => each.action === "allow" && each.cidrs.some(isWorld) && everything(each));
  if (open) return fail("allows every protocol or port from the internet");
  return raw.includes(unknown) || found.some(({ cidrs }) => cidrs.includes(unknown)) ? undecided("ingress") : pass;
};

function opensFtp(each: Entry): boolean {
  return number(each.from) > 0 && ftpPorts.some((port) => reaches(each, port));
}

function reaches({ protocol, from, to }: Entry, port: number): boolean {
  if (["-1", "all"].includes(word(protocol))) return true;
  if (!["6", "17", "tcp", "udp"].includes(word(protocol))) return false;
  return typeof from !== "number" || typeof to !== "number" || (from <= port && port <= to);
}

function unusedNetworkAcls(graph: Graph): Complaint[] {
  return graph
    .of(networkAcl)
    .filter((each) => list(each.props, "subnetIds").length === 0)
    .filter(
      (each) =>
        graph.referrers(each, "networkAclId", "aws:ec2/networkAclAssociation:NetworkAclAssociation").length === 0,
    )
    .map(complain("has no subnet"));
}

export const vpcNetworkAcls = service("Amazon VPC", [
  {
    name: "nacl-no-admin-ports-from-world",
    types: [networkAcl, networkAclRule],
    description: "VPC network ACLs allow no SSH, RDP, SMB or explicit FTP ports from the internet.",
    why: "These ports are scanned for weak passwords and known exploits all the time. If the network ACL allows them, one wrong security group rule exposes a host to takeover.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.21", "CIS AWS 3.0 5.1", "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232"],
    fix: "deny ports 22, 3389 and 445 in ingress with a lower ruleNo than the entry that allows them, and remove entries that allow 20 or 21",
    check: hasClosedAdminPorts,
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
    clauses: [
      {
        controls: ["CKV_AWS_229"],
        bad: {
          ingress: [
            { ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 21, toPort: 21 },
          ],
        },
      },
      {
        controls: ["CKV_AWS_230"],
        bad: {
          ingress: [
            { ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 20, toPort: 20 },
          ],
        },
      },
      {
        controls: ["EC2.21", "CKV_AWS_231"],
        bad: {
          ingress: [
            { ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 3389, toPort: 3389 },
          ],
        },
      },
      {
        controls: ["EC2.21", "CKV_AWS_232"],
        bad: {
          ingress: [
            { ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 22, toPort: 22 },
          ],
        },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "nacl-not-orphan",
    description: "VPC network ACLs are associated with at least one subnet.",
    why: "A network ACL without a subnet filters no traffic: its rules suggest a protection that is absent, while the subnets use another network ACL.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.16", "CKV2_AWS_1"],
    fix: "set subnetIds, or remove the network ACL",
    find: unusedNetworkAcls,
    ok: [example(networkAcl, "data", { subnetIds: ["subnet-1"] })],
    bad: [example(networkAcl, "data", { subnetIds: [] })],
  },
  {
    name: "nacl-no-all-ports-from-world",
    types: [networkAcl, "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", networkAclRule],
    description: "VPC network ACLs do not allow every protocol or port from the internet.",
    why: "An entry that allows everything leaves the security groups as the only filter, so one rule too many there exposes databases and administration ports of the subnet.",
    severity: "medium",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set protocol, fromPort and toPort of the entry to the ports of the service, and a separate entry for return traffic",
    check: hasNoOpenEntry,
    ok: {
      ingress: [
        { ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "6", fromPort: 1024, toPort: 65_535 },
      ],
    },
    bad: {
      ingress: [{ ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", protocol: "6", fromPort: 0, toPort: 65_535 }],
    },
    absent: "pass",
    unknown: "undecided",
  },
]);
