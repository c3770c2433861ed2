import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { backupAlarms } from "./backup-alarms.ts";
import { BackupVault, type BackupVaultArgs } from "./backup-vault.ts";
import {
  type BackupRule,
  backupRules,
  isCopied,
  type RecoveryTiers,
  retentionBounds,
  tierFaults,
} from "./objectives.ts";
import { RestoreTest, type RestoreTestArgs } from "./restore-test.ts";

/** Key of the tag with a resource's tier. */
export const recoveryTierTag = "recovery-tier";

/** Arguments of BackupPlan. */
export interface BackupPlanArgs {
  /** Account of the vault. */
  account: Account;
  /** ARN of the KMS key of the backups, preferably not the key of the resources. */
  kmsKeyArn: pulumi.Input<string>;
  /** Tiers by name. */
  tiers: RecoveryTiers;
  /** Tags that a resource must have besides recovery-tier, since an account can have several stacks. */
  selectedTags: Readonly<Record<string, string>>;
  /** ARNs of resources without tag selection, by tier and name. @default {} */
  resources?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
  /** Vault in a second Region for copies; required where a tier has copies. @default none */
  copyTo?: {
    /** Region of the vault. */
    region: string;
    /** ARN of the vault. */
    vaultArn: pulumi.Input<string>;
  };
  /** Vault lock. @default governance mode */
  lock?: BackupVaultArgs["lock"];
  /** Whether the vault refuses to be deleted while it has backups. */
  deletionProtection: boolean;
  /** ARN of the SNS topic for failed jobs; its policy must allow cloudwatch.amazonaws.com, and events.amazonaws.com without a condition. */
  topicArn: pulumi.Input<string>;
  /** Weekly restore tests. @default none */
  restoreTest?: Omit<RestoreTestArgs, "vaultArn" | "roleArn">;
}

/**
 * AWS Backup plans for resources with a tier's tag or ARN, with schedules and copies that follow from the recovery objectives.
 * Objectives that the backups cannot meet are refused. AWS Backup must be enabled for the resource types in the Region.
 */
export class BackupPlan extends pulumi.ComponentResource {
  /** Name of the vault. */
  readonly vaultName: pulumi.Output<string>;
  /** ARN of the vault. */
  readonly vaultArn: pulumi.Output<string>;
  /** ARN of the role for restores. */
  readonly restoreRoleArn: pulumi.Output<string>;
  /** IDs of the backup plans, by tier. */
  readonly planIds: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: BackupPlanArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:BackupPlan", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const vault = new BackupVault(
      name,
      {
        kmsKeyArn: args.kmsKeyArn,
        retention: retentionBounds(args.tiers),
        deletionProtection: args.deletionProtection,
        ...(args.lock && { lock: args.lock }),
      },
      child,
    );
    const backup = this.role(`${name}-backup`, args, [
      "AWSBackupServiceRolePolicyForBackup",
      "AWSBackupServiceRolePolicyForS3Backup",
    ]);
    const restore = this.role(`${name}-restore`, args, [
      "AWSBackupServiceRolePolicyForRestores",
      "AWSBackupServiceRolePolicyForS3Restore",
    ]);
    const plans = Object.keys(args.tiers).map((tier) => [tier, this.plan(name, tier, args, vault)] as const);
    for (const [tier, plan] of plans)
      this.selections(`${name}-${tier}`, tier, args, { planId: plan.id, iamRoleArn: backup.arn });
    backupAlarms(name, { vaultName: vault.vaultName, topicArn: args.topicArn }, child);
    if (args.restoreTest !== undefined)
      new RestoreTest(name, { ...args.restoreTest, vaultArn: vault.arn, roleArn: restore.arn }, child);

    this.vaultName = vault.vaultName;
    this.vaultArn = vault.arn;
    this.restoreRoleArn = restore.arn;
    this.planIds = Object.fromEntries(plans.map(([tier, plan]) => [tier, plan.id]));
    this.registerOutputs(outputs(this));
  }

  private role(name: string, { account }: BackupPlanArgs, [common, s3]: readonly [string, string]): ServiceRole {
    const managedPolicies = [`service-role/${common}`, s3];
    return new ServiceRole(name, { account, service: "backup.amazonaws.com", managedPolicies }, { parent: this });
  }

  private plan(name: string, tier: string, args: BackupPlanArgs, vault: BackupVault): aws.backup.Plan {
    const rules = args.tiers[tier] === undefined ? [] : backupRules(args.tiers[tier]);
    return new aws.backup.Plan(
      `${name}-${tier}`,
      {
        rules: rules.map((rule) => planRule(rule, tier, vault.vaultName, args.copyTo)),
        tags: { Name: `${name}-${tier}`, [recoveryTierTag]: tier },
      },
      { parent: this },
    );
  }

  private selections(
    name: string,
    tier: string,
    { resources = {}, selectedTags }: BackupPlanArgs,
    of: { planId: pulumi.Input<string>; iamRoleArn: pulumi.Input<string> },
  ): void {
    const tags = Object.entries({ [recoveryTierTag]: tier, ...selectedTags });
    new aws.backup.Selection(
      `${name}-tagged`,
      {
        ...of,
        resources: ["*"],
        // Conditions are combined with AND, selection tags with OR.
        conditions: [{ stringEquals: tags.map(([key, value]) => ({ key: `aws:ResourceTag/${key}`, value })) }],
      },
      { parent: this },
    );
    for (const [resource, arn] of Object.entries(resources[tier] ?? {}))
      new aws.backup.Selection(`${name}-${resource}`, { ...of, resources: [arn] }, { parent: this });
  }
}

function planRule(
  { continuous, copied, deleteAfter, name, schedule }: BackupRule,
  tier: string,
  targetVaultName: pulumi.Input<string>,
  copyTo: BackupPlanArgs["copyTo"],
): aws.types.input.backup.PlanRule {
  const lifecycle = { deleteAfter };
  return {
    ruleName: name,
    targetVaultName,
    schedule,
    // The default start window is eight hours.
    startWindow: 60,
    enableContinuousBackup: continuous,
    lifecycle,
    copyActions: copied && copyTo !== undefined ? [{ destinationVaultArn: copyTo.vaultArn, lifecycle }] : [],
    recoveryPointTags: { [recoveryTierTag]: tier },
  };
}

function faults({ account, copyTo, resources = {}, tiers }: BackupPlanArgs): string[] {
  const broken = tierFaults(tiers);
  const copied = Object.keys(tiers).filter((tier) => tiers[tier] !== undefined && isCopied(tiers[tier]));
  const names = Object.values(resources).flatMap((each) => Object.keys(each));
  return [
    ...broken,
    ...(copied.length > 0 && copyTo === undefined
      ? [`copyTo must name a vault for the tiers that are copied (${copied.join(", ")}), got none`]
      : []),
    ...(copyTo?.region === account.region
      ? [`copyTo.region must not be the account's Region, got ${copyTo.region}`]
      : []),
    ...Object.keys(resources)
      .filter((tier) => tiers[tier] === undefined)
      .map((tier) => `resources must be of the tiers ${Object.keys(tiers).join(", ")}, got ${tier}`),
    ...names
      .filter((resource) => resource === "tagged" || !/^[a-z][a-z0-9-]{0,19}$/.test(resource))
      .map(
        (resource) =>
          `resources must have names of at most 20 lower-case letters, digits and hyphens, not "tagged", got ${resource}`,
      ),
  ];
}
