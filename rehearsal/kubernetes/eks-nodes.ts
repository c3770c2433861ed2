import type { Thing } from "../account/thing.ts";
import { allocatable, architecture } from "./instance-types.ts";
import type { Node } from "./nodes.ts";
import { record, records } from "./values.ts";

const effects: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
};

/** The nodes of every managed node group at its desired size, over the zones of its subnets. */
export function managedNodes(things: readonly Thing[]): Node[] {
  const zones = new Map(
    things
      .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
      .map(({ id, outputs }) => [id, String(outputs["availabilityZone"])]),
  );
  return things
    .filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup")
    .flatMap(({ inputs, outputs, place }) => {
      const { labels, taints, scalingConfig, subnetIds, instanceTypes, capacityType } = inputs;
      const group = String(outputs["nodeGroupName"]);
      const [type = ""] = [instanceTypes].flat().map(String);
      const at = [...new Set([subnetIds].flat().map((id) => zones.get(String(id)) ?? ""))].sort();
      return Array.from({ length: Number(record(scalingConfig)["desiredSize"]) }, (_, index) =>
        node(`${group}-${index + 1}`, type, place.region, at[index % at.length] ?? "", {
          labels: {
            ...textsOf(labels),
            "eks.amazonaws.com/nodegroup": group,
            "eks.amazonaws.com/capacityType": String(capacityType ?? "ON_DEMAND"),
          },
          taints: records(taints).map(({ key, value, effect }) => ({
            key: String(key),
            value: String(value ?? ""),
            effect: effects[String(effect)] ?? String(effect),
          })),
        }),
      );
    });
}

/** The nodes of Karpenter's pools: of the first type in each zone of the nodes, in turn, up to the limits of the pool. */
export function pooledNodes(things: readonly Thing[], managed: readonly Node[]): Node[] {
  const zones = [...new Set(managed.map(({ labels }) => labels["topology.kubernetes.io/zone"] ?? ""))].sort();
  const region = managed[0]?.labels["topology.kubernetes.io/region"] ?? "";
  return things
    .filter(({ type }) => type.startsWith("kubernetes:karpenter.sh/") && type.endsWith(":NodePool"))
    .flatMap(({ inputs }) => {
      const { template, limits } = record(inputs["spec"]);
      const { requirements, taints } = record(record(template)["spec"]);
      const required = (key: string) => records(requirements).find((each) => each["key"] === key)?.["values"];
      const [type = ""] = [required("node.kubernetes.io/instance-type")].flat().map(String);
      const [capacity = ""] = [required("karpenter.sh/capacity-type")].flat().map(String);
      const pool = String(record(inputs["metadata"])["name"]);
      const most = Math.floor((1000 * Number(record(limits)["cpu"])) / allocatable(type).cpu);
      return Array.from({ length: Math.min(most, zones.length) }, (_, index) =>
        node(`karpenter-${pool}-${index + 1}`, type, region, zones[index] ?? "", {
          labels: {
            ...textsOf(record(record(template)["metadata"])["labels"]),
            "karpenter.sh/nodepool": pool,
            "karpenter.sh/capacity-type": capacity,
          },
          taints: records(taints).map(({ key, value, effect }) => ({
            key: String(key),
            value: String(value ?? ""),
            effect: String(effect),
          })),
        }),
      );
    });
}

function node(name: string, type: string, region: string, zone: string, more: Pick<Node, "labels" | "taints">): Node {
  const { cpu, memory, pods } = allocatable(type);
  return {
    name,
    cpu: `${cpu}m`,
    memory: `${memory}Mi`,
    pods,
    taints: more.taints,
    labels: {
      "kubernetes.io/arch": architecture(type),
      "node.kubernetes.io/instance-type": type,
      "topology.kubernetes.io/region": region,
      "topology.kubernetes.io/zone": zone,
      ...more.labels,
    },
  };
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).map(([key, each]) => [key, String(each)]));
}
