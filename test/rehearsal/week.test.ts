import assert from "node:assert/strict";
import type { Thing, Values } from "../../rehearsal/account/thing.ts";
import { runs, seasons, week } from "../../rehearsal/week/clock.ts";
import { clashes } from "../../rehearsal/week/week.ts";

const [winter = new Date(), summer = new Date()] = seasons;
const day = 24 * 60;

function thing(type: string, name: string, inputs: Values, outputs: Values = {}): Thing {
  const place = { partition: "aws", region: "us-east-1", accountId: "111122223333" };
  const made = { generation: 0, revision: 1, by: "stack", state: "active", filled: false } as const;
  return { type, name, urn: name, id: name, place, inputs, outputs, ...made };
}

const arn = "arn:aws:rds:us-east-1:111122223333:db:orders";
const database = (backupWindow: string, maintenanceWindow: string) =>
  thing(
    "aws:rds/instance:Instance",
    "orders",
    { backupWindow, maintenanceWindow, tagsAll: { tier: "data" } },
    { identifier: "orders", arn },
  );
const plan = (schedule: string, more: Values = {}) =>
  thing("aws:backup/plan:Plan", "daily", { rules: [{ ruleName: "snapshot", schedule, ...more }] });
const selection = (inputs: Values = { resources: [arn] }) =>
  thing("aws:backup/selection:Selection", "data", { planId: "daily", ...inputs });
const call = (api: string, time: string) =>
  thing("aws:scheduler/schedule:Schedule", `${api} ${time}`, {
    scheduleExpression: `cron(${time} ? * MON-FRI *)`,
    scheduleExpressionTimezone: "America/New_York",
    target: { arn: `arn:aws:scheduler:::aws-sdk:rds:${api}DBInstance`, input: '{"DbInstanceIdentifier":"orders"}' },
  });

describe("a week in the account", () => {
  it("runs schedules on their days and in their time zone, in winter and in summer", () => {
    assert.deepEqual(runs("cron(30 2 ? * MON,WED *)", "UTC", winter), [day + 150, 3 * day + 150]);
    assert.deepEqual(runs("cron(0 7 ? * SUN *)", "America/New_York", winter), [12 * 60]);
    assert.deepEqual(runs("cron(0 7 ? * SUN *)", "America/New_York", summer), [11 * 60]);
    assert.deepEqual(runs("cron(0 1 ? * SUN *)", "Asia/Tokyo", winter), [week - 8 * 60]);
    assert.deepEqual(runs("cron(0 0/12 * * ? *)", "UTC", winter).slice(0, 3), [0, 720, 1440]);
    assert.equal(runs("cron(0 3 1 * ? *)", "UTC", winter).length, 7);
    assert.equal(runs("rate(6 hours)", "UTC", winter).length, 28);
  });

  it("RC-B17: finds a snapshot that AWS Backup does not start, by the ARN and by the tags of the database", () => {
    const own = database("03:00-04:00", "sun:06:00-sun:07:00");
    const hit = "rule snapshot of backup plan daily starts in the backup window of orders or in the hour before";
    assert.deepEqual(clashes([own, plan("cron(59 1 * * ? *)"), selection()]), []);
    assert.deepEqual(clashes([own, plan("cron(0 2 * * ? *)"), selection()]), [hit]);
    assert.deepEqual(clashes([own, plan("cron(0 4 * * ? *)"), selection()]), []);
    const tagged = (value: string) =>
      selection({ resources: ["*"], conditions: [{ stringEquals: [{ key: "aws:ResourceTag/tier", value }] }] });
    assert.deepEqual(clashes([own, plan("cron(0 2 * * ? *)"), tagged("data")]), [hit]);
    assert.deepEqual(clashes([own, plan("cron(0 2 * * ? *)"), tagged("other")]), []);
    const continuous = plan("cron(0 2 * * ? *)", { enableContinuousBackup: true });
    assert.deepEqual(clashes([own, continuous, selection()]), []);
  });

  it("RC-B18: finds windows and snapshots of a database that is stopped then, in one season or in both", () => {
    const hours = [call("start", "0 7"), call("stop", "0 20")];
    assert.deepEqual(clashes([database("17:00-17:30", "mon:14:00-mon:15:00"), ...hours]), []);
    assert.deepEqual(clashes([database("03:00-04:00", "sun:14:00-sun:15:00"), ...hours]), [
      "orders is stopped in each of its backup windows",
      "orders is stopped in its maintenance window",
    ]);
    // 11:30 UTC is 06:30 in winter and 07:30 in summer.
    assert.deepEqual(clashes([database("11:30-12:00", "mon:14:00-mon:15:00"), ...hours]), [
      "orders is stopped in each of its backup windows",
    ]);
    const nightly = [plan("cron(0 5 ? * TUE *)"), selection()];
    assert.deepEqual(clashes([database("17:00-17:30", "mon:14:00-mon:15:00"), ...hours, ...nightly]), [
      "rule snapshot of backup plan daily starts while orders is stopped",
    ]);
  });
});
