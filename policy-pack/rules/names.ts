import { fail, pass, undecided } from "../checks/conditions.ts";
import type { Environment } from "../checks/environment.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { read } from "../checks/values.ts";

/** Where a name stands that must be the only one of its kind in an account and a Region. */
const nameOf: Readonly<Record<string, string>> = {
  "aws:apigateway/restApi:RestApi": "name",
  "aws:apigatewayv2/api:Api": "name",
  "aws:backup/plan:Plan": "name",
  "aws:backup/vault:Vault": "name",
  "aws:cloudtrail/trail:Trail": "name",
  "aws:cloudwatch/eventRule:EventRule": "name",
  "aws:cloudwatch/logGroup:LogGroup": "name",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
  "aws:cognito/userPool:UserPool": "name",
  "aws:dynamodb/table:Table": "name",
  "aws:ec2/securityGroup:SecurityGroup": "name",
  "aws:ecr/repository:Repository": "name",
  "aws:ecs/cluster:Cluster": "name",
  "aws:eks/cluster:Cluster": "name",
  "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
  "aws:iam/policy:Policy": "name",
  "aws:iam/role:Role": "name",
  "aws:kms/alias:Alias": "name",
  "aws:lambda/function:Function": "name",
  "aws:lb/loadBalancer:LoadBalancer": "name",
  "aws:lb/targetGroup:TargetGroup": "name",
  "aws:mq/broker:Broker": "brokerName",
  "aws:opensearch/domain:Domain": "domainName",
  "aws:rds/cluster:Cluster": "clusterIdentifier",
  "aws:rds/instance:Instance": "identifier",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:secretsmanager/secret:Secret": "name",
  "aws:sns/topic:Topic": "name",
  "aws:sqs/queue:Queue": "name",
  "aws:ssm/parameter:Parameter": "name",
  "aws:wafv2/webAcl:WebAcl": "name",
};

const words: Readonly<Record<Environment, readonly string[]>> = {
  dev: ["dev", "development"],
  staging: ["staging", "stage"],
  prod: ["prod", "production"],
};

/** The name says where it belongs: after one of the settings' prefixes, and never to another environment of the project. */
const belongs: Check = ({ resource, environment, settings, value }) => {
  const path = nameOf[resource.type] ?? "name";
  const reading = read(value, path);
  if (reading.state === "unknown") return undecided(path);
  if (reading.state === "absent" || typeof reading.value !== "string") return pass;
  const name = reading.value;
  // Pulumi's own names are the resource's, with seven digits that make it the only one.
  if (/^-[0-9a-f]{7}(?:\.fifo)?$/.test(name.replace(resource.name, ""))) return pass;
  const parts = name.split("/").filter((part) => part !== "");
  const { namePrefixes: prefixes } = settings;
  if (prefixes.length > 0 && !prefixes.some((prefix) => [name, ...parts].some((part) => part.startsWith(prefix))))
    return fail(`has the ${path} ${name}, which begins with none of ${prefixes.join(", ")}`);
  const [, project = ""] = resource.urn.split("::");
  if (!name.includes(project)) return pass;
  const foreign = Object.entries(words).flatMap(([of, all]) => (of === environment ? [] : all));
  const other = foreign.find((word) => new RegExp(`(?:^|/)${project}[-_/]${word}(?:[-_./]|$)`, "i").test(name));
  return other === undefined ? pass : fail(`has the ${path} ${name}, which is that of ${other}`);
};

/** What names say of what they name. */
export const names: readonly ResourceRule[] = [
  {
    name: "physical-name-prefix",
    types: Object.keys(nameOf),
    description: "A name that somebody chose says to which project and environment it belongs.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "remove the name, so that Pulumi makes one, or change it to begin with the project and the environment, or with one of the settings (namePrefixes)",
    check: belongs,
    ok: { name: "platform-prod-orders" },
    bad: { name: "platform-dev-orders" },
  },
];
