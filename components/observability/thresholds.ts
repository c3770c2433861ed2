/** Thresholds of the alarms of a stack. */
export interface Thresholds {
  /** CPU utilization in percent, of data stores, services and nodes. */
  cpuPercent: number;
  /** Memory utilization in percent, of data stores, services and nodes. */
  memoryPercent: number;
  /** Free storage of a database in percent of its allocated storage. */
  freeStoragePercent: number;
  /** Connections in percent of the default maximum of a database. */
  connectionsPercent: number;
  /** Capacity in percent of the maximum ACU of a serverless database. */
  capacityPercent: number;
  /** Age of the oldest transaction ID; PostgreSQL stops accepting writes near 2.1 billion. */
  transactionIds: number;
  /** Replica lag in seconds. */
  replicaLagSeconds: number;
  /** Evictions of a cache node in five minutes. */
  evictions: number;
  /** Requests with a 5xx status in percent of all requests. */
  errorRatePercent: number;
  /** 95th percentile of the target response time in seconds. */
  latencyP95Seconds: number;
  /** Unschedulable pods. */
  unschedulablePods: number;
  /** Packets dropped by a NAT gateway in five minutes. */
  droppedPackets: number;
  /** Age of the oldest message of a queue in seconds. */
  messageAgeSeconds: number;
  /** Messages that are ready for delivery in a broker. */
  queuedMessages: number;
}

/** Default thresholds. */
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

/** Faults of thresholds: percentages over 100 and negative values. */
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
