import { stringsAt, valueAt } from "../account/values.ts";
import type { Graph, Made } from "./graph.ts";
import { made, type Proof } from "./proof.ts";

const metricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const compositeAlarm = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const topic = "aws:sns/topic:Topic";

/** The severity that a tag of an alarm says is the one of the topic that it notifies. */
function severityIsTopic(graph: Graph): string[] {
  const topics = new Map(graph.of(topic).map(({ name, outputs }) => [String(outputs["arn"]), name]));
  return [metricAlarm, compositeAlarm].flatMap((type) =>
    graph.of(type).flatMap(({ name, inputs }) => {
      const severity = String(valueAt(inputs, "tags.severity"));
      return stringsAt(inputs, "alarmActions")
        .map((arn) => topics.get(arn) ?? arn)
        .filter((notified) => !notified.endsWith(`-${severity}`))
        .map((notified) => `alarm ${name} is ${severity}, and notifies ${notified}`);
    }),
  );
}

/** What publishes the metrics of a namespace: a resource of the type for which the test holds. */
interface Producer {
  type: string;
  /** @default any resource of the type */
  test?(resource: Made): boolean;
}

const ofAddon =
  (addonName: string) =>
  ({ inputs }: Made): boolean =>
    inputs["addonName"] === addonName;

/** Producers by namespace; those of services publish by themselves, and the children of packages are not always seen. */
const producers: Readonly<Record<string, readonly Producer[]>> = {
  "AWS/AmazonMQ": [{ type: "aws:mq/broker:Broker" }],
  "AWS/ApplicationELB": [{ type: "aws:lb/loadBalancer:LoadBalancer" }],
  "AWS/Backup": [{ type: "aws:backup/vault:Vault" }],
  "AWS/Bedrock": [{ type: "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration" }],
  "AWS/CloudFront": [{ type: "aws:cloudfront/distribution:Distribution" }],
  "AWS/ECS": [{ type: "aws:ecs/service:Service" }],
  "AWS/EKS": [{ type: "aws:eks/cluster:Cluster" }, { type: "eks:index:Cluster" }],
  "AWS/ElastiCache": [{ type: "aws:elasticache/replicationGroup:ReplicationGroup" }],
  "AWS/ES": [{ type: "aws:opensearch/domain:Domain" }],
  "AWS/Events": [{ type: "aws:cloudwatch/eventRule:EventRule" }],
  "AWS/NATGateway": [{ type: "aws:ec2/natGateway:NatGateway" }, { type: "awsx:ec2:Vpc" }],
  "AWS/RDS": [{ type: "aws:rds/instance:Instance" }, { type: "aws:rds/cluster:Cluster" }],
  "AWS/Route53": [{ type: "aws:route53/healthCheck:HealthCheck" }],
  "AWS/S3": [
    { type: "aws:s3/bucketMetric:BucketMetric" },
    { type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig" },
  ],
  "AWS/SNS": [{ type: topic }],
  "AWS/SQS": [{ type: "aws:sqs/queue:Queue" }],
  "AWS/WAFV2": [{ type: "aws:wafv2/webAcl:WebAcl" }],
  ContainerInsights: [{ type: "aws:eks/addon:Addon", test: ofAddon("amazon-cloudwatch-observability") }],
  "ECS/ContainerInsights": [
    {
      type: "aws:ecs/cluster:Cluster",
      test: ({ inputs }) => stringsAt(inputs, "settings.value").some((value) => /^(enabled|enhanced)$/.test(value)),
    },
  ],
};

/** An alarm on a metric that nothing publishes is green for ever, or red for ever. */
function metricsHaveProducers(graph: Graph): string[] {
  const filters = graph.of("aws:cloudwatch/logMetricFilter:LogMetricFilter");
  const own = new Set(filters.flatMap(({ inputs }) => stringsAt(inputs, "metricTransformation.namespace")));
  return graph.of(metricAlarm).flatMap(({ name, inputs }) => {
    const namespaces = [...stringsAt(inputs, "namespace"), ...stringsAt(inputs, "metricQueries.metric.namespace")];
    return [...new Set(namespaces)]
      .filter((each) => !own.has(each) && !(producers[each] ?? []).some((producer) => produces(graph, producer)))
      .map((each) => `alarm ${name}: nothing in the stack publishes metrics of ${each}`);
  });
}

function produces(graph: Graph, { type, test = () => true }: Producer): boolean {
  return graph.of(type).some(test);
}

const arn = "arn:aws:sns:us-east-1:111122223333:observability-critical-1a2b3c4";
const critical = made(topic, "observability-critical", {}, { arn });
const nodes = made(metricAlarm, "failed-nodes", { namespace: "ContainerInsights", alarmActions: [] });

/** What must hold of alarms. */
export const alarms: readonly Proof[] = [
  {
    name: "alarm-severity-is-topic",
    source: "not looked up",
    check: severityIsTopic,
    holds: [critical, made(metricAlarm, "cpu", { tags: { severity: "critical" }, alarmActions: [arn] })],
    fails: [critical, made(metricAlarm, "cpu", { tags: { severity: "warning" }, alarmActions: [arn] })],
  },
  {
    name: "alarm-metric-has-producer",
    source:
      "Amazon EKS and Container Insights in the CloudWatch User Guide https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-EKS.html",
    check: metricsHaveProducers,
    holds: [nodes, made("aws:eks/addon:Addon", "insights", { addonName: "amazon-cloudwatch-observability" })],
    fails: [nodes, made("aws:eks/addon:Addon", "dns", { addonName: "coredns" })],
  },
];
