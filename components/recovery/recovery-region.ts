import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import type { BucketArgs } from "../data/bucket-args.ts";
import type { Account } from "../iam/account.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { BackupVault, type BackupVaultArgs } from "./backup-vault.ts";
import { type RecoveryTiers, retentionBounds, tierFaults } from "./objectives.ts";

/** Arguments of RecoveryRegion. */
export interface RecoveryRegionArgs {
  /** Account, in the second Region. */
  account: Account;
  /** Tiers whose copies the vault accepts, by their retention. */
  tiers: RecoveryTiers;
  /** Vault lock. @default governance mode */
  lock?: BackupVaultArgs["lock"];
  /** Whether the vault refuses to be deleted while it has backups. */
  deletionProtection: boolean;
  /** Buckets that are replication destinations, by name. @default {} */
  buckets?: Readonly<Record<string, Pick<BucketArgs, "bucketName" | "lifecycle" | "objectLock" | "accessLogs">>>;
}

/**
 * Resources of a second Region: a KMS key, a vault for copies of backups, and buckets for replicated objects.
 * It needs a provider of the second Region.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import { account } from "../iam/account.ts";
 * import type { RecoveryTiers } from "./objectives.ts";
 * import { RecoveryRegion } from "./recovery-region.ts";
 *
 * declare const tiers: RecoveryTiers;
 *
 * const usWest2 = new aws.Provider("aws-us-west-2", { region: "us-west-2", allowedAccountIds: ["111122223333"] });
 * const recovery = new RecoveryRegion(
 *   "recovery",
 *   { account: account("111122223333", "us-west-2"), tiers, deletionProtection: true, buckets: { configuration: {} } },
 *   { providers: { aws: usWest2 } },
 * );
 * export const { vaultArn } = recovery;
 */
export class RecoveryRegion extends pulumi.ComponentResource {
  /** Region code of the second Region. */
  readonly region: string;
  /** ARN of the KMS key. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** ARN of the vault. */
  readonly vaultArn: pulumi.Output<string>;
  /** ARNs of the buckets by name, known when versioning is on. */
  readonly bucketArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: RecoveryRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:RecoveryRegion", name, {}, opts);
    const { buckets = {} } = args;
    refuse(this, name, tierFaults(args.tiers));
    const child = { parent: this };

    const key = new EncryptionKey(
      name,
      { account: args.account, description: "Copies of backups and objects", services: ["backup.amazonaws.com"] },
      child,
    );
    const vault = new BackupVault(
      name,
      {
        kmsKeyArn: key.arn,
        retention: retentionBounds(args.tiers),
        deletionProtection: args.deletionProtection,
        ...(args.lock && { lock: args.lock }),
      },
      child,
    );
    const replicas = Object.entries(buckets).map(([bucket, settings]) => {
      const encryption = { kind: "sse-kms", kmsKeyArn: key.arn } as const;
      return [bucket, new Bucket(`${name}-${bucket}`, { ...settings, encryption }, child).arn] as const;
    });

    this.region = args.account.region;
    this.kmsKeyArn = key.arn;
    this.vaultArn = pulumi.all([vault.arn, vault.vaultName]).apply(([arn]) => arn);
    this.bucketArns = Object.fromEntries(replicas);
    this.registerOutputs(outputs(this));
  }
}
