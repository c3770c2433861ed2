import { fail } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type Props, type StackResource, service } from "../../checks/rule.ts";
import { read, text } from "../../checks/values.ts";

const cluster = "aws:rds/cluster:Cluster";

/** Databases with the property and the type of their parameter group. */
const databases = [
  { type: "aws:rds/instance:Instance", path: "parameterGroupName", group: "aws:rds/parameterGroup:ParameterGroup" },
  {
    type: cluster,
    path: "dbClusterParameterGroupName",
    group: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  },
];

/** PostgreSQL databases whose parameter group cannot log queries: the default one, or one of another engine. */
function withoutQueryLog(graph: Graph): Complaint[] {
  return databases.flatMap(({ type, path, group }) =>
    graph
      .of(type)
      .filter(isPostgres)
      .flatMap((resource): Complaint[] => {
        const name = read(resource.props, path);
        const isDefault = name.state === "absent" || /^default[.:]/.test(text(resource.props, path) ?? "");
        if (isDefault) return [{ resource, verdict: fail("uses the default parameter group, which logs no queries") }];
        const foreign = graph
          .targets(resource, path, group)
          .find(({ props }) => !/postgres/.test(text(props, "family") ?? "postgres"));
        return foreign === undefined
          ? []
          : [{ resource, verdict: fail(`uses parameter group "${foreign.name}" of another engine`) }];
      }),
  );
}

/** A PostgreSQL database that is not a replica, which has the parameters of its source. */
function isPostgres({ props }: StackResource): boolean {
  return /postgres/.test(text(props, "engine") ?? "") && read(props, "replicateSourceDb").state === "absent";
}

const group = example("aws:rds/parameterGroup:ParameterGroup", "orders", { family: "postgres17" });
const databaseWith = (props: Props, uses: Record<string, StackResource> = {}) =>
  example("aws:rds/instance:Instance", "orders", { engine: "postgres", ...props }, uses);

export const rdsParameterUse = service("Amazon RDS", [
  {
    name: "rds-query-logging-in-use",
    description: "RDS PostgreSQL databases use a custom parameter group, which can log queries.",
    why: "The default parameter group cannot be changed and logs neither DDL nor slow queries, so a dropped table or an overload cannot be traced to a query.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_27", "CKV2_AWS_30"],
    fix: "set parameterGroupName of an instance, or dbClusterParameterGroupName of a cluster, to a parameter group of its engine with log_statement and log_min_duration_statement",
    find: withoutQueryLog,
    ok: [group, databaseWith({ parameterGroupName: "orders" }, { parameterGroupName: group })],
    bad: [databaseWith({ parameterGroupName: "default.postgres17" })],
    clauses: [
      {
        controls: ["CKV2_AWS_30"],
        ok: [group, databaseWith({ parameterGroupName: "orders" }, { parameterGroupName: group })],
        bad: [databaseWith({})],
      },
      {
        controls: ["CKV2_AWS_27"],
        ok: [example(cluster, "orders", { engine: "aurora-postgresql", dbClusterParameterGroupName: "orders" })],
        bad: [example(cluster, "orders", { engine: "aurora-postgresql" })],
      },
    ],
  },
]);
