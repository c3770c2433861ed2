import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

interface FargateAlarmsArgs {
  serviceName: string;
  clusterName: pulumi.Input<string>;
  alarmTopicArn: pulumi.Input<string>;
  runbookBaseUrl: string;
}

const rows = [
  {
    what: "health",
    // Container Insights counts tasks; AWS/ECS itself has no such metric.
    namespace: "ECS/ContainerInsights",
    metricName: "RunningTaskCount",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
    description: "No task is running",
    runbook: "service-health",
  },
  {
    what: "cpu",
    namespace: "AWS/ECS",
    metricName: "CPUUtilization",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    treatMissingData: "notBreaching",
    description: "Tasks use more than 80 % of their CPU",
    runbook: "high-cpu",
  },
  {
    what: "memory",
    namespace: "AWS/ECS",
    metricName: "MemoryUtilization",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 85,
    treatMissingData: "notBreaching",
    description: "Tasks use more than 85 % of their memory",
    runbook: "memory-pressure",
  },
] as const;

/** The alarms of one ECS service, by what they watch; ten minutes of trouble raise them. */
export function fargateAlarms(
  name: string,
  { serviceName, clusterName, alarmTopicArn, runbookBaseUrl }: FargateAlarmsArgs,
  child: { parent: pulumi.Resource },
): { health: aws.cloudwatch.MetricAlarm } {
  const alarm = ({ what, description, runbook, ...row }: (typeof rows)[number]) =>
    new aws.cloudwatch.MetricAlarm(
      `${name}-${what}`,
      {
        ...row,
        alarmDescription: `${description}. Runbook: ${runbookBaseUrl}/${runbook}`,
        dimensions: { ClusterName: clusterName, ServiceName: serviceName },
        statistic: "Average",
        period: 300,
        evaluationPeriods: 2,
        alarmActions: [alarmTopicArn],
        okActions: [alarmTopicArn],
      },
      child,
    );
  const [health, cpu, memory] = rows;
  alarm(cpu);
  alarm(memory);
  return { health: alarm(health) };
}
