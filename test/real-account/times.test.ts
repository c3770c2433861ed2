import assert from "node:assert/strict";
import { backupRules, type RecoveryTier } from "../../components/recovery/objectives.ts";
import { timeFaults } from "../../layers/references/times.ts";
import { genAi } from "../../stacks/gen-ai/index.ts";
import { dev } from "../../stacks/platform/dev.ts";
import { deployStack } from "../stacks/origins.ts";
import { onAws } from "./stacks.ts";

const tier = (
  schedule: Extract<RecoveryTier["snapshots"], { kind: "scheduled" }>["schedules"][string],
): RecoveryTier => ({
  objectives: { rpoHours: 24, rtoHours: 48 },
  snapshots: { kind: "scheduled", schedules: { own: schedule } },
  pointInTime: "resource",
});
const planned = (at: RecoveryTier) => ({ recovery: { tiers: { data: at }, databases: { main: "data" } } });
const windows = { window: "03:00-04:00", maintenanceWindow: "sun:06:00-sun:07:00" };
const { workHours, ...always } = dev;
const night = (backups: typeof windows) => ({
  ...always,
  databases: { main: { ...dev.databases.main, backups: { retentionDays: 7, ...backups } } },
});

describe("the times of backups", () => {
  it("RC-B17: keep an hour before and the whole of each window of a DB instance free, in every stack", () => {
    assert.deepEqual(
      onAws.flatMap(({ definition }) => timeFaults(definition)),
      [],
    );
    const fault = (at: string, hit: string) =>
      `recovery.tiers.data.snapshots.schedules.own must not start in the window of databases.main or in the hour before, got ${at} for ${hit}`;
    const faults = (schedule: Parameters<typeof tier>[0]) =>
      timeFaults({ ...night(windows), ...planned(tier(schedule)) });
    const backup = 'backups.window "03:00-04:00"';
    const maintenance = 'backups.maintenanceWindow "sun:06:00-sun:07:00"';
    assert.deepEqual(faults({ every: "day", at: "01:59", retentionDays: 1 }), []);
    assert.deepEqual(faults({ every: "day", at: "02:00", retentionDays: 1 }), [fault("day 02:00", backup)]);
    assert.deepEqual(faults({ every: "day", at: "04:00", retentionDays: 1 }), []);
    assert.deepEqual(faults({ every: "week", on: "SUN", at: "05:30", retentionDays: 1 }), [
      fault("week 05:30", maintenance),
    ]);
    assert.deepEqual(faults({ every: "week", on: "MON", at: "05:30", retentionDays: 1 }), []);
    assert.deepEqual(faults({ every: "month", on: 1, at: "05:30", retentionDays: 1 }), [
      fault("month 05:30", maintenance),
    ]);
    assert.deepEqual(faults({ every: "hours", hours: 2, retentionDays: 1 }), [
      fault("every 2 hours", backup),
      fault("every 2 hours", maintenance),
    ]);
  });

  it("RC-B17: are free where AWS Backup schedules around the windows itself: Aurora, and continuous backups", () => {
    const clashing = tier({ every: "day", at: "03:00", retentionDays: 1 });
    assert.deepEqual(timeFaults({ ...night(windows), ...planned({ ...clashing, pointInTime: "backup" }) }), []);
    const engine = { kind: "aurora", zones: 1, capacity: { kind: "serverless", min: 1, max: 2 } } as const;
    const main = { ...night(windows).databases.main, engine };
    assert.deepEqual(timeFaults({ ...always, databases: { main }, ...planned(clashing) }), []);
  });

  it("RC-E2: copy Aurora once a day, since every copy is a full one", async () => {
    const often: RecoveryTier = {
      objectives: { rpoHours: 4, rtoHours: 8 },
      snapshots: { kind: "derived", retentionDays: 35 },
    };
    const engine = { kind: "aurora", zones: 1, capacity: { kind: "serverless", min: 1, max: 2 } } as const;
    const aurora = { ...always, databases: { main: { ...dev.databases.main, engine } } };
    assert.deepEqual(timeFaults({ ...aurora, ...planned(often) }), [
      "recovery.tiers.data.secondRegion must be dailyCopies or none for databases.main, of which every copy is a full one, got copies every 4 hours",
    ]);
    assert.deepEqual(timeFaults({ ...aurora, ...planned({ ...often, secondRegion: "dailyCopies" }) }), []);
    assert.deepEqual(
      backupRules({ ...often, secondRegion: "dailyCopies" }).map(({ name, schedule, copied }) => [
        name,
        schedule,
        copied,
      ]),
      [
        ["snapshot", "cron(0 0/4 * * ? *)", false],
        ["daily-copy", "cron(0 2 * * ? *)", true],
      ],
    );
  });

  it("RC-B17: leave AWS Backup three hours to start a job", async () => {
    for (const { stack } of onAws) {
      const { of } = await deployStack(stack);
      const rules = of("aws:backup/plan:Plan").flatMap(({ inputs }) =>
        Array.isArray(inputs["rules"]) ? inputs["rules"] : [],
      );
      assert.ok(
        rules.every(({ startWindow }) => startWindow >= 180),
        stack,
      );
    }
  });

  it("RC-B18: lie within work hours, in winter and in summer, where the database stops at night", () => {
    const hours = { timeZone: "America/New_York", days: ["MON", "TUE"], start: "07:00", stop: "20:00" } as const;
    const awake = { window: "13:00-13:45", maintenanceWindow: "mon:14:30-mon:15:30" };
    const noon = tier({ every: "week", on: "MON", at: "17:00", retentionDays: 7 });
    assert.deepEqual(timeFaults({ ...night(awake), ...planned(noon), workHours: hours }), []);
    // 11:30 UTC is 07:30 in summer and 06:30 in winter.
    const early = { window: "11:30-12:15", maintenanceWindow: "sun:14:30-sun:15:30" };
    assert.deepEqual(
      timeFaults({
        ...night(early),
        ...planned(tier({ every: "day", at: "17:00", retentionDays: 7 })),
        workHours: hours,
      }),
      [
        'databases.main.backups.window must lie within workHours, got "11:30-12:15"',
        'databases.main.backups.maintenanceWindow must lie within workHours, got "sun:14:30-sun:15:30"',
        "recovery.tiers.data.snapshots.schedules.own must start within workHours, an hour from each end, where databases.main stops, got day 17:00",
      ],
    );
  });

  it("RC-F6: hours are told with all other faults, and services do not stop", () => {
    assert.deepEqual(timeFaults({ ...dev, workHours: { ...workHours, timeZone: "Mars/Olympus" } }), [
      "workHours.timeZone must be the IANA name of a time zone, got Mars/Olympus",
    ]);
    const services = genAi.services === undefined ? {} : { services: genAi.services };
    assert.deepEqual(timeFaults({ ...dev, ...services }), [
      "workHours must not be set where there are services, which do not stop",
    ]);
  });

  it("RC-B18: alarms of a stack that stops at night are off outside its hours, and nodes of Karpenter stay", async () => {
    const stopping = onAws.filter(({ definition }) => definition.workHours !== undefined);
    assert.deepEqual(stopping.map(({ stack }) => stack).sort(), ["aivo-development", "dev"]);
    for (const { stack, definition } of stopping) {
      const { of } = await deployStack(stack);
      const inputs = of("aws:scheduler/schedule:Schedule").map(
        ({ name, inputs }) => [name, JSON.stringify(inputs["target"])] as const,
      );
      const muted = inputs.find(([name]) => name === "off-hours-alarms-stop")?.[1] ?? "";
      const observed = of("aws:cloudwatch/metricAlarm:MetricAlarm").filter(({ name }) =>
        name.startsWith("observability-"),
      );
      assert.ok(observed.length > 5 && observed.every(({ outputs }) => muted.includes(String(outputs["name"]))), stack);
      const karpenter = definition.clusterAddons?.autoscaler?.kind === "karpenter";
      assert.equal(
        inputs.some(([, target]) => target.includes("updateNodegroupConfig")),
        !karpenter,
        stack,
      );
    }
  });
});
