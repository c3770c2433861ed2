/** Where the alarms trip; one table for a whole stack. */
export interface Thresholds {
  /** CPU utilization of a data store, a service or the nodes of a cluster, in percent. */
  cpuPercent: number;
  /** Memory in use by a data store, a service or the nodes of a cluster, in percent. */
  memoryPercent: number;
  /** Storage that is left of what a database has allocated, in percent. */
  freeStoragePercent: number;
  /** Connections in use of those that a database admits by default, in percent. */
  connectionsPercent: number;
  /** Capacity in use of the most that a serverless database scales to, in percent. */
  capacityPercent: number;
  /** Age of the oldest transaction ID; PostgreSQL stops accepting writes near 2.1 billion. */
  transactionIds: number;
  /** Seconds that a replica is behind its primary. */
  replicaLagSeconds: number;
  /** Keys that a cache node evicts in five minutes. */
  evictions: number;
  /** Requests that end in a 5xx status, in percent of all. */
  errorRatePercent: number;
  /** 95th percentile of the time until a target answers, in seconds. */
  latencyP95Seconds: number;
  /** Pods that no node has room for. */
  unschedulablePods: number;
  /** Packets that a NAT gateway drops in five minutes. */
  droppedPackets: number;
  /** Seconds that the oldest message of a queue waits. */
  messageAgeSeconds: number;
  /** Messages that a broker holds and nobody has taken. */
  queuedMessages: number;
}

export const defaultThresholds: Readonly<Thresholds> = {
  cpuPercent: 80,
  memoryPercent: 85,
  freeStoragePercent: 20,
  connectionsPercent: 80,
  capacityPercent: 90,
  transactionIds: 1_000_000_000,
  replicaLagSeconds: 30,
  evictions: 1000,
  errorRatePercent: 5,
  latencyP95Seconds: 0.5,
  unschedulablePods: 0,
  droppedPackets: 100,
  messageAgeSeconds: 900,
  queuedMessages: 10_000,
};

/** What is wrong with thresholds: percentages end at 100, nothing is negative. */
export function thresholdFaults(thresholds: Partial<Thresholds>): string[] {
  return Object.entries(thresholds).flatMap(([key, value]) => {
    if (key.endsWith("Percent")) {
      return value > 0 && value <= 100
        ? []
        : [`thresholds.${key} must be greater than 0 and at most 100, got ${value}`];
    }
    return value >= 0 && value < Number.POSITIVE_INFINITY ? [] : [`thresholds.${key} must be 0 or more, got ${value}`];
  });
}
