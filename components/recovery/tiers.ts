import type { Schedule } from "./backup-schedule.ts";

/** Recovery objectives. */
export interface RecoveryObjectives {
  /** Recovery point objective in hours, 0.25 to 24. */
  rpoHours: number;
  /** Recovery time objective in hours, 1 or more. */
  rtoHours: number;
}

/** Snapshots on a schedule. */
export type Snapshots = Schedule & {
  /** Days until a snapshot is deleted. */
  retentionDays: number;
};

/** A recovery tier; settings that are not given follow from the objectives, others must meet them. */
export interface RecoveryTier {
  /** Recovery objectives. */
  objectives: RecoveryObjectives;
  /** Snapshots: derived from the objectives, or on schedules. */
  snapshots:
    | {
        /** Schedule that follows from the objectives. */
        kind: "derived";
        /** Days until a snapshot is deleted. */
        retentionDays: number;
      }
    | {
        /** Schedules that the stack defines. */
        kind: "scheduled";
        /** Schedules by name. */
        schedules: Readonly<Record<string, Snapshots>>;
      };
  /**
   * Point-in-time recovery: by AWS Backup, by the resource (RDS automated backups, DynamoDB PITR), or none.
   * AWS Backup changes the backup window and retention of an RDS database, which then differ from this program's.
   * @default rpoHours < 4 ? "backup" : "none"
   */
  pointInTime?: "backup" | "resource" | "none";
  /**
   * Second Region: copies of the snapshots, a copy a day, copies and a replication of the resource (BackupReplication, S3), or
   * none. AWS copies Aurora in full each time, hence once a day; the loss of the Region then costs up to a day.
   * @default rtoHours < 24 ? "copies" : "none"
   */
  secondRegion?: "copies" | "dailyCopies" | "replication" | "none";
}

/** Tiers by name, the value of the tag that selects resources. */
export type RecoveryTiers = Readonly<Record<string, RecoveryTier>>;
