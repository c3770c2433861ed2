import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** Arguments of BackupReplication. */
export interface BackupReplicationArgs {
  /** ARN of the RDS DB instance, which must have automated backups; Aurora uses global databases instead. */
  sourceDbInstanceArn: pulumi.Input<string>;
  /** ARN of the KMS key in the second Region. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention in days, 1 to 35. */
  retentionDays: number;
}

/**
 * Replicates automated backups of an RDS DB instance, snapshots and transaction logs, to the Region of its provider,
 * for point-in-time recovery in that Region.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import { BackupReplication } from "./backup-replication.ts";
 * import type { RecoveryRegion } from "./recovery-region.ts";
 *
 * declare const recovery: RecoveryRegion;
 *
 * const usWest2 = new aws.Provider("aws-us-west-2", { region: "us-west-2", allowedAccountIds: ["111122223333"] });
 * new BackupReplication(
 *   "replica",
 *   {
 *     sourceDbInstanceArn: "arn:aws:rds:us-east-1:111122223333:db:main",
 *     kmsKeyArn: recovery.kmsKeyArn,
 *     retentionDays: 7,
 *   },
 *   { providers: { aws: usWest2 } },
 * );
 */
export class BackupReplication extends pulumi.ComponentResource {
  /** ID of the replicated automated backups. */
  readonly replicationId: pulumi.Output<string>;

  constructor(name: string, args: BackupReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:BackupReplication", name, {}, opts);
    refuse(this, name, faults(args));

    const replication = new aws.rds.InstanceAutomatedBackupsReplication(
      name,
      {
        sourceDbInstanceArn: args.sourceDbInstanceArn,
        kmsKeyId: args.kmsKeyArn,
        retentionPeriod: args.retentionDays,
      },
      { parent: this },
    );

    this.replicationId = replication.id;
    this.registerOutputs(outputs(this));
  }
}

function faults({ retentionDays, sourceDbInstanceArn }: BackupReplicationArgs): string[] {
  const instance =
    typeof sourceDbInstanceArn !== "string" || /^arn:[^:]+:rds:[^:]+:\d{12}:db:/.test(sourceDbInstanceArn);
  return [
    ...within("retentionDays", retentionDays, 1, 35),
    ...(instance ? [] : [`sourceDbInstanceArn must be the ARN of a DB instance, got ${sourceDbInstanceArn}`]),
  ];
}
