import type { Answers } from "./answer.ts";

/** AWS Backup and replicated automated backups. */
export const recovery: Answers = {
  "aws:backup/vault:Vault": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("backup", `backup-vault:${name}`), recoveryPoints: 0 };
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": (r) => {
    const vault = String(r.inputs["backupVaultName"]);
    return { id: vault, backupVaultArn: r.arn("backup", `backup-vault:${vault}`) };
  },
  "aws:backup/vaultPolicy:VaultPolicy": (r) => {
    const vault = String(r.inputs["backupVaultName"]);
    return { id: vault, backupVaultArn: r.arn("backup", `backup-vault:${vault}`) };
  },
  "aws:backup/plan:Plan": (r) => {
    const id = uuid(r.hex(32));
    return { id, name: r.named("name"), arn: r.arn("backup", `backup-plan:${id}`), version: r.hex(48) };
  },
  "aws:backup/selection:Selection": (r) => ({ id: uuid(r.hex(32)), name: r.named("name") }),
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("backup", `restore-testing-plan:${name}-${uuid(r.hex(32))}`) };
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": (r) => {
    const name = r.named("name");
    return { id: `${name}:${r.inputs["restoreTestingPlanName"]}`, name };
  },
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (r) => ({
    id: r.arn("rds", `auto-backup:ab-${r.hex(39)}`),
  }),
};

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
