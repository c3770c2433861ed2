import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { BackupVault, type BackupVaultArgs } from "../../../components/recovery/backup-vault.ts";
import { deploy, refusal } from "../../harness.ts";

const acknowledgement = "nobody can delete these backups or this vault before every backup has expired";
const args: BackupVaultArgs = {
  kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
  retention: { minDays: 7, maxDays: 180 },
  deletionProtection: true,
};

describe("BackupVault", () => {
  it("OPS-04: is encrypted, and locked in governance mode with the limits of retention", async () => {
    const { one } = await deploy(() => new BackupVault("backups", args));
    const vault = one(aws.backup.Vault);
    assert.deepEqual([vault.inputs.kmsKeyArn, vault.inputs.forceDestroy], [args.kmsKeyArn, false]);
    assert.deepEqual(one(aws.backup.VaultLockConfiguration).inputs, {
      backupVaultName: vault.outputs.name,
      minRetentionDays: 7,
      maxRetentionDays: 180,
    });
  });

  it("denies deleting recovery points and shortening their retention, and no change of the policy", async () => {
    const { one } = await deploy(() => new BackupVault("backups", args));
    const { Statement } = JSON.parse(String(one(aws.backup.VaultPolicy).inputs.policy));
    assert.deepEqual(Statement, [
      {
        Sid: "KeepRecoveryPoints",
        Effect: "Deny",
        Principal: "*",
        Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
        Resource: "*",
      },
    ]);
  });

  it("uses compliance mode only with an acknowledgement", async () => {
    const lock = { mode: "compliance", changeableForDays: 14, acknowledgement } as const;
    const { one } = await deploy(() => new BackupVault("backups", { ...args, lock }));
    assert.equal(one(aws.backup.VaultLockConfiguration).inputs.changeableForDays, 14);
  });

  it("can be destroyed with its backups without deletion protection", async () => {
    const { one } = await deploy(() => new BackupVault("backups", { ...args, deletionProtection: false }));
    assert.equal(one(aws.backup.Vault).inputs.forceDestroy, true);
  });

  it("reports every fault at once", async () => {
    const lock = { mode: "compliance", changeableForDays: 2, acknowledgement } as const;
    assert.equal(
      await refusal(
        () =>
          new BackupVault("backups", {
            ...args,
            lock,
            retention: { minDays: 30, maxDays: 7 },
            deletionProtection: false,
          }),
      ),
      [
        'BackupVault "backups":',
        "  - retention must hold 1 ≤ minDays ≤ maxDays, got 30 and 7",
        "  - lock.changeableForDays must be 3 or more, got 2",
        '  - deletionProtection must be true where lock.mode is "compliance", got false',
      ].join("\n"),
    );
  });
});
