import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { OffHoursSchedule, type OffHoursScheduleArgs } from "../../../components/cost/schedule.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, type Registered, refusal } from "../../harness.ts";

const args: OffHoursScheduleArgs = {
  account: account("111122223333", "us-east-1"),
  hours: { timeZone: "Europe/Zurich", days: ["MON", "FRI"], start: "07:30", stop: "20:00" },
  databases: { database: { kind: "instance", identifier: "platform-dev" } },
  nodeGroups: {
    general: { clusterName: "dev", nodeGroupName: "general-1", minSize: 1, desiredSize: 2, maxSize: 4 },
  },
};

function called(schedule: Registered): unknown {
  const target = schedule.inputs.target as Record<string, string>;
  return [target.arn, JSON.parse(target.input ?? "")];
}

describe("OffHoursSchedule", () => {
  it("CON-30: stops and starts a database in the given time zone", async () => {
    const { one } = await deploy(() => new OffHoursSchedule("nights", args));
    const stop = one(aws.scheduler.Schedule, "nights-database-stop");
    const start = one(aws.scheduler.Schedule, "nights-database-start");
    const input = { DbInstanceIdentifier: "platform-dev" };
    assert.deepEqual(called(stop), ["arn:aws:scheduler:::aws-sdk:rds:stopDBInstance", input]);
    assert.deepEqual(called(start), ["arn:aws:scheduler:::aws-sdk:rds:startDBInstance", input]);
    assert.equal(stop.inputs.scheduleExpression, "cron(0 20 ? * MON,FRI *)");
    assert.equal(start.inputs.scheduleExpression, "cron(30 7 ? * MON,FRI *)");
    assert.equal(stop.inputs.scheduleExpressionTimezone, "Europe/Zurich");
    assert.equal(stop.inputs.groupName, one(aws.scheduler.ScheduleGroup).outputs.name);
  });

  it("scales a node group to zero and back", async () => {
    const { one } = await deploy(() => new OffHoursSchedule("nights", args));
    const api = "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig";
    const of = { ClusterName: "dev", NodegroupName: "general-1" };
    assert.deepEqual(called(one(aws.scheduler.Schedule, "nights-general-stop")), [
      api,
      { ...of, ScalingConfig: { MinSize: 0, DesiredSize: 0, MaxSize: 4 } },
    ]);
    assert.deepEqual(called(one(aws.scheduler.Schedule, "nights-general-start")), [
      api,
      { ...of, ScalingConfig: { MinSize: 1, DesiredSize: 2, MaxSize: 4 } },
    ]);
  });

  it("stops an Aurora cluster", async () => {
    const databases = { aurora: { kind: "cluster", identifier: "dev" } } as const;
    const { one } = await deploy(() => new OffHoursSchedule("nights", { ...args, databases }));
    assert.deepEqual(called(one(aws.scheduler.Schedule, "nights-aurora-stop")), [
      "arn:aws:scheduler:::aws-sdk:rds:stopDBCluster",
      { DbClusterIdentifier: "dev" },
    ]);
  });

  it("RC-B18: switches alarms off before resources stop and on after they have started, 100 with a call", async () => {
    const alarmArns = Array.from({ length: 101 }, (_, at) => `arn:aws:cloudwatch:us-east-1:111122223333:alarm:a${at}`);
    const { one } = await deploy(() => new OffHoursSchedule("nights", { ...args, alarmArns }));
    const stop = one(aws.scheduler.Schedule, "nights-alarms-stop");
    const start = one(aws.scheduler.Schedule, "nights-alarms-2-start");
    assert.equal(stop.inputs.scheduleExpression, "cron(45 19 ? * MON,FRI *)");
    assert.equal(start.inputs.scheduleExpression, "cron(15 8 ? * MON,FRI *)");
    const names = Array.from({ length: 100 }, (_, at) => `a${at}`);
    assert.deepEqual(called(stop), [
      "arn:aws:scheduler:::aws-sdk:cloudwatch:disableAlarmActions",
      { AlarmNames: names },
    ]);
    assert.deepEqual(called(start), [
      "arn:aws:scheduler:::aws-sdk:cloudwatch:enableAlarmActions",
      { AlarmNames: ["a100"] },
    ]);
  });

  it("RC-F6: refuses hours that end before they start, or too soon after", async () => {
    const hours = { timeZone: "UTC", days: ["MON"], start: "20:00", stop: "06:00" } as const;
    assert.equal(
      await refusal(() => new OffHoursSchedule("nights", { ...args, hours })),
      'OffHoursSchedule "nights": hours.stop must be at least two hours after start (20:00) on the same day, got 06:00',
    );
  });

  it("allows only these actions on these resources, for schedules of the account", async () => {
    const { one } = await deploy(() => new OffHoursSchedule("nights", args));
    assert.deepEqual(JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy)).Statement, [
      {
        Effect: "Allow",
        Action: ["rds:StartDBInstance", "rds:StopDBInstance"],
        Resource: "arn:aws:rds:us-east-1:111122223333:db:platform-dev",
      },
      {
        Effect: "Allow",
        Action: "eks:UpdateNodegroupConfig",
        Resource: "arn:aws:eks:us-east-1:111122223333:nodegroup/dev/general-1/*",
      },
    ]);
    const { Statement } = JSON.parse(String(one(aws.iam.Role).inputs.assumeRolePolicy));
    assert.deepEqual(Statement[0].Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
    const schedule = one(aws.scheduler.Schedule, "nights-database-stop");
    assert.equal(at(schedule, "target.roleArn"), one(aws.iam.Role).outputs.arn);
    assert.ok(schedule.propertyDependencies.target?.includes(one(aws.iam.RolePolicy).urn));
  });

  it("reports every fault at once", async () => {
    const general = { clusterName: "dev", nodeGroupName: "general-1", minSize: 3, desiredSize: 2, maxSize: 4 };
    assert.equal(
      await refusal(
        () =>
          new OffHoursSchedule("nights", {
            ...args,
            hours: { timeZone: "CET+1", days: ["MON", "MON"], start: "7", stop: "20:00" },
            databases: { general: { kind: "instance", identifier: "dev" } },
            nodeGroups: { general },
          }),
      ),
      [
        'OffHoursSchedule "nights":',
        "  - hours.timeZone must be the IANA name of a time zone, got CET+1",
        "  - hours.days must be distinct days of SUN, MON, TUE, WED, THU, FRI, SAT, got MON, MON",
        "  - hours.start must be a time of day such as 07:00, got 7",
        "  - databases and nodeGroups must have different names, got general in both",
        "  - nodeGroups.general must hold minSize ≤ desiredSize ≤ maxSize, got 3, 2, 4",
      ].join("\n"),
    );
    assert.equal(
      await refusal(() => new OffHoursSchedule("nights", { ...args, databases: {}, nodeGroups: {} })),
      'OffHoursSchedule "nights": databases or nodeGroups must have at least one entry, got none',
    );
  });
});
