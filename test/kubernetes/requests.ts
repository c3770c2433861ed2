import * as aws from "@pulumi/aws";
import { allocatable } from "../../rehearsal/kubernetes/instance-types.ts";
import { at, type Deployed, type Registered } from "../harness.ts";
import { objects } from "./schemas.ts";

/** CPU in millicores, memory in MiB, and pods. */
export interface Requests {
  cpu: number;
  memory: number;
  pods: number;
}

type Values = Readonly<Record<string, unknown>>;

/** What the add-ons of EKS request, by their manifests' defaults (not looked up): two pods of each controller. */
const addons: readonly Requests[] = [
  { cpu: 100, memory: 70, pods: 1 },
  { cpu: 100, memory: 200, pods: 1 },
  { cpu: 60, memory: 240, pods: 1 },
].flatMap((pod) => [pod, pod]);

/** The same for each node: aws-node, kube-proxy, the agent of Pod Identity, and the node part of the EBS CSI driver. */
const onEachNode: Requests = { cpu: 50 + 100 + 30, memory: 120, pods: 4 };

/** Parts of charts that run on each node. */
const daemons = /node-exporter|nodeAgent|^node$/;

function plus(one: Requests, other: Requests, times = 1): Requests {
  return {
    cpu: one.cpu + other.cpu * times,
    memory: one.memory + other.memory * times,
    pods: one.pods + other.pods * times,
  };
}

const none: Requests = { cpu: 0, memory: 0, pods: 0 };

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A quantity of Kubernetes in millicores or MiB. */
function quantity(text: unknown, kind: "cpu" | "memory"): number {
  const [, amount = "0", unit = ""] = /^([\d.]+)(m|Mi|Gi|M|G)?$/.exec(String(text ?? "0")) ?? [];
  if (kind === "cpu") return unit === "m" ? Number(amount) : 1000 * Number(amount);
  return Number(amount) * ({ Mi: 1, M: 1, Gi: 1024, G: 1024 }[unit] ?? 0);
}

function requested(resources: unknown): Requests {
  const requests = isValues(resources) && isValues(resources["requests"]) ? resources["requests"] : {};
  return { cpu: quantity(requests["cpu"], "cpu"), memory: quantity(requests["memory"], "memory"), pods: 0 };
}

interface Sum {
  /** What each pod requests. */
  whole: readonly Requests[];
  /** What the pods of each node request together. */
  perNode: Requests;
}

/** The requests in the values of a chart; a part without a number of pods has that of what it is in. */
function ofValues(values: Values, key: string, replicas: number, onNodes: boolean): Sum {
  const given = [values["replicas"], values["replicaCount"]].find((each) => typeof each === "number");
  const count = typeof given === "number" ? given : replicas;
  const each = onNodes || daemons.test(key);
  const own = "resources" in values ? plus(requested(values["resources"]), { ...none, pods: 1 }) : none;
  const start: Sum = { whole: each || own === none ? [] : Array(count).fill(own), perNode: each ? own : none };
  return Object.entries(values)
    .filter(([name, inner]) => name !== "resources" && isValues(inner))
    .map(([name, inner]) => ofValues(isValues(inner) ? inner : {}, name, count, each))
    .reduce(add, start);
}

function add(one: Sum, other: Sum): Sum {
  return { whole: [...one.whole, ...other.whole], perNode: plus(one.perNode, other.perNode) };
}

function ofObject(object: Registered): Sum {
  const spec = "spec.template.spec";
  const containers = [at(object, `${spec}.containers`) ?? at(object, "spec")].flat();
  const pod = containers.reduce<Requests>(
    (sum, container) => plus(sum, requested(isValues(container) ? container["resources"] : undefined)),
    { ...none, pods: 1 },
  );
  const replicas = Number(at(object, "spec.replicas") ?? 1);
  return object.inputs["kind"] === "DaemonSet"
    ? { whole: [], perNode: pod }
    : { whole: Array(replicas).fill(pod), perNode: none };
}

/** The pods of Container Insights: the agent and Fluent Bit on each node, and one of the operator (default of its chart). */
function insights({ of }: Deployed): Sum[] {
  return of(aws.eks.Addon)
    .filter(({ inputs }) => inputs["addonName"] === "amazon-cloudwatch-observability")
    .map(({ inputs }) => {
      const { agent, containerLogs } = JSON.parse(String(inputs["configurationValues"]));
      const parts = [agent.resources, containerLogs.fluentBit.resources].map(requested);
      const perNode = parts.reduce((sum, part) => plus(sum, { ...part, pods: 1 }), none);
      return { whole: [{ cpu: 100, memory: 64, pods: 1 }], perNode };
    });
}

/** The nodes that a stack's pods need by their requests, with one node less in case one fails, and those that it starts with. */
export function nodesNeeded(deployed: Deployed): { nodes: number; desired: number } {
  const workloads = objects(deployed.resources).filter(({ inputs }) =>
    ["Deployment", "StatefulSet", "DaemonSet", "OpenTelemetryCollector"].includes(String(inputs["kind"])),
  );
  const charts = deployed.of("kubernetes:helm.sh/v3:Release").map(({ inputs }) => {
    const values = inputs["values"];
    return ofValues(isValues(values) ? values : {}, "", 1, false);
  });
  const { whole, perNode } = [...charts, ...insights(deployed), ...workloads.map(ofObject)].reduce(add, {
    whole: addons,
    perNode: onEachNode,
  });
  const groups = deployed.of(aws.eks.NodeGroup).filter(({ inputs }) => [inputs["taints"] ?? []].flat().length === 0);
  const [type] = [groups[0]?.inputs["instanceTypes"] ?? []].flat();
  const room = plus(allocatable(String(type)), perNode, -1);
  const desired = groups.reduce((sum, group) => sum + Number(at(group, "scalingConfig.desiredSize")), 0);
  return { nodes: spread(whole, room) + 1, desired: desired + pools(deployed, groups) };
}

/** Nodes that Karpenter adds for any pod: of each pool without taints one in each zone, which its limits allow. */
function pools({ of }: Deployed, groups: readonly Registered[]): number {
  const open = of("kubernetes:karpenter.sh/v1:NodePool").filter(
    (pool) => [at(pool, "spec.template.spec.taints") ?? []].flat().length === 0,
  );
  return open.length * [groups[0]?.inputs["subnetIds"] ?? []].flat().length;
}

/** The fewest nodes that take all pods, as the scheduler spreads them: each to the node with the most room, in their order. */
function spread(pods: readonly Requests[], room: Requests): number {
  const most = 50;
  for (let count = 1; count <= most; count += 1) if (take(pods, Array(count).fill(room))) return count;
  throw new Error(`${most} nodes do not take the pods`);
}

function take(pods: readonly Requests[], empty: readonly Requests[]): boolean {
  const nodes = [...empty];
  const share = (left: Requests) => left.cpu / (empty[0]?.cpu ?? 1) + left.memory / (empty[0]?.memory ?? 1);
  return pods.every((pod) => {
    const fitting = [...nodes.entries()].filter(([, left]) => holds(left, pod));
    const [best] = fitting.toSorted(([, one], [, other]) => share(other) - share(one));
    if (best === undefined) return false;
    nodes[best[0]] = plus(best[1], pod, -1);
    return true;
  });
}

function holds(left: Requests, pod: Requests): boolean {
  return left.cpu >= pod.cpu && left.memory >= pod.memory && left.pods >= pod.pods;
}
