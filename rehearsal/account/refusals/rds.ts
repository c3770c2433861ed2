import type { Refusal } from "../refusal.ts";
import { valueAt } from "../values.ts";

const cluster = "aws:rds/cluster:Cluster";
const instance = "aws:rds/clusterInstance:ClusterInstance";

const monitored = {
  create: cluster,
  as: "orders",
  inputs: { clusterIdentifier: "orders", engine: "aurora-postgresql", monitoringInterval: 60 },
};
const member = (monitoringInterval: number) => ({
  create: instance,
  as: "orders-a",
  inputs: {
    clusterIdentifier: "orders",
    engine: "aurora-postgresql",
    instanceClass: "db.serverless",
    monitoringInterval,
  },
});

/** The DB instances of a cluster take its monitoring interval; equal values pass (terraform-aws-rds-aurora issue 544). */
const monitoring: Refusal = {
  name: "rds-cluster-monitoring-interval",
  types: [instance],
  on: ["create", "update"],
  code: "InvalidParameterCombination",
  source: "terraform-provider-aws issue 40966 https://github.com/hashicorp/terraform-provider-aws/issues/40966",
  check: ({ inputs, place }, account) => {
    const own = valueAt(inputs, "monitoringInterval");
    const of = account
      .all(cluster, place)
      .find(({ outputs }) => outputs["clusterIdentifier"] === inputs["clusterIdentifier"]);
    const whole = of && valueAt(of.inputs, "monitoringInterval");
    const conflicts = typeof own === "number" && typeof whole === "number" && whole > 0 && own !== whole;
    return conflicts ? "MonitoringInterval conflicts with cluster level parameter." : undefined;
  },
  passes: { before: [monitored], judged: member(60) },
  refused: { before: [monitored], judged: member(30) },
};

/** What RDS refuses about how databases are set up. */
export const rds: readonly Refusal[] = [monitoring];
