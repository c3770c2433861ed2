import { fail } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { memoOf } from "../../checks/links.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { list, read, text } from "../../checks/values.ts";

const logGroup = "aws:cloudwatch/logGroup:LogGroup";

/** A resource that writes logs: the property that enables it, and the prefix and property of its log group's name. */
interface Writer {
  type: string;
  logs: string;
  prefix: string;
  name: string;
}

/** A Lambda function always writes logs, and may name another log group. */
const functions: Writer = { type: "aws:lambda/function:Function", logs: "", prefix: "/aws/lambda/", name: "name" };

/** Services that create a log group without retention when it does not exist. */
const writers: readonly Writer[] = [
  { type: "aws:eks/cluster:Cluster", logs: "enabledClusterLogTypes", prefix: "/aws/eks/", name: "name" },
  {
    type: "aws:rds/instance:Instance",
    logs: "enabledCloudwatchLogsExports",
    prefix: "/aws/rds/instance/",
    name: "identifier",
  },
  {
    type: "aws:rds/cluster:Cluster",
    logs: "enabledCloudwatchLogsExports",
    prefix: "/aws/rds/cluster/",
    name: "clusterIdentifier",
  },
];

function withoutLogGroup(graph: Graph, of: readonly Writer[]): Complaint[] {
  return of.flatMap(({ type, logs, prefix, name }) =>
    graph
      .of(type)
      .filter(({ props }) =>
        logs === "" ? read(props, "loggingConfig.logGroup").state === "absent" : list(props, logs).length > 0,
      )
      .filter((writer) => !hasLogGroup(graph, writer, prefix, name))
      .map((resource) => ({
        resource,
        verdict: fail(`writes to a log group under ${prefix} that the stack does not declare`),
      })),
  );
}

/** The log groups of a stack by URN, and their names, each also without its last parts. */
const logGroups = memoOf((graph: Graph) => {
  const names = graph.of(logGroup).flatMap(({ props }) => text(props, "name") ?? []);
  const parts = names.flatMap((name) => [name, ...[...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))]);
  return { names: new Set(parts), byUrn: new Map(graph.of(logGroup).map((each) => [each.urn, each])) };
});

/** Whether the stack has the log group of a writer, by name or by dependency. */
function hasLogGroup(graph: Graph, writer: StackResource, prefix: string, name: string): boolean {
  const { names, byUrn } = logGroups(graph);
  const own = text(writer.props, name);
  if (own !== undefined && names.has(`${prefix}${own}`)) return true;
  const awaited = (writer.dependencies ?? []).flatMap((urn) => byUrn.get(urn) ?? []);
  return [...awaited, ...graph.referrers(writer, "name", logGroup)].some(
    ({ props }) => text(props, "name")?.startsWith(prefix) ?? true,
  );
}

const database = example("aws:rds/instance:Instance", "database", {
  identifier: "main",
  enabledCloudwatchLogsExports: ["postgresql"],
});

const cleanUp = example(functions.type, "clean-up", { name: "clean-up" });

export const logsWriters = service("Amazon CloudWatch Logs", [
  {
    name: "stack-log-groups-declared",
    description: "CloudWatch log groups that EKS or RDS would create are declared in the stack.",
    why: "A log group that a service creates never expires its events and has no customer managed key, so costs and personal data accumulate in a group that the stack does not manage.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "declare a LogGroup with that name, retentionInDays and kmsKeyId, and let the writer depend on it",
    find: (graph) => withoutLogGroup(graph, writers),
    ok: [database, example(logGroup, "database", { name: "/aws/rds/instance/main/postgresql", retentionInDays: 365 })],
    bad: [database],
  },
  {
    name: "lambda-own-log-group",
    description: "Lambda functions set loggingConfig.logGroup or have a declared log group.",
    why: "Lambda creates a missing log group at the first invocation without retention, and the group with all its events remains after the function is deleted.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set loggingConfig.logGroup, or declare a LogGroup with the function's name under /aws/lambda/",
    find: (graph) => withoutLogGroup(graph, [functions]),
    ok: [cleanUp, example(logGroup, "clean-up", { name: "/aws/lambda/clean-up", retentionInDays: 365 })],
    bad: [cleanUp],
  },
]);
