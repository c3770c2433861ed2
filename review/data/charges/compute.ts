import { type Inputs, list, number, text, texts } from "../../../commands/inputs.ts";
import { vcpus } from "../../../commands/preflight/vcpus.ts";
import type { Resource } from "../../section.ts";
import { month } from "../price.ts";
import { priced } from "../prices/index.ts";
import { assumed, type Charge, type Line, type Setting } from "./charge.ts";

const template = "aws:ec2/launchTemplate:LaunchTemplate";

/** Hours of machines of a type. */
function machines(type: string, count: number, most = count): Line {
  return { price: priced(`EC2 ${type}`), unpriced: `EC2 ${type}`, quantity: count * month, most: most * month };
}

/** Gigabytes of the volumes that a launch template gives each machine. */
function volumes(inputs: Inputs | undefined): number {
  return list(inputs, "blockDeviceMappings").reduce<number>(
    (sum, each) => sum + (number(each, "ebs.volumeSize") ?? 0),
    0,
  );
}

/** On-Demand nodes are of the first type while AWS has capacity; Spot nodes are counted at the On-Demand price, an upper bound. */
function nodeGroup(group: Resource, { used }: Setting): Line[] {
  const [type = ""] = texts(group.inputs, "instanceTypes");
  const count = number(group.inputs, "scalingConfig.desiredSize") ?? 0;
  const most = number(group.inputs, "scalingConfig.maxSize") ?? count;
  const [launched] = used(group, "launchTemplate", template);
  const size = volumes(launched?.inputs) || (number(group.inputs, "diskSize") ?? 0);
  return [machines(type, count, most), { price: "EBS gp3", quantity: size * count, most: size * most }];
}

/** A node pool starts with no node; its limit of vCPU is counted in nodes of the first instance type. */
function nodePool({ inputs }: Resource): Line[] {
  const requirement = list(inputs, "spec.template.spec.requirements").find(
    (each) => text(each, "key") === "node.kubernetes.io/instance-type",
  );
  const [type = ""] = texts(requirement, "values");
  const limit = number(inputs, "spec.limits.cpu") ?? 0;
  return [machines(type, 0, Math.ceil(limit / (vcpus(type) ?? 1)))];
}

/** Fargate Spot is counted at the On-Demand price, an upper bound; one task more than the maximum is the surge of a deployment. */
function service(resource: Resource, { used, of }: Setting): Line[] {
  const { inputs } = resource;
  const [task] = used(resource, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition");
  const cpu = (number(task?.inputs, "cpu") ?? 0) / 1_024;
  const memory = (number(task?.inputs, "memory") ?? 0) / 1_024;
  const desired = number(inputs, "desiredCount") ?? 0;
  const target = of("aws:appautoscaling/target:Target").find((each) =>
    text(each.inputs, "resourceId")?.endsWith(`/${text(inputs, "name")}`),
  );
  const most = Math.max(desired, number(target?.inputs, "maxCapacity") ?? 0);
  return [
    { price: "Fargate vCPU", quantity: cpu * desired * month, most: cpu * most * month },
    { price: "Fargate memory", quantity: memory * desired * month, most: memory * most * month },
  ];
}

function claim({ inputs }: Resource): Line[] {
  const [, size = "0"] = /^(\d+)Gi$/.exec(text(inputs, "spec.resources.requests.storage") ?? "") ?? [];
  return [{ price: "EBS gp3", quantity: Number(size) }];
}

/** How machines, containers and clusters are charged. */
export const compute: readonly Charge[] = [
  {
    type: "aws:eks/cluster:Cluster",
    by: "each; version in extended support",
    lines: () => [{ price: "EKS cluster", quantity: month }],
  },
  {
    type: "eks:index:Cluster",
    by: "each; its children are charged as resources",
    lines: () => [],
  },
  {
    type: "aws:eks/nodeGroup:NodeGroup",
    by: "instanceTypes, scalingConfig, volumes of the launch template",
    lines: nodeGroup,
  },
  { type: "kubernetes:karpenter.sh/v1:NodePool", by: "limits.cpu, instance types", lines: nodePool },
  {
    type: "aws:ec2/instance:Instance",
    by: "instanceType, rootBlockDevice",
    lines: ({ inputs }) => [
      machines(text(inputs, "instanceType") ?? "", 1),
      { price: "EBS gp3", quantity: number(inputs, "rootBlockDevice.volumeSize") ?? 0 },
    ],
  },
  { type: "aws:ecs/service:Service", by: "cpu, memory, desiredCount, maxCapacity", lines: service },
  {
    type: "aws:ecr/repository:Repository",
    by: "data",
    lines: (_, setting) => [assumed("ECR storage", "imageStorage", setting)],
  },
  { type: "kubernetes:core/v1:PersistentVolumeClaim", by: "requests.storage on gp3", lines: claim },
];
