import { within } from "../ranges.ts";
/** A backup schedule of a cluster. */
export interface ClusterSchedule {
  /** Hours between backups: a divisor of 24. */
  everyHours: number;
  /** Namespaces, or all of them. */
  namespaces: "all" | readonly string[];
  /** Retention of backups and snapshots in days. */
  retentionDays: number;
}

/** Schedules by name. */
export type BackupSchedules = Readonly<Record<string, ClusterSchedule>>;

/** Velero's schedule as cron expression in UTC, on the hour. */
export function cronEvery(hours: number): string {
  if (hours === 1) return "0 * * * *";
  return hours === 24 ? "0 0 * * *" : `0 */${hours} * * *`;
}

/** Template of a backup: namespaces, cluster resources they need, and volumes by CSI snapshots. */
export function backupTemplate({ namespaces, retentionDays }: Omit<ClusterSchedule, "everyHours">) {
  return {
    includedNamespaces: namespaces === "all" ? ["*"] : [...namespaces],
    storageLocation: "default",
    snapshotVolumes: true,
    snapshotMoveData: false,
    ttl: `${retentionDays * 24}h0m0s`,
  };
}

/** Faults of the schedules. */
export function clusterScheduleFaults(schedules: BackupSchedules): string[] {
  const all = Object.entries(schedules);
  if (all.length === 0) return ["schedules must hold at least one schedule, got none"];
  return all.flatMap(([name, { everyHours, namespaces, retentionDays }]) => [
    ...([1, 2, 3, 4, 6, 8, 12, 24].includes(everyHours)
      ? []
      : [`schedules.${name}.everyHours must divide a day, 1 to 12 or 24, got ${everyHours}`]),
    ...(namespaces !== "all" && namespaces.length === 0
      ? [`schedules.${name}.namespaces must be all or list at least one, got none`]
      : []),
    ...within(`schedules.${name}.retentionDays`, retentionDays, 1),
  ]);
}
