import * as aws from "@pulumi/aws";
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
const addons: Requests = { cpu: 2 * (100 + 100 + 60), memory: 2 * (70 + 200 + 240), pods: 6 };

/** The same for each node: aws-node, kube-proxy, the agent of Pod Identity, and the node part of the EBS CSI driver. */
const onEachNode: Requests = { cpu: 50 + 100 + 30, memory: 120, pods: 4 };

/** Allocatable of a node by the size in its instance type: EKS's nodes keep some CPU, memory and pods for themselves. */
const sizes: Readonly<Record<string, Requests>> = {
  "t3.medium": { cpu: 1930, memory: 3300, pods: 17 },
  "m5.large": { cpu: 1930, memory: 7100, pods: 29 },
  "m6i.large": { cpu: 1930, memory: 7100, pods: 29 },
  "m7i.xlarge": { cpu: 3920, memory: 14600, pods: 58 },
};

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
  whole: Requests;
  perNode: Requests;
}

/** The requests in the values of a chart; a part without a number of pods has that of what it is in. */
function ofValues(values: Values, key: string, replicas: number, onNodes: boolean): Sum {
  const given = [values["replicas"], values["replicaCount"]].find((each) => typeof each === "number");
  const count = typeof given === "number" ? given : replicas;
  const each = onNodes || daemons.test(key);
  const own = "resources" in values ? plus(requested(values["resources"]), { ...none, pods: 1 }) : none;
  const start: Sum = { whole: each ? none : plus(none, own, count), perNode: each ? own : none };
  return Object.entries(values)
    .filter(([name, inner]) => name !== "resources" && isValues(inner))
    .map(([name, inner]) => ofValues(isValues(inner) ? inner : {}, name, count, each))
    .reduce(add, start);
}

function add(one: Sum, other: Sum): Sum {
  return { whole: plus(one.whole, other.whole), perNode: plus(one.perNode, other.perNode) };
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
    ? { whole: none, perNode: pod }
    : { whole: plus(none, pod, replicas), perNode: none };
}

/** The pods of Container Insights: the agent and Fluent Bit on each node, and one of the operator (default of its chart). */
function insights({ of }: Deployed): Sum[] {
  return of(aws.eks.Addon)
    .filter(({ inputs }) => inputs["addonName"] === "amazon-cloudwatch-observability")
    .map(({ inputs }) => {
      const { agent, containerLogs } = JSON.parse(String(inputs["configurationValues"]));
      const parts = [agent.resources, containerLogs.fluentBit.resources].map(requested);
      const perNode = parts.reduce((sum, part) => plus(sum, { ...part, pods: 1 }), none);
      return { whole: { cpu: 100, memory: 64, pods: 1 }, perNode };
    });
}

/** The nodes that a stack's pods need by their requests, with one node less in case one fails. */
export function nodesNeeded(deployed: Deployed): { nodes: number; desired: number; sum: Requests } {
  const workloads = objects(deployed.resources).filter(({ inputs }) =>
    ["Deployment", "StatefulSet", "DaemonSet", "OpenTelemetryCollector"].includes(String(inputs["kind"])),
  );
  const charts = deployed.of("kubernetes:helm.sh/v3:Release").map(({ inputs }) => {
    const values = inputs["values"];
    return ofValues(isValues(values) ? values : {}, "", 1, false);
  });
  const { whole, perNode } = [...workloads.map(ofObject), ...charts, ...insights(deployed)].reduce(add, {
    whole: addons,
    perNode: onEachNode,
  });
  const groups = deployed.of(aws.eks.NodeGroup).filter(({ inputs }) => [inputs["taints"] ?? []].flat().length === 0);
  const [type] = [groups[0]?.inputs["instanceTypes"] ?? []].flat();
  const node = sizes[String(type)];
  if (node === undefined) throw new Error(`the size of ${String(type)} is not known`);
  const room = plus(node, perNode, -1);
  const nodes = Math.max(whole.cpu / room.cpu, whole.memory / room.memory, whole.pods / room.pods);
  const desired = groups.reduce((sum, group) => sum + Number(at(group, "scalingConfig.desiredSize")), 0);
  return { nodes: Math.ceil(nodes) + 1, desired, sum: whole };
}
