import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Service level indicator of requests. */
export type Indicator =
  | {
      /** Requests that do not end with a 5xx status are good. */
      kind: "availability";
    }
  | {
      /** Requests that are answered in time are good. */
      kind: "latency";
      /** Seconds within which the target answers. */
      seconds: number;
    };

interface Measured {
  loadBalancer: pulumi.Input<string>;
  targetGroup?: pulumi.Input<string>;
  indicator: Indicator;
  minimumRequests: number;
}

type Query = aws.types.input.cloudwatch.MetricAlarmMetricQuery;

/** Metric queries for the burn rate over one period: the error rate divided by the error budget. */
export function indicatorQueries(of: Measured, budget: number, period: number): Query[] {
  const { indicator, loadBalancer, minimumRequests, targetGroup } = of;
  const dimensions = { LoadBalancer: loadBalancer, ...(targetGroup !== undefined && { TargetGroup: targetGroup }) };
  const metric = (id: string, metricName: string, stat: string): Query => ({
    id,
    metric: { namespace: "AWS/ApplicationELB", metricName, dimensions, period, stat },
  });
  const result = (all: string, bad: string): Query => ({
    id: "burn",
    label: "Burn rate",
    expression: `IF(${all} >= ${minimumRequests}, ${bad} / ${budget}, 0)`,
    returnData: true,
  });

  if (indicator.kind === "latency") {
    return [
      result("requests", "(1 - fast / 100)"),
      metric("requests", "RequestCount", "Sum"),
      // Percentile rank: percentage of responses within the time.
      metric("fast", "TargetResponseTime", `PR(:${indicator.seconds})`),
    ];
  }
  // RequestCount and target groups exclude 5xx responses of the load balancer.
  const balancer = targetGroup === undefined;
  const requests = balancer ? "(FILL(requests, 0) + FILL(balancer, 0))" : "requests";
  const failed = balancer ? "(FILL(target, 0) + FILL(balancer, 0))" : "FILL(target, 0)";
  return [
    result(requests, `${failed} / ${requests}`),
    metric("requests", "RequestCount", "Sum"),
    metric("target", "HTTPCode_Target_5XX_Count", "Sum"),
    ...(balancer ? [metric("balancer", "HTTPCode_ELB_5XX_Count", "Sum")] : []),
  ];
}
