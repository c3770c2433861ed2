import type * as pulumi from "@pulumi/pulumi";
import { spread } from "../cluster/pod.ts";

/** A string value of a chart, known at preview or later. */
export type Text = pulumi.Input<string>;

/** Resource requests of a container and its memory limit; without a CPU limit no container is throttled while its node has CPU to spare. */
export interface Resources {
  requests: { cpu: string; memory: string };
  limits: { memory: string };
}

/** A service account that the chart creates. */
export interface Account {
  create: true;
  name: string;
}

/** A feature of a chart that is on or off. */
export interface Switch {
  enabled: boolean;
}

/** A PodDisruptionBudget of a chart. */
export interface Budget extends Switch {
  minAvailable: number;
}

/** Topology spread constraints of a workload's pods. */
export type Spread = ReturnType<typeof spread>;

/** Resource requests of a container, with the memory request as memory limit too. */
export function resources(cpu: string, memory: string): Resources {
  return { requests: { cpu, memory }, limits: { memory } };
}

/** A service account that the chart creates, under the name that the IAM role trusts. */
export function serviceAccount(name: string): Account {
  return { create: true, name };
}

/** Spreads the replicas of one of a chart's workloads over zones and nodes; a release has the name of its chart. */
export function spreadOf(chart: string, workload = chart): Spread {
  return spread({ "app.kubernetes.io/name": workload, "app.kubernetes.io/instance": chart });
}

/** A PodDisruptionBudget that keeps one replica available. */
export const keepOne: Budget = { enabled: true, minAvailable: 1 };
