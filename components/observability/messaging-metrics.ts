import type { MetricRow } from "./metric-row.ts";
import type { MonitoredBroker, MonitoredQueue } from "./monitored.ts";

const sqs = { namespace: "AWS/SQS", statistic: "Maximum", period: 300 } as const;
const rabbit = { namespace: "AWS/AmazonMQ", statistic: "Maximum", period: 300 } as const;

/** Metrics of an SQS queue. */
export const queueMetrics: readonly MetricRow<MonitoredQueue>[] = [
  {
    ...sqs,
    role: "oldest-message",
    title: "Age of the oldest message (s)",
    metric: "ApproximateAgeOfOldestMessage",
    alarm: {
      when: "above",
      threshold: ({ messageAgeSeconds }) => messageAgeSeconds,
      periods: 2,
      severity: "warning",
      runbook: "queue-backlog",
      missing: "notBreaching",
    },
  },
  { ...sqs, role: "waiting", title: "Messages waiting", metric: "ApproximateNumberOfMessagesVisible" },
  { ...sqs, role: "sent", title: "Messages sent", metric: "NumberOfMessagesSent", statistic: "Sum" },
];

/** Metrics of a dead-letter queue. */
export const deadLetterQueueMetrics: readonly MetricRow<MonitoredQueue>[] = [
  {
    ...sqs,
    role: "messages",
    title: "Messages that failed",
    metric: "ApproximateNumberOfMessagesVisible",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 1,
      severity: "warning",
      runbook: "dead-letters",
      missing: "notBreaching",
    },
  },
];

/** Metrics of a RabbitMQ broker, with the worst of its nodes. */
export const brokerMetrics: readonly MetricRow<MonitoredBroker>[] = [
  {
    ...rabbit,
    role: "backlog",
    title: "Messages ready",
    metric: "MessageReadyCount",
    alarm: {
      when: "above",
      threshold: ({ queuedMessages }) => queuedMessages,
      periods: 3,
      severity: "warning",
      runbook: "queue-backlog",
      // Running brokers publish this metric every minute, so missing data is an outage.
      missing: "breaching",
    },
  },
  {
    ...rabbit,
    role: "cpu",
    title: "CPU utilization (%)",
    metric: "SystemCpuUtilization",
    alarm: {
      when: "above",
      threshold: ({ cpuPercent }) => cpuPercent,
      periods: 3,
      severity: "warning",
      runbook: "broker-resources",
      missing: "missing",
    },
  },
  {
    ...rabbit,
    role: "memory",
    title: "Memory in use (% of the limit that stops publishers)",
    metric: {
      expression: "100 * used / limit",
      of: { used: "RabbitMQMemUsed", limit: "RabbitMQMemLimit" },
    },
    alarm: {
      when: "above",
      threshold: ({ memoryPercent }) => memoryPercent,
      periods: 2,
      severity: "critical",
      runbook: "broker-resources",
      missing: "missing",
    },
  },
  {
    ...rabbit,
    role: "disk",
    title: "Free disk space (multiples of the limit that stops publishers)",
    metric: {
      expression: "free / limit",
      of: { free: "RabbitMQDiskFree", limit: "RabbitMQDiskFreeLimit" },
    },
    statistic: "Minimum",
    alarm: {
      when: "below",
      threshold: () => 1.5,
      periods: 2,
      severity: "critical",
      runbook: "broker-resources",
      missing: "missing",
    },
  },
  { ...rabbit, role: "connections", title: "Connections", metric: "ConnectionCount" },
  { ...rabbit, role: "consumers", title: "Consumers", metric: "ConsumerCount" },
];
