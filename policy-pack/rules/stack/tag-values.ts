import { complain } from "../../checks/complaints.ts";
import { fail, pass, undecided } from "../../checks/conditions.ts";
import type { Environment } from "../../checks/environment.ts";
import { example } from "../../checks/example.ts";
import { type Check, type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { read, text } from "../../checks/values.ts";

/** The values of a tag in resources and default tags, each with the first resource that has it. */
function valuesOf(graph: Graph, tag: string): Map<string, StackResource> {
  const found = new Map<string, StackResource>();
  for (const each of graph.resources) {
    const maps = [read(each.props, "tags"), read(each.providerInputs, "defaultTags.tags")];
    for (const map of maps) {
      const value = map.state === "known" ? text(map.value, tag) : undefined;
      if (value !== undefined && !found.has(value)) found.set(value, each);
    }
  }
  return found;
}

function mixedTags(graph: Graph): Complaint[] {
  return ["environment", "project"].flatMap((tag) => {
    const [, ...others] = valuesOf(graph, tag);
    return others.map(([value, resource]) =>
      complain(`has the tag ${tag} ${value}, and other resources have another value`)(resource),
    );
  });
}

const taggedQueue = (name: string, environment: string) =>
  example("aws:sqs/queue:Queue", name, { tags: { environment } });

/** Types with a physical name that is unique in an account and Region, and the property of the name. */
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

const environmentWords: Readonly<Record<Environment, readonly string[]>> = {
  dev: ["dev", "development"],
  staging: ["staging", "stage"],
  prod: ["prod", "production"],
};

/** The name has a prefix of the settings, and does not name another environment of the project. */
const hasOwnPrefix: Check = ({ resource, environment, settings, value }) => {
  const path = nameOf[resource.type] ?? "name";
  const reading = read(value, path);
  if (reading.state === "unknown") return undecided(path);
  if (reading.state === "absent" || typeof reading.value !== "string") return pass;
  const name = reading.value;
  // Auto-naming appends seven random digits to the resource's name.
  if (/^-[0-9a-f]{7}(?:\.fifo)?$/.test(name.replace(resource.name, ""))) return pass;
  const parts = name.split("/").filter((part) => part !== "");
  const { namePrefixes: prefixes } = settings;
  if (prefixes.length > 0 && !prefixes.some((prefix) => [name, ...parts].some((part) => part.startsWith(prefix))))
    return fail(`has the ${path} ${name}, which has none of the prefixes ${prefixes.join(", ")}`);
  const [, project = ""] = resource.urn.split("::");
  if (!name.includes(project)) return pass;
  const foreign = Object.entries(environmentWords).flatMap(([of, all]) => (of === environment ? [] : all));
  const other = foreign.find((word) =>
    new RegExp(`(?:^|/)${RegExp.escape(project)}[-_/]${word}(?:[-_./]|$)`, "i").test(name),
  );
  return other === undefined ? pass : fail(`has the ${path} ${name}, which names the environment ${other}`);
};

export const stackTagValues = service("Tags and names", [
  {
    name: "stack-tag-consistency",
    description: "AWS resources of a stack have one value of the tag environment and one of project.",
    why: "Cost reports and tag-based access control assign part of the stack to another project or environment, so costs and permissions end up with the wrong team.",
    severity: "low",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: [],
    fix: "set the tags environment and project by the provider's defaultTags only",
    find: mixedTags,
    ok: [taggedQueue("orders", "prod"), taggedQueue("mails", "prod")],
    bad: [taggedQueue("orders", "prod"), taggedQueue("mails", "test")],
  },
  {
    name: "physical-name-prefix",
    types: Object.keys(nameOf),
    description: "AWS resource names match the namePrefixes setting and no other environment's name.",
    why: "IAM policies, alarms and operators select resources by name. A prod resource with a dev name is granted, changed or deleted together with those of dev.",
    severity: "low",
    levels: levels("A/A/M"),
    ownOnly: true,
    controls: [],
    fix: "remove the name, so that Pulumi generates one, or change it to begin with the project and the environment, or with a prefix from namePrefixes",
    check: hasOwnPrefix,
    ok: { name: "platform-prod-orders" },
    bad: { name: "platform-dev-orders" },
    absent: "pass",
    unknown: "undecided",
  },
]);
