import { within } from "../ranges.ts";
/** What is backed up how often. */
export interface ClusterSchedule {
  /** Hours from one backup to the next: 1 to 12, as long as it divides a day, or 24. */
  everyHours: number;
  /** Namespaces: all of them, or those that are named. */
  namespaces: "all" | readonly string[];
  /** Days until a backup is deleted with its snapshots. */
  retentionDays: number;
}

/** Schedules by name. */
export type BackupSchedules = Readonly<Record<string, ClusterSchedule>>;

/** Velero's schedule, in the five fields of cron and in UTC, on the hour from midnight on. */
export function cronEvery(hours: number): string {
  if (hours === 1) return "0 * * * *";
  return hours === 24 ? "0 0 * * *" : `0 */${hours} * * *`;
}

/** What a backup of the schedule holds: objects of the namespaces, of the cluster where they belong to them, and volumes by CSI. */
export function backupTemplate({ namespaces, retentionDays }: Omit<ClusterSchedule, "everyHours">) {
  return {
    includedNamespaces: namespaces === "all" ? ["*"] : [...namespaces],
    storageLocation: "default",
    snapshotVolumes: true,
    snapshotMoveData: false,
    ttl: `${retentionDays * 24}h0m0s`,
  };
}

/** What is wrong with the schedules. */
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
