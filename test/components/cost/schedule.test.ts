import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { OffHoursSchedule, type OffHoursScheduleArgs } from "../../../components/cost/schedule.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, type Registered, refusal } from "../../harness.ts";

const args: OffHoursScheduleArgs = {
  account: account("111122223333", "us-east-1"),
  timeZone: "Europe/Zurich",
  stop: "cron(0 20 ? * MON-FRI *)",
  start: "cron(0 7 ? * MON-FRI *)",
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
    assert.equal(stop.inputs.scheduleExpression, "cron(0 20 ? * MON-FRI *)");
    assert.equal(start.inputs.scheduleExpression, "cron(0 7 ? * MON-FRI *)");
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
            timeZone: "CET+1",
            stop: "0 20 * * *",
            start: "0 20 * * *",
            databases: { general: { kind: "instance", identifier: "dev" } },
            nodeGroups: { general },
          }),
      ),
      [
        'OffHoursSchedule "nights":',
        "  - timeZone must be the IANA name of a time zone, got CET+1",
        "  - stop must be a cron expression of six fields, got 0 20 * * *",
        "  - start must be a cron expression of six fields, got 0 20 * * *",
        "  - start must differ from stop, got 0 20 * * * for both",
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
