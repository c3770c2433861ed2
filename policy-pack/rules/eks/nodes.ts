import {
  all,
  atLeast,
  atMost,
  counts,
  either,
  fail,
  is,
  matches,
  not,
  only,
  pass,
  set,
  value,
  when,
} from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { wayIn } from "../../checks/internet-paths.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { internetRoute, privateSubnet, subnet } from "../../checks/subnet-example.ts";

const nodeGroup = ["aws:eks/nodeGroup:NodeGroup"];
const subnetType = "aws:ec2/subnet:Subnet";

const isSystem: Check = ({ resource }) =>
  /(?:^|-)system(?:-|$)/.test(resource.name) ? pass : fail("is not a system node group");

/** Properties with the subnets of clusters and node groups. */
const computeTypes = [
  { type: "aws:eks/cluster:Cluster", path: "vpcConfig.subnetIds" },
  { type: "aws:eks/nodeGroup:NodeGroup", path: "subnetIds" },
];

function publicNodes(graph: Graph): Complaint[] {
  return computeTypes.flatMap(({ type, path }) =>
    graph.of(type).flatMap((resource): Complaint[] => {
      const open = graph.targets(resource, path, subnetType).find((subnet) => wayIn(graph, subnet) !== undefined);
      return open === undefined
        ? []
        : [{ resource, verdict: fail(`is in subnet "${open.name}", which has a route to an internet gateway`) }];
    }),
  );
}

const placedNodes = example("aws:eks/nodeGroup:NodeGroup", "nodes", {}, { subnetIds: subnet });

export const eksNodes = service("Amazon EKS", [
  {
    name: "eks-node-version-supported",
    types: nodeGroup,
    description: "EKS node groups do not use Amazon Linux 2 AMIs.",
    why: "Amazon EKS has stopped publishing Amazon Linux 2 AMIs, so nodes that use them receive no further Kubernetes or security updates.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set amiType to an AL2023 or Bottlerocket type",
    check: matches("amiType", /^(?!AL2_)/, "pass"),
    ok: { amiType: "AL2023_ARM_64_STANDARD" },
    bad: { amiType: "AL2_x86_64" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "eks-node-no-ssh",
    types: nodeGroup,
    description: "EKS node groups with an SSH key limit SSH to source security groups.",
    why: "If only a key is given, Amazon EKS opens port 22 of the nodes to the internet, where a leaked key or an SSH flaw gives control of the node.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_100"],
    fix: "leave remoteAccess unset, or set remoteAccess.sourceSecurityGroupIds",
    check: when(set("remoteAccess.ec2SshKey"), set("remoteAccess.sourceSecurityGroupIds")),
    ok: { subnetIds: ["subnet-1"] },
    bad: { remoteAccess: { ec2SshKey: "ops" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "eks-node-multi-az",
    types: nodeGroup,
    description: "EKS node groups in staging and prod use at least two subnets.",
    why: "Nodes in one subnet are in one Availability Zone; when that zone is impaired, all pods of the group stop and no replacement nodes can be launched elsewhere.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: [],
    fix: "set subnetIds to subnets in at least two Availability Zones",
    check: counts("subnetIds", { dev: 1, staging: 2, prod: 2 }),
    ok: { subnetIds: ["subnet-1", "subnet-2"] },
    bad: { subnetIds: ["subnet-1"] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-node-scaling-bounds",
    types: nodeGroup,
    description: "EKS node groups cap their size, and in prod keep two nodes, or none if they have taints.",
    why: "A single node in prod interrupts all its pods when it fails, and an excessive maximum lets a runaway workload launch instances that exceed the budget.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set scalingConfig.minSize to 2 or more in prod, or to 0 with taints, and scalingConfig.maxSize up to the cap of the environment (nodes)",
    // A tainted group runs only what tolerates the taint, and the autoscaler starts it from zero nodes.
    check: all(
      only(
        ["prod"],
        either(
          atLeast("scalingConfig.minSize", 2),
          all(
            set("taints"),
            value("scalingConfig.minSize", (size) => size === 0, "fail"),
          ),
        ),
      ),
      atMost("scalingConfig.maxSize", "nodes"),
    ),
    ok: { scalingConfig: { minSize: 2, maxSize: 6, desiredSize: 3 } },
    bad: { scalingConfig: { minSize: 1, maxSize: 500, desiredSize: 1 } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-node-update-bounded",
    types: nodeGroup,
    description: "EKS node groups set maxUnavailable, or maxUnavailablePercentage to at most 33.",
    why: "When an update takes too many nodes down at once, the evicted pods find no free capacity and stay pending until new nodes have joined.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set updateConfig.maxUnavailablePercentage to at most 33, or updateConfig.maxUnavailable",
    check: either(atMost("updateConfig.maxUnavailablePercentage", 33), atLeast("updateConfig.maxUnavailable", 1)),
    ok: { updateConfig: { maxUnavailablePercentage: 33 } },
    bad: { updateConfig: { maxUnavailablePercentage: 100 } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-node-launch-template-hardened",
    types: nodeGroup,
    description: "EKS node groups set launchTemplate.",
    why: "Without a launch template, EKS defaults determine the metadata options and disk encryption of the nodes, and the launch template rules cannot check them.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["EC2.170", "EC2.181"],
    fix: "set launchTemplate",
    check: set("launchTemplate"),
    ok: { launchTemplate: { id: "lt-1", version: "1" } },
    bad: { subnetIds: ["subnet-1"] },
    clauses: [{ controls: ["EC2.170", "EC2.181"], bad: { launchTemplate: undefined } }],
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "eks-node-capacity-type",
    types: ["aws:eks/nodeGroup:NodeGroup"],
    description: "EKS system node groups do not use Spot capacity.",
    why: "EC2 can reclaim Spot Instances at short notice; if the system nodes are interrupted together, CoreDNS and controllers stop and workloads lose name resolution.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set capacityType to ON_DEMAND",
    check: not(
      all(
        is("capacityType", "SPOT"),
        either(is("labels.role", "system"), matches("nodeGroupName", /system/), isSystem),
      ),
      "runs on Spot capacity",
    ),
    ok: { capacityType: "ON_DEMAND" },
    bad: { capacityType: "SPOT", nodeGroupName: "system" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "eks-private-subnets-only",
    description: "EKS clusters and node groups use subnets without a route to an internet gateway.",
    why: "Nodes in a public subnet can receive public addresses, and then kubelet and NodePort ports are reachable from the internet if their security group allows it.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.4.3"],
    fix: "set subnetIds to private subnets",
    find: publicNodes,
    ok: [...privateSubnet, placedNodes],
    bad: [...privateSubnet, placedNodes, internetRoute],
  },
]);
