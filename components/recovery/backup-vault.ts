import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/**
 * How a vault holds its backups until they expire: in governance mode whoever may change the lock can lift it,
 * in compliance mode nobody can, neither root nor AWS, once the days to think it over have passed.
 */
export type VaultLock =
  | {
      /** Governance mode: principals with sufficient IAM permissions can remove the lock. */
      mode: "governance";
    }
  | {
      /** Compliance mode: once the grace time has ended, no user and not AWS can remove the lock. */
      mode: "compliance";
      /** Days in which the lock can still be taken back, at least 3. */
      changeableForDays: number;
      /** What whoever writes this has understood. */
      acknowledgement: "nobody can delete these backups or this vault before every backup has expired";
    };

export interface BackupVaultArgs {
  /** ARN of the KMS key, of the vault's Region, that encrypts the backups. */
  kmsKeyArn: pulumi.Input<string>;
  /** How the vault holds its backups until they expire. @default { mode: "governance" } */
  lock?: VaultLock;
  /** Shortest and longest retention, in days, that a backup may come with; the vault refuses others. */
  retention: {
    /** Shortest retention in days. */
    minDays: number;
    /** Longest retention in days. */
    maxDays: number;
  };
  /** Whether the vault refuses to be deleted while it holds a backup. */
  deletionProtection: boolean;
}

/** An encrypted, locked AWS Backup vault whose backups nobody deletes by hand: they leave it when they expire. */
export class BackupVault extends pulumi.ComponentResource {
  /** Name of the vault, known only once it is locked and guarded. */
  readonly vaultName: pulumi.Output<string>;
  /** ARN of the vault. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:BackupVault", name, {}, opts);
    const { lock = { mode: "governance" } } = args;
    refuse(this, name, faults(args, lock));
    const child = { parent: this };

    const vault = new aws.backup.Vault(
      name,
      { kmsKeyArn: args.kmsKeyArn, forceDestroy: !args.deletionProtection, tags: { Name: name } },
      child,
    );
    const locked = new aws.backup.VaultLockConfiguration(
      name,
      {
        backupVaultName: vault.name,
        minRetentionDays: args.retention.minDays,
        maxRetentionDays: args.retention.maxDays,
        // Its presence alone makes the lock one of compliance mode.
        ...(lock.mode === "compliance" && { changeableForDays: lock.changeableForDays }),
      },
      child,
    );
    const guarded = new aws.backup.VaultPolicy(
      name,
      { backupVaultName: vault.name, policy: policyDocument(keep) },
      child,
    );

    this.vaultName = pulumi.all([vault.name, locked.id, guarded.id]).apply(([vaultName]) => vaultName);
    this.arn = vault.arn;
    this.registerOutputs(outputs(this));
  }
}

/** The policy itself stays changeable: denying that too would lock out whoever has to repair it. */
const keep: Statement = {
  Sid: "KeepRecoveryPoints",
  Effect: "Deny",
  Principal: "*",
  Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
  Resource: "*",
};

function faults({ deletionProtection, retention }: BackupVaultArgs, lock: VaultLock): string[] {
  const { minDays, maxDays } = retention;
  return [
    ...(minDays >= 1 && minDays <= maxDays
      ? []
      : [`retention must hold 1 ≤ minDays ≤ maxDays, got ${minDays} and ${maxDays}`]),
    ...(lock.mode === "compliance" && lock.changeableForDays < 3
      ? [`lock.changeableForDays must be 3 or more, got ${lock.changeableForDays}`]
      : []),
    ...(lock.mode === "compliance" && !deletionProtection
      ? ['deletionProtection must be true where lock.mode is "compliance", got false']
      : []),
  ];
}
