import { fargateFaults } from "./fargate.ts";
import type { ValueFault } from "./fault.ts";
import { isGiven, valueAt } from "./leaves.ts";

/** Inputs of a type that AWS takes only together. */
export interface Companion {
  type: string;
  source: string;
  check(inputs: Readonly<Record<string, unknown>>): ValueFault | ValueFault[] | undefined;
}

/** What an input needs beside it, with the page of AWS's documentation that says so. */
export const companions: readonly Companion[] = [
  {
    type: "aws:rds/instance:Instance",
    source: "AWS API reference, CreateDBInstance: MonitoringRoleArn",
    check: (inputs) => needs(inputs, "monitoringInterval", "monitoringRoleArn", (interval) => Number(interval) > 0),
  },
  {
    type: "aws:rds/clusterInstance:ClusterInstance",
    source: "AWS API reference, CreateDBInstance: MonitoringRoleArn",
    check: (inputs) => needs(inputs, "monitoringInterval", "monitoringRoleArn", (interval) => Number(interval) > 0),
  },
  {
    // From 400 GiB on RDS stripes the volume over four: 12,000 IOPS and 500 MiB/s are the least.
    type: "aws:rds/instance:Instance",
    source: "Amazon RDS User Guide, gp3 storage",
    check: (inputs) => [...leastOfGp3(inputs, "iops", 12000), ...leastOfGp3(inputs, "storageThroughput", 500)],
  },
  {
    type: "aws:rds/instance:Instance",
    source: "Amazon RDS User Guide, storage autoscaling",
    check: (inputs) => ordered(inputs, "allocatedStorage", "maxAllocatedStorage"),
  },
  {
    type: "aws:appautoscaling/target:Target",
    source: "AWS API reference, RegisterScalableTarget",
    check: (inputs) => ordered(inputs, "minCapacity", "maxCapacity"),
  },
  {
    type: "aws:eks/nodeGroup:NodeGroup",
    source: "AWS API reference, NodegroupScalingConfig",
    check: (inputs) => [
      ...list(ordered(inputs, "scalingConfig.minSize", "scalingConfig.desiredSize")),
      ...list(ordered(inputs, "scalingConfig.desiredSize", "scalingConfig.maxSize")),
    ],
  },
  {
    type: "aws:lb/targetGroup:TargetGroup",
    source: "AWS API reference, CreateTargetGroup: HealthCheckTimeoutSeconds",
    check: (inputs) => ordered(inputs, "healthCheck.timeout", "healthCheck.interval"),
  },
  {
    type: "aws:lb/listener:Listener",
    source: "AWS API reference, CreateListener: Certificates",
    check: (inputs) =>
      needs(inputs, "protocol", "certificateArn", (protocol) => protocol === "HTTPS" || protocol === "TLS"),
  },
  {
    type: "aws:cloudwatch/eventRule:EventRule",
    source: "AWS API reference, PutRule",
    check: (inputs) =>
      isGiven(inputs, "eventPattern") || isGiven(inputs, "scheduleExpression")
        ? undefined
        : { input: "eventPattern", allowed: "an event pattern or a schedule expression", given: "neither" },
  },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    source: "AWS API reference, PutMetricAlarm: Period",
    check: (inputs) => {
      const period = valueAt(inputs, "period");
      const fits = period === undefined || [10, 20, 30].includes(Number(period)) || Number(period) % 60 === 0;
      return fits ? undefined : { input: "period", allowed: "10, 20, 30 or a multiple of 60", given: String(period) };
    },
  },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    source: "AWS API reference, PutMetricAlarm: DatapointsToAlarm",
    check: (inputs) => ordered(inputs, "datapointsToAlarm", "evaluationPeriods"),
  },
  {
    type: "aws:dynamodb/table:Table",
    source: "AWS API reference, CreateTable: ProvisionedThroughput",
    check: (inputs) =>
      valueAt(inputs, "billingMode") === "PAY_PER_REQUEST" || isGiven(inputs, "readCapacity")
        ? undefined
        : { input: "readCapacity", allowed: "given, as billingMode is PROVISIONED", given: "nothing" },
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    source: "AWS API reference, CreateReplicationGroup: MultiAZEnabled",
    check: (inputs) =>
      valueAt(inputs, "multiAzEnabled") === true && valueAt(inputs, "automaticFailoverEnabled") === false
        ? { input: "automaticFailoverEnabled", allowed: "true, as multiAzEnabled is", given: "false" }
        : undefined,
  },
  {
    type: "aws:sqs/queue:Queue",
    source: "AWS API reference, CreateQueue",
    check: (inputs) => fifo(inputs, "fifoQueue"),
  },
  {
    type: "aws:sns/topic:Topic",
    source: "AWS API reference, CreateTopic",
    check: (inputs) => fifo(inputs, "fifoTopic"),
  },
  {
    type: "aws:backup/plan:Plan",
    source: "AWS API reference, CreateBackupPlan: DeleteAfterDays",
    check: (inputs) => {
      const rules: unknown = inputs["rules"];
      return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, index) => {
        const cold = Number(valueAt(rule, "lifecycle.coldStorageAfter") ?? Number.NaN);
        const deleted = Number(valueAt(rule, "lifecycle.deleteAfter") ?? Number.NaN);
        const input = `rules[${index}].lifecycle.deleteAfter`;
        return deleted < cold + 90 ? [{ input, allowed: `${cold + 90} or more`, given: String(deleted) }] : [];
      });
    },
  },
  {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    source: "Amazon ECS Developer Guide, Fargate task definition parameters",
    check: (inputs) => {
      const compatible: unknown = inputs["requiresCompatibilities"];
      if (!Array.isArray(compatible) || !compatible.includes("FARGATE")) return undefined;
      return [
        ...(isGiven(inputs, "cpu") && isGiven(inputs, "memory")
          ? fargateFaults(valueAt(inputs, "cpu"), valueAt(inputs, "memory"))
          : [{ input: "cpu", allowed: "cpu and memory given, as FARGATE is", given: "nothing" }]),
        ...(["awsvpc", undefined].includes(textAt(inputs, "networkMode"))
          ? []
          : [{ input: "networkMode", allowed: "awsvpc, as FARGATE is", given: textAt(inputs, "networkMode") ?? "" }]),
      ];
    },
  },
];

function textAt(inputs: unknown, path: string): string | undefined {
  const value = valueAt(inputs, path);
  return value === undefined ? undefined : String(value);
}

function list<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}

/** A second input that must be given when the first is as told. */
function needs(
  inputs: Readonly<Record<string, unknown>>,
  first: string,
  second: string,
  applies: (value: unknown) => boolean,
): ValueFault | undefined {
  const value = valueAt(inputs, first);
  if (value === undefined || !applies(value) || isGiven(inputs, second)) return undefined;
  return { input: second, allowed: `given, as ${first} is ${String(value)}`, given: "nothing" };
}

function ordered(inputs: unknown, smaller: string, larger: string): ValueFault | undefined {
  const [left, right] = [valueAt(inputs, smaller), valueAt(inputs, larger)];
  if (left === undefined || right === undefined || Number(left) <= Number(right)) return undefined;
  return { input: smaller, allowed: `at most ${larger}, ${String(right)}`, given: String(left) };
}

function leastOfGp3(inputs: Readonly<Record<string, unknown>>, input: string, least: number): ValueFault[] {
  const engine = textAt(inputs, "engine") ?? "";
  const large = valueAt(inputs, "storageType") === "gp3" && Number(valueAt(inputs, "allocatedStorage") ?? 0) >= 400;
  const given = valueAt(inputs, input);
  if (!large || !["postgres", "mysql", "mariadb"].includes(engine) || given === undefined) return [];
  return Number(given) >= least ? [] : [{ input, allowed: `${least} or more from 400 GiB on`, given: String(given) }];
}

function fifo(inputs: Readonly<Record<string, unknown>>, input: string): ValueFault | undefined {
  const name = textAt(inputs, "name");
  if (name === undefined || (valueAt(inputs, input) === true) === name.endsWith(".fifo")) return undefined;
  return { input: "name", allowed: `a name that ends in .fifo exactly where ${input} is true`, given: name };
}
