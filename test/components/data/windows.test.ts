import assert from "node:assert/strict";
import fc from "fast-check";
import { backupFaults } from "../../../components/data/windows.ts";

const good = { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" };

describe("backup and maintenance windows", () => {
  it("accept windows that do not overlap, also across midnight and the end of the week", () => {
    const apart = [
      ["03:00-04:00", "sun:04:30-sun:05:30"],
      ["03:00-04:00", "sun:04:00-sun:05:00"],
      ["23:30-00:30", "sun:00:30-sun:01:30"],
      ["03:00-04:00", "sat:23:30-sun:00:30"],
      ["00:00-01:00", "mon:23:00-tue:00:00"],
    ];
    for (const [window = "", maintenanceWindow = ""] of apart)
      assert.deepEqual(backupFaults("backups", { ...good, window, maintenanceWindow }, 30), [], maintenanceWindow);
  });

  it("refuse windows that overlap, also across midnight and the end of the week", () => {
    const meeting = [
      ["03:00-05:00", "sun:04:30-sun:05:30"],
      ["03:00-04:00", "wed:03:15-wed:03:45"],
      ["23:30-00:30", "sun:00:00-sun:01:00"],
      ["23:45-00:15", "sat:23:00-sun:00:00"],
      ["00:00-01:00", "sat:23:30-sun:00:30"],
      ["22:00-23:00", "mon:12:00-tue:11:00"],
    ];
    for (const [window = "", maintenanceWindow = ""] of meeting)
      assert.deepEqual(
        backupFaults("backups", { ...good, window, maintenanceWindow }, 30),
        [`backups.maintenanceWindow must not overlap backups.window ("${window}"), got "${maintenanceWindow}"`],
        maintenanceWindow,
      );
  });

  it("overlap exactly when they share a minute of the week", () => {
    const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    const time = (minute: number) => `${days[Math.floor(minute / 1440) % 7]}:${clock(minute % 1440)}`;
    const minutes = (from: number, length: number, by: number) =>
      Array.from({ length }, (_, minute) => (from + minute) % by);
    const starts = fc.integer({ min: 0, max: 1439 });
    const weekStarts = fc.integer({ min: 0, max: 7 * 1440 - 1 });
    const lengths = fc.integer({ min: 30, max: 600 });
    fc.assert(
      fc.property(starts, lengths, weekStarts, lengths, (backup, backupLength, maintenance, maintenanceLength) => {
        const taken = new Set(minutes(backup, backupLength, 1440));
        const shared = minutes(maintenance, maintenanceLength, 7 * 1440).some((minute) => taken.has(minute % 1440));
        const window = `${clock(backup)}-${clock((backup + backupLength) % 1440)}`;
        const maintenanceWindow = `${time(maintenance)}-${time(maintenance + maintenanceLength)}`;
        assert.equal(backupFaults("b", { ...good, window, maintenanceWindow }, 30).length, shared ? 1 : 0);
      }),
    );
  });

  it("report invalid formats, short or long windows, and days out of range, all at once", () => {
    const bad = { retentionDays: 36, window: "3:00-4:00", maintenanceWindow: "Sun:04:30-Sun:05:30" };
    assert.deepEqual(backupFaults("backups", bad, 30), [
      "backups.retentionDays must be a whole number from 1 to 35, got 36",
      'backups.window must look like 03:00-04:00, got "3:00-4:00"',
      'backups.maintenanceWindow must look like sun:04:30-sun:05:30, got "Sun:04:30-Sun:05:30"',
    ]);
    const short = { retentionDays: 0, window: "03:00-03:29", maintenanceWindow: "sun:04:30-sun:04:59" };
    assert.deepEqual(backupFaults("backups", short, 30), [
      "backups.retentionDays must be a whole number from 1 to 35, got 0",
      'backups.window must last at least 30 minutes, got "03:00-03:29"',
      'backups.maintenanceWindow must last at least 30 minutes and less than a day, got "sun:04:30-sun:04:59"',
    ]);
    const long = backupFaults("backups", { ...good, maintenanceWindow: "sun:05:00-mon:05:00" }, 30);
    assert.equal(
      long[0],
      'backups.maintenanceWindow must last at least 30 minutes and less than a day, got "sun:05:00-mon:05:00"',
    );
  });
});
