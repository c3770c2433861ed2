import type { Input } from "@pulumi/pulumi";
import type { MonitoredGateway, MonitoredNatGateway } from "./monitored.ts";
import type { Dimensions } from "./panels.ts";

/** A resource whose traffic has a rhythm that CloudWatch can learn. */
export type Rhythmic = MonitoredGateway | MonitoredNatGateway;

/** One metric that is an alarm when it leaves its usual range. */
export interface Anomaly {
  /** Ends the alarm's logical name: kind, name and role. */
  key: string;
  title: string;
  namespace: "AWS/ApplicationELB" | "AWS/NATGateway";
  metric: string;
  statistic: "Sum" | "p95";
  dimensions: Dimensions;
  /** Which side of the usual range is bad. */
  side: "both" | "above";
  /** File in docs/runbooks, without its ending. */
  runbook: string;
}

/** The metrics of a resource that are worth a model of what is usual. */
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
      // Fewer than usual means that users no longer get here; more, that something calls which did not before.
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
