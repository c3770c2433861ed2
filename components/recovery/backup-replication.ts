import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";

export interface BackupReplicationArgs {
  /** ARN of the RDS DB instance, which has automated backups; Aurora clusters replicate as global databases instead. */
  sourceDbInstanceArn: pulumi.Input<string>;
  /** ARN of the KMS key, of the second Region, that encrypts the replicated backups. */
  kmsKeyArn: pulumi.Input<string>;
  /** Days that the second Region can restore to any second of, 1 to 35. */
  retentionDays: number;
}

/**
 * Replicates an RDS instance's automated backups, snapshots and transaction logs alike, to the Region of its provider:
 * after the loss of the first Region the second one restores to within minutes of it.
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
  /** ID of the replication. */
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
