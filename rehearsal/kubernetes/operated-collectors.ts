import type { Thing } from "../account/thing.ts";
import { collectorName, collectorPod } from "../proofs/brought.ts";
import type { KubernetesObject } from "./api.ts";
import { controller } from "./stand-in-pods.ts";
import { record } from "./values.ts";

/** Stands in for the OpenTelemetry operator: the pods of each collector. */
export function operatedCollectors(things: readonly Thing[]): KubernetesObject[] {
  return things
    .filter(({ type }) => type.endsWith(":OpenTelemetryCollector"))
    .map((collector) => {
      const { mode, replicas, resources, nodeSelector, tolerations, affinity, topologySpreadConstraints } = record(
        collector.inputs["spec"],
      );
      const placement = { nodeSelector, tolerations, affinity, topologySpreadConstraints };
      return controller({
        name: collectorName(collector),
        namespace: String(record(collector.inputs["metadata"])["namespace"]),
        kind: mode === "daemonset" ? "DaemonSet" : "Deployment",
        replicas: typeof replicas === "number" ? replicas : 1,
        requests: record(record(resources)["requests"]),
        labels: collectorPod(collector),
        placement,
      });
    });
}
