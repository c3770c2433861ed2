import type { Actions } from "./actions.ts";

/** AWS Backup. */
export const backups: Readonly<Record<string, Actions>> = {
  "aws:backup/vault:Vault": [
    "backup",
    "CreateBackupVault TagResource backup-storage:MountCapsule kms:CreateGrant kms:GenerateDataKey kms:Decrypt kms:RetireGrant kms:DescribeKey",
    "DescribeBackupVault ListTags",
    "UntagResource",
    "DeleteBackupVault ListRecoveryPointsByBackupVault DeleteRecoveryPoint",
  ],
  "aws:backup/vaultPolicy:VaultPolicy": [
    "backup",
    "PutBackupVaultAccessPolicy",
    "GetBackupVaultAccessPolicy",
    "",
    "DeleteBackupVaultAccessPolicy",
  ],
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": [
    "backup",
    "PutBackupVaultLockConfiguration",
    "DescribeBackupVault",
    "",
    "DeleteBackupVaultLockConfiguration",
  ],
  "aws:backup/plan:Plan": [
    "backup",
    "CreateBackupPlan TagResource",
    "GetBackupPlan ListTags",
    "UpdateBackupPlan UntagResource",
    "DeleteBackupPlan",
  ],
  "aws:backup/selection:Selection": [
    "backup",
    "CreateBackupSelection iam:PassRole",
    "GetBackupSelection",
    "",
    "DeleteBackupSelection",
  ],
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": [
    "backup",
    "CreateRestoreTestingPlan TagResource",
    "GetRestoreTestingPlan ListTags",
    "UpdateRestoreTestingPlan UntagResource",
    "DeleteRestoreTestingPlan",
  ],
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": [
    "backup",
    "CreateRestoreTestingSelection iam:PassRole",
    "GetRestoreTestingSelection",
    "UpdateRestoreTestingSelection",
    "DeleteRestoreTestingSelection",
  ],
};
