import { complain } from "../checks/complaints.ts";
import { all, isNot, set } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { users } from "../checks/references.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../checks/rule.ts";
import { known, read, text } from "../checks/values.ts";

const alarms = ["aws:cloudwatch/metricAlarm:MetricAlarm"];
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const filter = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const trail = "aws:cloudtrail/trail:Trail";

/** Types that need an alarm. */
const critical = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:opensearch/domain:Domain",
  "aws:mq/broker:Broker",
  "aws:lb/loadBalancer:LoadBalancer",
];

/** Properties that alarm dimensions use as identifiers. */
const identifiers = [
  "identifier",
  "clusterIdentifier",
  "replicationGroupId",
  "domainName",
  "brokerName",
  "name",
  "arnSuffix",
];

/** The names in the dimensions of the stack's alarms, each also without its last parts: a node main-001 is of main. */
function watchedNames(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { props } of graph.of(alarmType)) {
    const dimensions = JSON.stringify([known(props, "dimensions"), known(props, "metricQueries")]);
    for (const [, name = ""] of dimensions.matchAll(/"([^"\\]{1,1024})/g)) {
      names.add(name);
      for (const { index } of name.matchAll(/[^A-Za-z0-9]/g)) names.add(name.slice(0, index));
    }
  }
  return names;
}

/** Whether an alarm is on a resource, or on an instance of a cluster. */
function hasAlarm(graph: Graph, each: StackResource, watched: ReadonlySet<string>): boolean {
  const parts = [each, ...users(graph, each).filter(({ type }) => /:ClusterInstance$/.test(type))];
  const names = parts.flatMap(({ props }) => identifiers.flatMap((handle) => text(props, handle) ?? []));
  return (
    names.some((name) => watched.has(name)) ||
    parts.some((part) => users(graph, part).some(({ type }) => type === alarmType))
  );
}

function withoutAlarm(graph: Graph): Complaint[] {
  const watched = watchedNames(graph);
  return graph
    .of(...critical)
    .filter((each) => !hasAlarm(graph, each, watched))
    .map(complain("has no CloudWatch alarm"));
}

/** The recommendations of CIS AWS 3.0 section 4, each with a term that its metric filter contains. */
const events = [
  ["4.1", "UnauthorizedOperation"],
  ["4.2", "MFAUsed"],
  ["4.3", "Root"],
  ["4.4", "AttachRolePolicy"],
  ["4.5", "DeleteTrail"],
  ["4.6", "Failed authentication"],
  ["4.7", "ScheduleKeyDeletion"],
  ["4.8", "PutBucketPolicy"],
  ["4.9", "StopConfigurationRecorder"],
  ["4.10", "AuthorizeSecurityGroupIngress"],
  ["4.11", "CreateNetworkAcl"],
  ["4.12", "CreateCustomerGateway"],
  ["4.13", "CreateRouteTable"],
  ["4.14", "CreateVpc"],
  ["4.15", "organizations.amazonaws.com"],
] as const;

function withoutMetricFilters(graph: Graph): Complaint[] {
  const [first] = graph.of(trail).filter(({ props }) => read(props, "cloudWatchLogsGroupArn").state !== "absent");
  if (first === undefined) return [];
  const watched = new Set(graph.of(alarmType).map(({ props }) => known(props, "metricName")));
  const filters = graph.of(filter).filter(({ props }) => {
    const metric = read(props, "metricTransformation.name");
    return metric.state === "unknown" || watched.has(known(props, "metricTransformation.name"));
  });
  const patterns = filters.map(({ props }) => text(props, "pattern") ?? "").join("\n");
  const missing = events.filter(([, event]) => !patterns.includes(event)).map(([item]) => item);
  return missing.length === 0
    ? []
    : [complain(`has no metric filter with an alarm for CIS ${missing.join(", ")}`)(first)];
}

const newDatabase = example("aws:rds/instance:Instance", "main", {});
const databaseAlarm = example(alarmType, "main-cpu", { dimensions: {} }, { dimensions: newDatabase });
const loggedTrail = example(trail, "audit", { cloudWatchLogsGroupArn: "arn:aws:logs:x" });

const filters = events.flatMap(([item, pattern]) => [
  example(filter, item, { pattern, metricTransformation: { name: item } }),
  example(alarmType, item, { metricName: item }),
]);

export const cloudwatch = service("Amazon CloudWatch", [
  {
    name: "alarm-has-action",
    types: alarms,
    description: "CloudWatch alarms set alarmActions and do not disable actions.",
    why: "An alarm without an action changes its state in the console only; the on-call engineer is not notified and the fault continues until a customer reports it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_319"],
    fix: "set alarmActions, and leave actionsEnabled unset",
    check: all(set("alarmActions"), isNot("actionsEnabled", false)),
    ok: { alarmActions: ["arn:aws:sns:eu-west-1:111122223333:alarms"] },
    bad: { alarmActions: [] },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "alarm-missing-data-explicit",
    types: alarms,
    description: "CloudWatch alarms set treatMissingData.",
    why: "By default an alarm without data goes to INSUFFICIENT_DATA and runs no alarm action, so a service that has stopped and reports nothing raises no alarm.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set treatMissingData",
    check: set("treatMissingData"),
    ok: { treatMissingData: "breaching" },
    bad: { alarmActions: [] },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "stack-alarms-for-critical",
    description: "RDS, ElastiCache, OpenSearch, MQ and load balancers have a CloudWatch alarm.",
    why: "A full disk, exhausted memory or unhealthy targets go unnoticed by the operators until users report the outage.",
    severity: "medium",
    levels: levels("-/A/M"),
    ownOnly: true,
    controls: [],
    fix: "declare a MetricAlarm with alarmActions and with dimensions of the resource",
    find: withoutAlarm,
    ok: [newDatabase, databaseAlarm],
    bad: [newDatabase],
  },
  {
    name: "stack-cis-metric-filters",
    description: "CloudTrail trails in CloudWatch Logs have metric filters and alarms for CIS 4.1-4.15.",
    why: "Root sign-ins, changes of IAM policies, key deletions and a stopped trail are recorded but raise no alarm, so an attack is seen only in a later review.",
    severity: "medium",
    levels: levels("-/-/M"),
    ownOnly: true,
    controls: events.map(([item]) => `CIS AWS 3.0 ${item}`),
    fix: "declare a LogMetricFilter and a MetricAlarm for each of CIS 4.1 to 4.15",
    find: withoutMetricFilters,
    ok: [loggedTrail, ...filters],
    bad: [loggedTrail, ...filters.slice(2)],
    clauses: events.map(([item]) => ({
      controls: [`CIS AWS 3.0 ${item}`],
      ok: [loggedTrail, ...filters],
      bad: [loggedTrail, ...filters.filter(({ name }) => name !== item)],
    })),
  },
]);
