import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** A database of the off-hours schedule: an RDS DB instance or an Aurora DB cluster. */
export interface SleepingDatabase {
  /** Kind of database. */
  kind: "instance" | "cluster";
  /** DB instance or DB cluster identifier. */
  identifier: pulumi.Input<string>;
}

/** A managed node group of the off-hours schedule, with its size during work hours. */
export interface SleepingNodeGroup {
  /** Name of the EKS cluster. */
  clusterName: pulumi.Input<string>;
  /** Name of the node group. */
  nodeGroupName: pulumi.Input<string>;
  /** Minimum size during work hours. */
  minSize: number;
  /** Desired size at the start. */
  desiredSize: number;
  /** Maximum size. */
  maxSize: number;
}

/** Arguments of OffHoursSchedule. */
export interface OffHoursScheduleArgs {
  /** Account of the databases and node groups. */
  account: Account;
  /** Time zone of both expressions, by its IANA name, for example Europe/Zurich. */
  timeZone: string;
  /** Stop time as EventBridge Scheduler cron expression, for example cron(0 20 ? * MON-FRI *). */
  stop: string;
  /** Start time as EventBridge Scheduler cron expression. */
  start: string;
  /** Databases by name. @default {} */
  databases?: Readonly<Record<string, SleepingDatabase>>;
  /** Node groups by name. @default {} */
  nodeGroups?: Readonly<Record<string, SleepingNodeGroup>>;
}

/** An AWS API call of EventBridge Scheduler. */
interface Call {
  api: string;
  input: pulumi.Input<Record<string, unknown>>;
}

/** Stop call, start call and permissions of one resource. */
interface Sleeper {
  name: string;
  stop: Call;
  start: Call;
  statement: Statement;
}

/**
 * Stops databases and scales node groups to zero outside work hours with EventBridge Scheduler; storage and the control plane are
 * still billed. A deployment outside work hours fails where it changes a stopped resource.
 */
export class OffHoursSchedule extends pulumi.ComponentResource {
  /** Name of the schedule group; when it is deleted, resources are no longer stopped, and stopped ones stay stopped. */
  readonly scheduleGroupName: pulumi.Output<string>;

  constructor(name: string, args: OffHoursScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cost:OffHoursSchedule", name, {}, opts);
    const { databases = {}, nodeGroups = {}, account } = args;
    const sleepers = [
      ...Object.entries(databases).map(([key, each]) => database(key, each, account)),
      ...Object.entries(nodeGroups).map(([key, each]) => nodeGroup(key, each, account)),
    ];
    refuse(this, name, faults(args, sleepers));
    const child = { parent: this };

    const group = new aws.scheduler.ScheduleGroup(name, { tags: { Name: name } }, child);
    const role = new ServiceRole(
      name,
      {
        account,
        service: "scheduler.amazonaws.com",
        trustCondition: { StringEquals: { "aws:SourceAccount": account.accountId } },
        statements: sleepers.map(({ statement }) => statement),
      },
      child,
    );
    for (const sleeper of sleepers) {
      for (const when of ["stop", "start"] as const) {
        const { api, input } = sleeper[when];
        new aws.scheduler.Schedule(
          `${name}-${sleeper.name}-${when}`,
          {
            groupName: group.name,
            scheduleExpression: args[when],
            scheduleExpressionTimezone: args.timeZone,
            flexibleTimeWindow: { mode: "OFF" },
            target: {
              arn: `arn:${account.partition}:scheduler:::aws-sdk:${api}`,
              roleArn: role.arn,
              input: pulumi.jsonStringify(input),
              retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
            },
          },
          child,
        );
      }
    }

    this.scheduleGroupName = group.name;
    this.registerOutputs(outputs(this));
  }
}

function database(name: string, { identifier, kind }: SleepingDatabase, account: Account): Sleeper {
  const subject = kind === "instance" ? "DBInstance" : "DBCluster";
  const input = kind === "instance" ? { DbInstanceIdentifier: identifier } : { DbClusterIdentifier: identifier };
  const type = kind === "instance" ? "db" : "cluster";
  return {
    name,
    stop: { api: `rds:stop${subject}`, input },
    start: { api: `rds:start${subject}`, input },
    statement: {
      Effect: "Allow",
      Action: [`rds:Start${subject}`, `rds:Stop${subject}`],
      Resource: pulumi.interpolate`${arn(account, "rds", type)}:${identifier}`,
    },
  };
}

function nodeGroup(name: string, group: SleepingNodeGroup, account: Account): Sleeper {
  const resize = (minSize: number, desiredSize: number): Call => ({
    api: "eks:updateNodegroupConfig",
    input: {
      ClusterName: group.clusterName,
      NodegroupName: group.nodeGroupName,
      // The maximum size must be 1 or more, also for a node group of size zero.
      ScalingConfig: { MinSize: minSize, DesiredSize: desiredSize, MaxSize: group.maxSize },
    },
  });
  return {
    name,
    stop: resize(0, 0),
    start: resize(group.minSize, group.desiredSize),
    statement: {
      Effect: "Allow",
      Action: "eks:UpdateNodegroupConfig",
      Resource: pulumi.interpolate`${arn(account, "eks", "nodegroup")}/${group.clusterName}/${group.nodeGroupName}/*`,
    },
  };
}

function faults(args: OffHoursScheduleArgs, sleepers: readonly Sleeper[]): string[] {
  const { nodeGroups = {}, start, stop, timeZone } = args;
  const names = sleepers.map(({ name }) => name);
  return [
    ...(/^(UTC|[A-Z]\w+(\/[A-Z][\w+-]*)+)$/.test(timeZone)
      ? []
      : [`timeZone must be the IANA name of a time zone, got ${timeZone}`]),
    ...Object.entries({ stop, start })
      .filter(([, expression]) => !/^cron\((\S+ ){5}\S+\)$/.test(expression))
      .map(([argument, expression]) => `${argument} must be a cron expression of six fields, got ${expression}`),
    ...(stop === start ? [`start must differ from stop, got ${start} for both`] : []),
    ...(names.length > 0 ? [] : ["databases or nodeGroups must have at least one entry, got none"]),
    ...names
      .filter((each, index) => names.indexOf(each) < index)
      .map((each) => `databases and nodeGroups must have different names, got ${each} in both`),
    ...Object.entries(nodeGroups)
      .filter(
        ([, { desiredSize, maxSize, minSize }]) =>
          !(0 <= minSize && minSize <= desiredSize && desiredSize <= maxSize && maxSize >= 1),
      )
      .map(
        ([group, { desiredSize, maxSize, minSize }]) =>
          `nodeGroups.${group} must hold minSize ≤ desiredSize ≤ maxSize, got ${minSize}, ${desiredSize}, ${maxSize}`,
      ),
  ];
}
