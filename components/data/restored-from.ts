/** What a new database is restored from. */
export type RestoredFrom =
  | {
      /** A snapshot. */
      kind: "snapshot";
      /** Identifier of the snapshot, or ARN of one that is shared or in AWS Backup. */
      snapshot: string;
    }
  | {
      /** A point in time within the automated backups of a database. */
      kind: "pointInTime";
      /** Identifier of the DB instance or cluster that is read; it stays as it is. */
      source: string;
      /** Time in UTC, for example 2026-11-30T08:15:00Z, or the latest restorable time. */
      time: string;
    };
