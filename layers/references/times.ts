import { stretches, workHourFaults } from "../../components/cost/work-hours.ts";
import { contains, type Stretch, taken } from "../../components/data/windows.ts";
import { runs } from "../../components/recovery/backup-schedule.ts";
import { copyIntervalHours, snapshotSchedules } from "../../components/recovery/objectives.ts";
import type { StackDefinition } from "../definition.ts";
import { rowOf, rows } from "../table.ts";

/** Backups that AWS Backup or RDS would not make at the times of the definition, one line each. */
export function timeFaults(definition: StackDefinition): string[] {
  const { workHours } = definition;
  const malformed = workHours === undefined ? [] : workHourFaults("workHours.", workHours);
  return [
    ...windowFaults(definition),
    ...copyFaults(definition),
    ...malformed,
    ...(malformed.length > 0 ? [] : asleepFaults(definition)),
  ];
}

const hour = 60;

/**
 * AWS Backup starts no snapshot of a DB instance in its automated backup window or its maintenance window, or in the hour
 * before; Aurora is exempt (AWS Backup Developer Guide, "Troubleshooting").
 */
function windowFaults(definition: StackDefinition): string[] {
  return scheduled(definition).flatMap(({ name, at, path, minutes }) => {
    const database = rowOf(definition.databases, name);
    if (database?.engine.kind !== "instance") return [];
    const { window, maintenanceWindow } = database.backups;
    const { backup, maintenance } = taken(database.backups);
    const hits = (stretches: Stretch[]) =>
      stretches.some(({ start, length }) =>
        minutes.some((run) => contains({ start: start - hour, length: length + hour - 1 }, { start: run, length: 0 })),
      );
    return [
      ...(hits(backup) ? [`backups.window "${window}"`] : []),
      ...(hits(maintenance) ? [`backups.maintenanceWindow "${maintenanceWindow}"`] : []),
    ].map(
      (hit) => `${path} must not start in the window of databases.${name} or in the hour before, got ${at} for ${hit}`,
    );
  });
}

/** AWS copies an Aurora snapshot in full each time, however little has changed ("Copying a DB cluster snapshot"). */
function copyFaults({ databases, recovery }: StackDefinition): string[] {
  return rows(recovery?.databases).flatMap(([name, tierName]) => {
    const tier = rowOf(recovery?.tiers, tierName);
    const hours = tier === undefined ? undefined : copyIntervalHours(tier);
    return rowOf(databases, name)?.engine.kind !== "aurora" || hours === undefined || hours >= 24
      ? []
      : [
          `recovery.tiers.${tierName}.secondRegion must be dailyCopies or none for databases.${name}, of which every copy is a full one, got copies every ${hours} hours`,
        ];
  });
}

/** What a stopped database cannot do, and what does not stop. */
function asleepFaults(definition: StackDefinition): string[] {
  const { workHours, services } = definition;
  if (workHours === undefined) return [];
  const seasons = stretches(workHours);
  const awake = (inner: Stretch, before: number) =>
    seasons.every((days) =>
      days.some(({ start, length }) => contains({ start: start + before, length: length - 2 * before }, inner)),
    );
  return [
    ...(rows(services).length > 0 ? ["workHours must not be set where there are services, which do not stop"] : []),
    ...rows(definition.databases).flatMap(([name, { backups }]) => {
      const { backup, maintenance } = taken(backups);
      return [
        ...(backup.some((each) => awake(each, 0))
          ? []
          : [`databases.${name}.backups.window must lie within workHours, got "${backups.window}"`]),
        ...(maintenance.every((each) => awake(each, 0))
          ? []
          : [
              `databases.${name}.backups.maintenanceWindow must lie within workHours, got "${backups.maintenanceWindow}"`,
            ]),
      ];
    }),
    ...scheduled(definition).flatMap(({ name, at, path, minutes }) =>
      minutes.every((start) => awake({ start, length: 0 }, hour))
        ? []
        : [`${path} must start within workHours, an hour from each end, where databases.${name} stops, got ${at}`],
    ),
  ];
}

/** The schedules of the databases' snapshots, with the minutes of the week at which they run. */
function scheduled({ recovery }: StackDefinition) {
  return rows(recovery?.databases).flatMap(([name, tierName]) => {
    const tier = rowOf(recovery?.tiers, tierName);
    return Object.entries(tier === undefined ? {} : snapshotSchedules(tier)).map(([key, schedule]) => ({
      name,
      path: `recovery.tiers.${tierName}.snapshots${tier?.snapshots.kind === "scheduled" ? `.schedules.${key}` : ""}`,
      at: schedule.every === "hours" ? `every ${schedule.hours} hours` : `${schedule.every} ${schedule.at}`,
      minutes: runs(schedule),
    }));
  });
}
