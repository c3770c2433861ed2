import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

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

/** An AWS API call of EventBridge Scheduler. */
interface Call {
  api: string;
  input: pulumi.Input<Record<string, unknown>>;
}

/** Stop call, start call and permissions of one resource, or of some alarms. */
export interface Sleeper {
  name: string;
  stop: Call;
  start: Call;
  statement: Statement;
}

/** CloudWatch takes 100 alarms in one call. */
const alarmsPerCall = 100;

/** Calls for alarms, which notify on a change of state alone: one that is in alarm when its actions are enabled stays silent. */
export function alarms(arns: readonly pulumi.Input<string>[]): Sleeper[] {
  const calls = Math.ceil(arns.length / alarmsPerCall);
  return Array.from({ length: calls }, (_, index) => {
    const some = arns.slice(index * alarmsPerCall, (index + 1) * alarmsPerCall);
    const names = pulumi
      .all(some)
      .apply((all) => all.map((arn) => arn.slice(arn.indexOf(":alarm:") + ":alarm:".length)));
    const call = (api: string): Call => ({ api: `cloudwatch:${api}AlarmActions`, input: { AlarmNames: names } });
    return {
      name: index === 0 ? "alarms" : `alarms-${index + 1}`,
      stop: call("disable"),
      start: call("enable"),
      statement: {
        Effect: "Allow",
        Action: ["cloudwatch:DisableAlarmActions", "cloudwatch:EnableAlarmActions"],
        Resource: [...some],
      },
    };
  });
}

/** Calls for a database. */
export function database(name: string, { identifier, kind }: SleepingDatabase, account: Account): Sleeper {
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

/** Calls for a managed node group. */
export function nodeGroup(name: string, group: SleepingNodeGroup, account: Account): Sleeper {
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
