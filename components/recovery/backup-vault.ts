import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/**
 * Lock of a vault: in governance mode it can be removed with IAM permissions,
 * in compliance mode it cannot be removed once the grace time has ended.
 */
export type VaultLock =
  | {
      /** Governance mode: principals with sufficient IAM permissions can remove the lock. */
      mode: "governance";
    }
  | {
      /** Compliance mode: once the grace time has ended, no user and not AWS can remove the lock. */
      mode: "compliance";
      /** Grace time in days, at least 3. */
      changeableForDays: number;
      /** Confirmation of the consequence. */
      acknowledgement: "nobody can delete these backups or this vault before every backup has expired";
    };

/** Arguments of BackupVault. */
export interface BackupVaultArgs {
  /** ARN of the KMS key in the vault's Region. */
  kmsKeyArn: pulumi.Input<string>;
  /** Vault lock. @default { mode: "governance" } */
  lock?: VaultLock;
  /** Minimum and maximum retention of backups in the vault, in days. */
  retention: {
    /** Shortest retention in days. */
    minDays: number;
    /** Longest retention in days. */
    maxDays: number;
  };
  /** Whether the vault refuses to be deleted while it has backups. */
  deletionProtection: boolean;
}

/** An encrypted AWS Backup vault with a vault lock; recovery points are deleted only when they expire. */
export class BackupVault extends pulumi.ComponentResource {
  /** Name of the vault, known when its lock and policy exist. */
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
        // Setting changeableForDays makes the lock a compliance mode lock.
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

/** The policy does not deny changes of itself, so that administrators can correct it. */
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
