import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Named } from "./labels.ts";
import type { Workload } from "./workload.ts";

/** PodDisruptionBudget for one unavailable pod, and a HorizontalPodAutoscaler where the scale is auto. */
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
    // Pods that are not ready can always be evicted.
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
        // Scales up with the defaults; scales down by one pod a minute after five minutes of lower load.
        behavior: {
          scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
        },
      },
    },
    child,
  );
}

/** Average utilization in percent of the requests. */
function utilization(name: "cpu" | "memory", averageUtilization: number) {
  return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
}
