import { fail, undecided } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { parsePolicy, type Statement } from "../checks/iam-policy.ts";
import { users } from "../checks/references.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, read, text } from "../checks/values.ts";

const key = "aws:kms/key:Key";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const filter = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const trail = "aws:cloudtrail/trail:Trail";
const group = "aws:cloudwatch/logGroup:LogGroup";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** What runs alone, and whose failure somebody has to hear of. */
const critical = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:opensearch/domain:Domain",
  "aws:mq/broker:Broker",
  "aws:lb/loadBalancer:LoadBalancer",
];

/** Names by which an alarm's dimensions go, where no dependency says it. */
const handles = [
  "identifier",
  "clusterIdentifier",
  "replicationGroupId",
  "domainName",
  "brokerName",
  "name",
  "arnSuffix",
];

/** An alarm on a resource, or on what is part of it, as a cluster's instance. */
function heard(graph: Graph, each: StackResource): boolean {
  const parts = [each, ...users(graph, each).filter(({ type }) => /:ClusterInstance$/.test(type))];
  const names = parts.flatMap(({ props }) => handles.flatMap((handle) => text(props, handle) ?? []));
  return graph.of(alarm).some((one) => {
    const linked = Object.values(one.propertyDependencies ?? {}).flat();
    if (parts.some(({ urn }) => linked.includes(urn))) return true;
    const dimensions = JSON.stringify([known(one.props, "dimensions"), known(one.props, "metricQueries")]);
    return names.some((name) => dimensions.includes(`"${name}`));
  });
}

function unheard(graph: Graph): Complaint[] {
  return graph
    .of(...critical)
    .filter((each) => !heard(graph, each))
    .map(complain("has no alarm"));
}

/** What CIS AWS 3.0 section 4 wants to hear of, by a call or an error that a filter must name. */
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

function unfiltered(graph: Graph): Complaint[] {
  const [first] = graph.of(trail).filter(({ props }) => read(props, "cloudWatchLogsGroupArn").state !== "absent");
  if (first === undefined) return [];
  const filters = graph.of(filter).filter(({ props }) => {
    const metric = read(props, "metricTransformation.name");
    const watched = graph
      .of(alarm)
      .some((each) => known(each.props, "metricName") === known(props, "metricTransformation.name"));
    return metric.state === "unknown" || watched;
  });
  const patterns = filters.map(({ props }) => text(props, "pattern") ?? "").join("\n");
  const missing = events.filter(([, event]) => !patterns.includes(event)).map(([item]) => item);
  return missing.length === 0 ? [] : [complain(`raises no alarm for CIS ${missing.join(", ")}`)(first)];
}

/** Who encrypts with a key by itself, and under which name. */
const services: readonly (readonly [type: string, path: string, service: RegExp, named: string])[] = [
  [group, "kmsKeyId", /^logs(?:\.[a-z0-9-]+)?\.amazonaws\.com/, "logs.amazonaws.com"],
  [trail, "kmsKeyId", /^cloudtrail\.amazonaws\.com$/, "cloudtrail.amazonaws.com"],
];

const admits = (statements: readonly Statement[], service: RegExp) =>
  statements.some(
    ({ allows, principals }) =>
      allows && principals.some(({ kind, name }) => (kind === "Service" && service.test(name)) || name === "*"),
  );

function refused(graph: Graph): Complaint[] {
  return services.flatMap(([type, path, service, named]) =>
    graph.of(type).flatMap((each) =>
      graph.targets(each, path, key).flatMap((of): Complaint[] => {
        const apart = graph.referrers(of, "keyId", "aws:kms/keyPolicy:KeyPolicy");
        const policies = [of, ...apart]
          .map(({ props }) => read(props, "policy"))
          .filter(({ state }) => state !== "absent");
        if (policies.some(({ state }) => state === "unknown")) return [{ resource: of, verdict: undecided("policy") }];
        const statements = policies.flatMap((policy) =>
          policy.state === "known" ? (parsePolicy(policy.value) ?? []) : [],
        );
        return admits(statements, service) ? [] : [complain(`does not let ${named} encrypt "${each.name}"`)(of)];
      }),
    ),
  );
}

const database = example("aws:rds/instance:Instance", "main", {});
const alarmed = example(alarm, "main-cpu", { dimensions: {} }, { dimensions: database });
const audited = example(trail, "audit", { cloudWatchLogsGroupArn: "arn:aws:logs:x" });
const filters = events.flatMap(([item, pattern]) => [
  example(filter, item, { pattern, metricTransformation: { name: item } }),
  example(alarm, item, { metricName: item }),
]);
const policy = (Service: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service }, Action: "kms:*" }] });
const shared = (service: string) => example(key, "logs", { policy: policy(service) });
const logs = (by: StackResource) => example(group, "api", {}, { kmsKeyId: by });

/** Who hears of what, and who may encrypt. */
export const watching: readonly StackRule[] = [
  {
    name: "stack-alarms-for-critical",
    description: "Stores, brokers and load balancers have an alarm.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "declare a MetricAlarm with alarmActions on its dimensions",
    check: unheard,
    ok: [database, alarmed],
    bad: [database],
  },
  {
    name: "stack-cis-metric-filters",
    description: "The audit trail raises an alarm for everything that CIS wants to hear of.",
    controls: events.map(([item]) => `CIS AWS 3.0 ${item}`),
    severity: "medium",
    levels: levels("-/-/M"),
    fix: "declare a LogMetricFilter and a MetricAlarm for each of CIS 4.1 to 4.15",
    check: unfiltered,
    ok: [audited, ...filters],
    bad: [audited, ...filters.slice(2)],
  },
  {
    name: "stack-kms-policy-admits-users",
    description: "A key's policy admits the services that encrypt with it by themselves.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set policy with the service principal, as logs.amazonaws.com",
    check: refused,
    ok: [shared("logs.eu-west-1.amazonaws.com"), logs(shared("logs.eu-west-1.amazonaws.com"))],
    bad: [shared("sns.amazonaws.com"), logs(shared("sns.amazonaws.com"))],
  },
];
