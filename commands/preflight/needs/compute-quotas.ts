import { type Inputs, list, number, text, texts } from "../../inputs.ts";
import { type Graph, ofType, type Resource, used } from "../graph.ts";
import type { Amount, Quota } from "../quota.ts";
import { isStandard, vcpus } from "../vcpus.ts";

type Market = "on-demand" | "spot";

function sum(amounts: readonly Amount[]): Amount {
  const first = amounts.reduce((total, each) => total + each.first, 0);
  return { first, most: amounts.reduce((total, each) => total + (each.most ?? each.first), 0) };
}

/**
 * The vCPUs of a node group. On-Demand nodes are of its first type while AWS has capacity for it; Spot nodes are of any:
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
 */
function ofNodeGroup({ inputs }: Resource): Amount {
  const sizes = texts(inputs, "instanceTypes")
    .filter(isStandard)
    .map((type) => vcpus(type) ?? 0);
  const largest = Math.max(0, ...sizes);
  const usual = text(inputs, "capacityType") === "SPOT" ? largest : (sizes[0] ?? 0);
  const desired = number(inputs, "scalingConfig.desiredSize") ?? 0;
  return { first: usual * desired, most: largest * (number(inputs, "scalingConfig.maxSize") ?? desired) };
}

/** The limit of a Karpenter node pool, which starts nodes when pods wait for them. */
function ofNodePool({ inputs }: Resource): Amount {
  return { first: 0, most: number(inputs, "spec.limits.cpu") ?? 0 };
}

function poolMarkets({ inputs }: Resource): string[] {
  const requirements = list(inputs, "spec.template.spec.requirements");
  const capacity = requirements.find((each) => text(each, "key") === "karpenter.sh/capacity-type");
  return texts(capacity, "values");
}

/** The vCPUs of EC2 instances of one market in a Region; node pools are of the Region of the stack's cluster. */
function nodes(market: Market): Quota["amount"] {
  return (graph, region) => {
    const capacity = market === "spot" ? "SPOT" : "ON_DEMAND";
    const groups = ofType(graph, "aws:eks/nodeGroup:NodeGroup").filter(
      (each) => each.region === region && (text(each.inputs, "capacityType") ?? "ON_DEMAND") === capacity,
    );
    const pools = region === graph.regions[0] ? ofType(graph, "kubernetes:karpenter.sh/v1:NodePool") : [];
    const instances = market === "spot" ? [] : ofType(graph, "aws:ec2/instance:Instance");
    return sum([
      ...groups.map(ofNodeGroup),
      ...pools.filter((each) => poolMarkets(each).includes(market)).map(ofNodePool),
      ...instances.filter((each) => each.region === region).map(ofInstance),
    ]);
  };
}

function ofInstance({ inputs }: Resource): Amount {
  const type = text(inputs, "instanceType") ?? "";
  return { first: isStandard(type) ? (vcpus(type) ?? 0) : 0 };
}

/** The vCPUs of the tasks of ECS services; while a deployment runs, old and new tasks count. */
function tasks(market: Market): Quota["amount"] {
  return (graph, region) => {
    const services = ofType(graph, "aws:ecs/service:Service").filter((each) => each.region === region);
    return sum(
      services.filter(({ inputs }) => isSpot(inputs) === (market === "spot")).map((each) => ofService(graph, each)),
    );
  };
}

function isSpot(inputs: Inputs): boolean {
  return list(inputs, "capacityProviderStrategies").some((each) => text(each, "capacityProvider") === "FARGATE_SPOT");
}

function ofService(graph: Graph, service: Resource): Amount {
  const task = used(graph, service, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition");
  const cpu = (number(task?.inputs, "cpu") ?? 0) / 1_024;
  const desired = number(service.inputs, "desiredCount") ?? 0;
  const target = ofType(graph, "aws:appautoscaling/target:Target").find(({ inputs }) =>
    text(inputs, "resourceId")?.endsWith(`/${text(service.inputs, "name")}`),
  );
  const count = Math.max(desired, number(target?.inputs, "maxCapacity") ?? 0);
  const surge = (number(service.inputs, "deploymentMaximumPercent") ?? 200) / 100;
  return { first: cpu * desired, most: cpu * count * surge };
}

// Codes, names and defaults: "Amazon EC2 service quotas" and "Amazon ECS endpoints and quotas" of the AWS General Reference.
export const computeQuotas: readonly Quota[] = [
  {
    name: "vCPUs of On-Demand standard instances",
    service: "ec2",
    code: "L-1216C47A",
    documented: 5,
    amount: nodes("on-demand"),
  },
  {
    name: "vCPUs of Spot standard instances",
    service: "ec2",
    code: "L-34B43A08",
    documented: 5,
    amount: nodes("spot"),
  },
  {
    name: "vCPUs of Fargate",
    service: "fargate",
    code: "L-3032A538",
    documented: 6,
    amount: tasks("on-demand"),
  },
  {
    name: "vCPUs of Fargate Spot",
    service: "fargate",
    code: "L-36FBB829",
    documented: 6,
    amount: tasks("spot"),
  },
];
