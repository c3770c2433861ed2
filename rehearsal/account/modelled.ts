import { isListed } from "../cloud.ts";
import { autoName } from "../published/change.ts";
import { published } from "../published/data.ts";
import { refusals } from "./refusals/index.ts";

/** Types whose name another thing may have as well: AWS refuses none of them for its name. */
const shared: ReadonlySet<string> = new Set([
  // Written again by whoever names them: put operations, and creations that answer with what exists.
  "aws:account/alternativeContact:AlternativeContact",
  "aws:appautoscaling/policy:Policy",
  "aws:cfg/recorderStatus:RecorderStatus",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:ecs/cluster:Cluster",
  "aws:guardduty/detectorFeature:DetectorFeature",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:s3/bucketMetric:BucketMetric",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  // Known by an ID of AWS's, so that a name says nothing.
  "aws:backup/plan:Plan",
  "aws:cloudwatch/queryDefinition:QueryDefinition",
  "aws:backup/selection:Selection",
  "aws:bedrock/agentDataSource:AgentDataSource",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
  "aws:costexplorer/anomalySubscription:AnomalySubscription",
]);

let unique: ReadonlySet<string> | undefined;

/** What the account does not know about a type, in words; empty for what it knows and for other packages than AWS. */
export function unmodelled(type: string): string[] {
  if (!type.startsWith("aws:")) return [];
  unique ??= new Set(refusals.filter(({ name }) => name.endsWith("-taken")).flatMap(({ types }) => types));
  const hasName = autoName(type) !== undefined && !shared.has(type);
  return [
    ...(isListed(type) ? [] : ["computed outputs"]),
    ...(published(type) === undefined ? ["what replaces it"] : []),
    ...(hasName && !unique.has(type) ? ["whose name is taken"] : []),
  ];
}
