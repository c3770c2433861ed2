import assert from "node:assert/strict";
import {
  backupRules,
  isCopied,
  type RecoveryTier,
  type RecoveryTiers,
  retentionBounds,
  tierFaults,
} from "../../../components/recovery/objectives.ts";

const derived = { kind: "derived", retentionDays: 35 } as const;

function tier(rpoHours: number, rtoHours: number, rest: Partial<RecoveryTier> = {}): RecoveryTier {
  return { objectives: { rpoHours, rtoHours }, snapshots: derived, ...rest };
}

function schedules(of: RecoveryTier): unknown[] {
  return backupRules(of).map(({ continuous, copied, name, schedule }) => [name, schedule, continuous, copied]);
}

describe("recovery objectives", () => {
  it("AIV-DR-01, AIV-DR-02, CON-27: critical data has point-in-time recovery, snapshots every four hours and a replication", () => {
    assert.deepEqual(schedules(tier(1, 4, { secondRegion: "replication" })), [
      ["point-in-time", "cron(0 1 * * ? *)", true, false],
      ["snapshot", "cron(0 0/4 * * ? *)", false, true],
    ]);
  });

  it("AIV-DR-01: standard data has copied snapshots every four hours, non-critical data daily ones in the Region", () => {
    assert.deepEqual(schedules(tier(4, 8)), [["snapshot", "cron(0 0/4 * * ? *)", false, true]]);
    assert.deepEqual(schedules(tier(24, 24)), [["snapshot", "cron(0 2 * * ? *)", false, false]]);
  });

  it("takes snapshots as often as copies need", () => {
    assert.deepEqual(schedules(tier(1, 4))[1], ["snapshot", "cron(0 0/1 * * ? *)", false, true]);
    assert.deepEqual(schedules(tier(7, 8))[0], ["snapshot", "cron(0 0/6 * * ? *)", false, true]);
    assert.deepEqual(schedules(tier(23, 24))[0], ["snapshot", "cron(0 0/12 * * ? *)", false, false]);
  });

  it("uses point-in-time recovery of the resource where it has one", () => {
    const own = tier(1, 24, { pointInTime: "resource" });
    assert.deepEqual(tierFaults({ own }), []);
    assert.deepEqual(schedules(own), [["snapshot", "cron(0 0/4 * * ? *)", false, false]]);
  });

  it("AUI-BKP-01, AUI-BKP-02, CON-10: 7 daily, 4 weekly and 6 monthly snapshots at 02:00", () => {
    const backups = tier(24, 24, {
      snapshots: {
        kind: "scheduled",
        schedules: {
          daily: { every: "day", at: "02:00", retentionDays: 7 },
          weekly: { every: "week", on: "SUN", at: "02:00", retentionDays: 28 },
          monthly: { every: "month", on: 1, at: "02:00", retentionDays: 180 },
        },
      },
    });
    assert.deepEqual(tierFaults({ backups }), []);
    assert.deepEqual(
      backupRules(backups).map(({ deleteAfter, name, schedule }) => [name, schedule, deleteAfter]),
      [
        ["daily", "cron(0 2 * * ? *)", 7],
        ["weekly", "cron(0 2 ? * SUN *)", 28],
        ["monthly", "cron(0 2 1 * ? *)", 180],
      ],
    );
    assert.deepEqual(retentionBounds({ backups }), { minDays: 7, maxDays: 180 });
  });

  it("keeps continuous backups for 35 days at most, and not longer than the snapshots", () => {
    const days = (retentionDays: number) =>
      backupRules(tier(1, 4, { snapshots: { kind: "derived", retentionDays } })).map((rule) => rule.deleteAfter);
    assert.deepEqual(days(365), [35, 365]);
    assert.deepEqual(days(7), [7, 7]);
  });

  it("copies snapshots for an RTO below a day", () => {
    assert.deepEqual([isCopied(tier(24, 23)), isCopied(tier(24, 24))], [true, false]);
    assert.equal(isCopied(tier(24, 24, { secondRegion: "copies" })), true);
  });

  it("CON-27: refuses an RPO of one hour from snapshots every four hours alone", () => {
    const snapshots = {
      kind: "scheduled",
      schedules: { snapshot: { every: "hours", hours: 4, retentionDays: 7 } },
    } as const;
    assert.deepEqual(tierFaults({ critical: tier(1, 4, { snapshots, pointInTime: "none" }) }), [
      'tiers.critical.pointInTime must be "backup" or "resource" for rpoHours 1 with snapshots every 4 h, got "none"',
    ]);
    assert.deepEqual(tierFaults({ critical: tier(1, 4, { snapshots }) }), [
      'tiers.critical.secondRegion must be "replication" for rpoHours 1 with snapshots every 4 h, got "copies"',
    ]);
    assert.deepEqual(tierFaults({ critical: tier(1, 4, { snapshots, secondRegion: "replication" }) }), []);
  });

  it("refuses an RTO below a day without data in a second Region", () => {
    assert.deepEqual(tierFaults({ standard: tier(4, 8, { secondRegion: "none" }) }), [
      'tiers.standard.secondRegion must be "copies" or "replication" for rtoHours 8, below 24, got "none"',
    ]);
  });

  it("reports every value out of range", () => {
    const tiers: RecoveryTiers = {
      Gold: tier(0.1, 0.5, { snapshots: { kind: "derived", retentionDays: 0 } }),
      silver: tier(25, 24, {
        snapshots: {
          kind: "scheduled",
          schedules: {
            daily: { every: "day", at: "2:00", retentionDays: 7 },
            monthly: { every: "month", on: 31, at: "24:00", retentionDays: 1.5 },
          },
        },
      }),
      bronze: tier(24, 24, { snapshots: { kind: "scheduled", schedules: {} } }),
    };
    assert.deepEqual(tierFaults(tiers), [
      "tiers must have names of at most 20 lower-case letters, digits and hyphens, got Gold",
      "tiers.Gold.objectives.rpoHours must be 0.25 to 24, got 0.1",
      "tiers.Gold.objectives.rtoHours must be 1 or more, got 0.5",
      "tiers.Gold.snapshots.retentionDays must be a whole number from 1, got 0",
      "tiers.silver.objectives.rpoHours must be 0.25 to 24, got 25",
      "tiers.silver.snapshots.schedules.monthly.retentionDays must be a whole number from 1, got 1.5",
      "tiers.silver.snapshots.schedules.daily.at must be a time of day such as 02:00, got 2:00",
      "tiers.silver.snapshots.schedules.monthly.at must be a time of day such as 02:00, got 24:00",
      "tiers.silver.snapshots.schedules.monthly.on must be a day of the month from 1 to 28, got 31",
      "tiers.bronze.snapshots.schedules must hold at least one schedule, got none",
    ]);
    assert.deepEqual(tierFaults({}), ["tiers must hold at least one tier, got none"]);
  });
});
