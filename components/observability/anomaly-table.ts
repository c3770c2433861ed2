import type { Input } from "@pulumi/pulumi";
import type { MonitoredGateway, MonitoredNatGateway } from "./monitored.ts";
import type { Dimensions } from "./panels.ts";

/** A resource whose metrics have a daily or weekly pattern. */
export type Rhythmic = MonitoredGateway | MonitoredNatGateway;

/** A metric with an anomaly detection alarm. */
export interface Anomaly {
  /** Role in the alarm's name, after kind and name. */
  key: string;
  title: string;
  namespace: "AWS/ApplicationELB" | "AWS/NATGateway";
  metric: string;
  statistic: "Sum" | "p95";
  dimensions: Dimensions;
  /** Side of the expected band that is an anomaly. */
  side: "both" | "above";
  /** Name of the runbook's file in docs/runbooks, without extension. */
  runbook: string;
}

/** Metrics of a resource with anomaly detection. */
export function anomalies(of: Rhythmic): Anomaly[] {
  return of.kind === "gateway" ? gatewayAnomalies(of.name, of.loadBalancer) : [natAnomaly(of.name, of.natGatewayId)];
}

function gatewayAnomalies(name: string, loadBalancer: Input<string>): Anomaly[] {
  const common = { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer: loadBalancer } } as const;
  return [
    {
      ...common,
      key: `gateway-${name}-requests`,
      title: `Requests of gateway ${name}`,
      metric: "RequestCount",
      statistic: "Sum",
      // Few requests suggest that users cannot reach the gateway, many suggest new or abusive clients.
      side: "both",
      runbook: "unusual-requests",
    },
    {
      ...common,
      key: `gateway-${name}-latency`,
      title: `Response time (p95) of gateway ${name}`,
      metric: "TargetResponseTime",
      statistic: "p95",
      side: "above",
      runbook: "unusual-latency",
    },
  ];
}

function natAnomaly(name: string, natGatewayId: Input<string>): Anomaly {
  return {
    key: `nat-${name}-traffic`,
    title: `Traffic to the internet (bytes) of NAT gateway ${name}`,
    namespace: "AWS/NATGateway",
    metric: "BytesOutToDestination",
    statistic: "Sum",
    dimensions: { NatGatewayId: natGatewayId },
    side: "above",
    runbook: "unusual-nat-traffic",
  };
}
