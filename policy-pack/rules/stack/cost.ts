import { complain } from "../../checks/complaints.ts";
import { all, atMost, onType } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { eachSize, type Size, sizeOf } from "../../checks/sizes.ts";
import { text } from "../../checks/values.ts";

const broker = "aws:mq/broker:Broker";
const database = "aws:rds/instance:Instance";
const domain = "aws:opensearch/domain:Domain";
const instance = "aws:ec2/instance:Instance";
const nodes = "aws:eks/nodeGroup:NodeGroup";
const schedules = ["aws:scheduler/schedule:Schedule", "aws:autoscaling/schedule:Schedule"];

const sized = Object.keys(sizeOf);

/** The largest instance size by environment, in units of xlarge. */
const largestSize = { dev: 2, staging: 4, prod: 8 };

/** The last generation of each instance family that has a cheaper successor. */
const lastOldGeneration: Record<string, number> = {
  t: 2,
  m: 4,
  c: 4,
  r: 4,
  i: 2,
  d: 2,
  x: 1,
  p: 3,
  g: 3,
  hi: 1,
  hs: 1,
  cr: 1,
  cc: 2,
};
const isOld = ({ family, generation }: Size) => generation <= (lastOldGeneration[family] ?? 0);

/** Node groups with On-Demand capacity, in a stack without a schedule. */
function onDemandNodes(graph: Graph): Complaint[] {
  if (graph.of(...schedules).length > 0) return [];
  return graph
    .of(nodes)
    .filter(({ props }) => (text(props, "capacityType") ?? "ON_DEMAND") !== "SPOT")
    .map(complain("has On-Demand capacity, and the stack has no schedule"));
}

export const stackCost = service("Cost across services", [
  {
    name: "cost-instance-class-allowed",
    types: sized,
    description: "Instance types are at most 2xlarge in dev, 4xlarge in staging and 8xlarge in prod.",
    why: "An instance class copied from prod into dev is billed for every hour it runs, idle or not, and the excess shows only on a later bill.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set instanceClass, nodeType, instanceType, instanceTypes, dedicatedMasterType or hostInstanceType to at most 2xlarge in dev, 4xlarge in staging and 8xlarge in prod",
    check: eachSize(
      ({ units }, environment) => units > largestSize[environment],
      "has an instance type that is too large for the environment",
    ),
    ok: { instanceClass: "db.r7g.large" },
    bad: { instanceClass: "db.r7g.16xlarge" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cost-graviton-preferred",
    types: sized.filter((type) => type !== broker),
    description: "Instance types use AWS Graviton (ARM) processors.",
    why: "Graviton instances generally cost less than comparable x86 instances, so an x86 type raises the bill of a workload that also runs on ARM.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set instanceClass, nodeType, instanceType, instanceTypes or dedicatedMasterType to a Graviton type, such as m7g",
    check: eachSize(({ arm }) => !arm, "has an instance type without an AWS Graviton processor"),
    ok: { instanceClass: "db.m7g.large" },
    bad: { instanceClass: "db.m5.large" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cost-previous-generation",
    types: sized,
    description: "Instance types are newer than t2, m4, c4, r4, i2, d2, x1, p3 and g3.",
    why: "Previous-generation instances usually cost more for the same performance, so the same workload runs slower or needs a larger instance.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["EC2.24"],
    fix: "set instanceClass, nodeType, instanceType, instanceTypes, dedicatedMasterType or hostInstanceType to a current generation",
    check: eachSize(isOld, "has an instance type of a previous generation"),
    ok: { instanceClass: "db.t4g.medium" },
    bad: { instanceClass: "db.t2.medium" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cost-storage-cap",
    types: [database, domain, instance],
    description: "EC2 root volumes, RDS storage and OpenSearch volumes stay within the storageGiB cap.",
    why: "Provisioned storage is billed whether or not it is used, and the allocated storage of an RDS instance cannot be reduced in place afterwards.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set allocatedStorage, ebsOptions.volumeSize or rootBlockDevice.volumeSize to at most the storageGiB cap of the environment",
    check: all(
      onType([database], atMost("allocatedStorage", "storageGiB", "pass")),
      onType([domain], atMost("ebsOptions.volumeSize", "storageGiB", "pass")),
      onType([instance], atMost("rootBlockDevice.volumeSize", "storageGiB", "pass")),
    ),
    ok: { allocatedStorage: 100 },
    bad: { allocatedStorage: 4000 },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cost-spot-or-schedule-in-dev",
    description: "EKS node groups in dev use Spot capacity, or the stack declares a schedule.",
    why: "On-Demand nodes in dev that are never scaled down are paid at the full rate through nights and weekends, when they run little or no work.",
    severity: "low",
    levels: levels("A/-/-"),
    controls: [],
    fix: "set capacityType to SPOT, or declare a Schedule that scales the nodes down",
    find: onDemandNodes,
    ok: [example(nodes, "general", { capacityType: "SPOT" })],
    bad: [example(nodes, "general", { capacityType: "ON_DEMAND" })],
  },
]);
