import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "./workload.ts";

type Range = Extract<Workload["scale"], { kind: "auto" }>;

/** Target tracking scaling of an ECS service by average CPU and memory utilization. */
export function fargateAutoscaling(
  name: string,
  range: Range,
  clusterName: pulumi.Input<string>,
  serviceName: pulumi.Input<string>,
  child: { parent: pulumi.Resource },
): void {
  const target = new aws.appautoscaling.Target(
    name,
    {
      minCapacity: range.min,
      maxCapacity: range.max,
      resourceId: pulumi.interpolate`service/${clusterName}/${serviceName}`,
      scalableDimension: "ecs:service:DesiredCount",
      serviceNamespace: "ecs",
    },
    child,
  );
  const metrics = [
    { by: "cpu", metric: "ECSServiceAverageCPUUtilization", percent: range.cpuPercent },
    { by: "memory", metric: "ECSServiceAverageMemoryUtilization", percent: range.memoryPercent },
  ];
  for (const { by, metric, percent } of metrics) {
    if (percent === undefined) continue;
    new aws.appautoscaling.Policy(
      `${name}-${by}`,
      {
        policyType: "TargetTrackingScaling",
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        serviceNamespace: target.serviceNamespace,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: metric },
          targetValue: percent,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      },
      child,
    );
  }
}
