import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What makes a request a good one: that it does not end in a 5xx status, or that it is answered in time. */
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

/** Queries whose result is the burn rate over one period: the share of bad requests, in multiples of the budget. */
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
      // Percentile rank: the percentage of answers that took no longer than this.
      metric("fast", "TargetResponseTime", `PR(:${indicator.seconds})`),
    ];
  }
  // What the load balancer itself answers with 5xx is not in RequestCount, and belongs to no target group.
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
