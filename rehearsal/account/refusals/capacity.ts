import { parseSize } from "../../../policy-pack/checks/sizes.ts";
import type { Refusal, Step } from "../refusal.ts";
import { isOwn, type Thing, type Values } from "../thing.ts";
import { stringsAt, valueAt } from "../values.ts";
import type { View } from "../view.ts";

/** A quota of vCPU that run at the same time in a Region, all stacks of the account together. */
interface Capacity {
  name: string;
  /** The code in Service Quotas. */
  quota: string;
  /** What AWS gives an account at first; an account that was used gets more without asking. */
  most: number;
  types: readonly string[];
  /** vCPU of one of them; 0 while they are not known. */
  vcpu(inputs: Values, account: View): number;
  code: string;
  words(most: number): string;
  source: string;
  /** A step whose vCPU are above the quota, and one whose are not. */
  over: Step;
  under: Step;
}

const nodeGroup = "aws:eks/nodeGroup:NodeGroup";
const instance = "aws:ec2/instance:Instance";
const service = "aws:ecs/service:Service";
const ec2Quotas = "Amazon EC2 endpoints and quotas https://docs.aws.amazon.com/general/latest/gr/ec2-service.html";

/** vCPU of an instance type: two up to large, one for the medium of newer families, four for each xlarge. */
function vcpuOf(instanceType: unknown): number {
  const size = parseSize(instanceType);
  if (size === undefined) return 0;
  if (size.units >= 1) return 4 * size.units;
  return size.family !== "t" && size.units < 1 / 2 ? 1 : 2;
}

function ofNodes(capacityType: "ON_DEMAND" | "SPOT") {
  return (inputs: Values): number => {
    if ((inputs["capacityType"] ?? "ON_DEMAND") !== capacityType) return 0;
    // EKS may choose any of the types: the smallest is the least that it needs.
    const each = stringsAt(inputs, "instanceTypes").map(vcpuOf);
    return (each.length === 0 ? 0 : Math.min(...each)) * Number(valueAt(inputs, "scalingConfig.desiredSize") ?? 0);
  };
}

/** vCPU of the tasks that a service starts with, by its task definition. */
function ofTasks({ taskDefinition, desiredCount, capacityProviderStrategies }: Values, account: View): number {
  const definition = typeof taskDefinition === "string" ? account.find(taskDefinition) : undefined;
  const providers = stringsAt({ capacityProviderStrategies }, "capacityProviderStrategies.capacityProvider");
  const spot = providers.length > 0 && providers.every((each) => each === "FARGATE_SPOT");
  const cpu = Number(definition?.inputs["cpu"] ?? 0) / 1024;
  return spot || typeof desiredCount !== "number" ? 0 : cpu * desiredCount;
}

function nodes(capacityType: string, desiredSize: number): Step {
  const inputs = { clusterName: "main", capacityType, instanceTypes: ["m7i.large"], scalingConfig: { desiredSize } };
  return { create: nodeGroup, as: "general", inputs };
}

const task: Step = {
  create: "aws:ecs/taskDefinition:TaskDefinition",
  as: "task",
  inputs: { family: "task", cpu: "2048" },
};

function tasks(desiredCount: number): Step {
  return { create: service, as: "orders", inputs: { taskDefinition: "<task.arn>", desiredCount } };
}

const capacities: readonly Capacity[] = [
  {
    name: "ec2-on-demand-vcpu-quota",
    quota: "L-1216C47A",
    most: 5,
    types: [nodeGroup, instance],
    vcpu: (inputs) => {
      return "instanceType" in inputs ? vcpuOf(inputs["instanceType"]) : ofNodes("ON_DEMAND")(inputs);
    },
    code: "VcpuLimitExceeded",
    words: (most) =>
      `You have requested more vCPU capacity than your current vCPU limit of ${most} allows for the instance bucket that the specified instance type belongs to (quota L-1216C47A).`,
    source: ec2Quotas,
    over: nodes("ON_DEMAND", 3),
    under: nodes("ON_DEMAND", 2),
  },
  {
    name: "ec2-spot-vcpu-quota",
    quota: "L-34B43A08",
    most: 5,
    types: [nodeGroup],
    vcpu: ofNodes("SPOT"),
    code: "MaxSpotInstanceCountExceeded",
    words: (most) => `Max spot instance count exceeded: quota L-34B43A08 is ${most} vCPU.`,
    source: ec2Quotas,
    over: nodes("SPOT", 3),
    under: nodes("SPOT", 2),
  },
  {
    name: "ecs-fargate-vcpu-quota",
    quota: "L-3032A538",
    most: 6,
    types: [service],
    vcpu: ofTasks,
    // ECS creates the service, its tasks do not start, and the provider gives up waiting for them.
    code: "ResourceNotReady",
    words: (most) =>
      `exceeded wait attempts: unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently (quota L-3032A538 is ${most}).`,
    source: "Amazon ECS endpoints and quotas https://docs.aws.amazon.com/general/latest/gr/ecs-service.html",
    over: tasks(4),
    under: tasks(3),
  },
];

function refusal({ name, quota, most, types, vcpu, code, words, source, over, under }: Capacity): Refusal {
  const before = types.includes(service) ? [task] : [];
  return {
    name,
    types,
    on: ["create", "update"],
    code,
    source,
    check: (request, account) => {
      const asked = vcpu(request.inputs, account);
      if (asked === 0) return undefined;
      const others = types
        .flatMap((type) => account.all(type, request.place))
        .filter((thing: Thing) => !isOwn(thing, request) && thing !== request.old)
        .reduce((sum, { inputs }) => sum + vcpu(inputs, account), 0);
      const allowed = account.quota(quota) ?? most;
      return others + asked > allowed ? words(allowed) : undefined;
    },
    passes: { before, judged: under },
    refused: { before, judged: over },
  };
}

/** What the quotas of vCPU leave no room for. */
export const overCapacity: readonly Refusal[] = capacities.map(refusal);
