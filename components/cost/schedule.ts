import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { alarms, database, nodeGroup, type SleepingDatabase, type SleepingNodeGroup } from "./off-hours-calls.ts";
import { cronOf, type WorkHours, watchedHours, workHourFaults } from "./work-hours.ts";

/** Arguments of OffHoursSchedule. */
export interface OffHoursScheduleArgs {
  /** Account of the databases and node groups. */
  account: Account;
  /** When databases and node groups run. */
  hours: WorkHours;
  /** Databases by name. @default {} */
  databases?: Readonly<Record<string, SleepingDatabase>>;
  /** Node groups by name. @default {} */
  nodeGroups?: Readonly<Record<string, SleepingNodeGroup>>;
  /** ARNs of the CloudWatch alarms that do not notify while resources are stopped, start or stop. @default [] */
  alarmArns?: readonly pulumi.Input<string>[];
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
    refuse(this, name, faults(args));
    const { account, hours, databases = {}, nodeGroups = {}, alarmArns = [] } = args;
    const sleepers = [
      ...Object.entries(databases).map(([key, each]) => ({ ...database(key, each, account), hours })),
      ...Object.entries(nodeGroups).map(([key, each]) => ({ ...nodeGroup(key, each, account), hours })),
      ...alarms(alarmArns).map((each) => ({ ...each, hours: watchedHours(hours) })),
    ];
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
            scheduleExpression: cronOf(sleeper.hours, sleeper.hours[when]),
            scheduleExpressionTimezone: hours.timeZone,
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

function faults({ hours, databases = {}, nodeGroups = {} }: OffHoursScheduleArgs): string[] {
  const names = [...Object.keys(databases), ...Object.keys(nodeGroups)];
  return [
    ...workHourFaults("hours.", hours),
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
