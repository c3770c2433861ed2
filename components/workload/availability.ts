import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Named } from "./labels.ts";
import type { Workload } from "./workload.ts";

/** Keeps enough pods: no drain of nodes takes more than one at a time, and where it is asked for their number follows the load. */
export function availability(
  name: string,
  deployment: kubernetes.apps.v1.Deployment,
  scale: Workload["scale"],
  metadata: Named,
  child: { parent: pulumi.Resource },
): void {
  const selector = { matchLabels: { app: metadata.labels.app } };
  new kubernetes.policy.v1.PodDisruptionBudget(
    name,
    // Pods that are not ready anyway do not hold up a drain.
    { metadata, spec: { maxUnavailable: 1, selector, unhealthyPodEvictionPolicy: "AlwaysAllow" } },
    child,
  );
  if (scale.kind === "fixed") return;
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: deployment.metadata.name };
  new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
    name,
    {
      metadata,
      spec: {
        scaleTargetRef,
        minReplicas: scale.min,
        maxReplicas: scale.max,
        metrics: [
          utilization("cpu", scale.cpuPercent),
          ...(scale.memoryPercent === undefined ? [] : [utilization("memory", scale.memoryPercent)]),
        ],
        // Up as fast as the default; down one pod a minute, once five minutes of load agree.
        behavior: {
          scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
        },
      },
    },
    child,
  );
}

/** Average use by all pods, in percent of what they request. */
function utilization(name: "cpu" | "memory", averageUtilization: number) {
  return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
}
