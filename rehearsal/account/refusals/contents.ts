import type { Refusal } from "../refusal.ts";
import { stringsAt } from "../values.ts";
import { api } from "./sources.ts";

const bucket = { create: "aws:s3/bucket:Bucket", as: "logs", inputs: { bucket: "logs-1a2b3c4" } };
const logging = {
  create: "aws:s3/bucketLogging:BucketLogging",
  as: "logging",
  inputs: { bucket: "data-1a2b3c4", targetBucket: "<logs.bucket>" },
};
const repository = { create: "aws:ecr/repository:Repository", as: "web", inputs: { name: "web" } };
const vault = { create: "aws:backup/vault:Vault", as: "backups", inputs: { name: "backups", forceDestroy: true } };
const plan = {
  create: "aws:backup/plan:Plan",
  as: "daily",
  inputs: { name: "daily", rules: [{ ruleName: "daily", targetVaultName: "<backups.name>" }] },
};
const lock = {
  create: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  as: "lock",
  inputs: { backupVaultName: "<backups.name>", minRetentionDays: 7 },
};

/** What services and pipelines have written into stays until it is emptied, or the provider is told to empty it. */
export const contents: readonly Refusal[] = [
  {
    name: "s3-bucket-not-empty",
    types: ["aws:s3/bucket:Bucket"],
    on: ["delete"],
    code: "BucketNotEmpty",
    source: api("s3", "DeleteBucket"),
    check: ({ old }) =>
      old?.filled === true && old.inputs["forceDestroy"] !== true
        ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        : undefined,
    passes: { before: [bucket], judged: { delete: "logs" } },
    refused: { before: [bucket, logging, { delete: "logging" }], judged: { delete: "logs" } },
  },
  {
    name: "ecr-repository-not-empty",
    types: ["aws:ecr/repository:Repository"],
    on: ["delete"],
    code: "RepositoryNotEmptyException",
    source: api("ecr", "DeleteRepository"),
    check: ({ old }) =>
      old?.filled === true && old.inputs["forceDelete"] !== true
        ? `The repository with name '${old.id}' in registry with id '${old.place.accountId}' cannot be deleted because it still contains images`
        : undefined,
    passes: { before: [{ ...repository, inputs: { name: "web", forceDelete: true } }], judged: { delete: "web" } },
    refused: { before: [repository], judged: { delete: "web" } },
  },
  {
    name: "backup-vault-not-empty",
    types: ["aws:backup/vault:Vault"],
    on: ["delete"],
    code: "InvalidRequestException",
    // A lock prevents every deletion of a recovery point, the one of forceDestroy as well.
    source: `${api("backup", "DeleteBackupVault")} and ${api("backup", "PutBackupVaultLockConfiguration")}`,
    check: ({ old }, account) => {
      if (old?.filled !== true) return undefined;
      const isLocked = account
        .all("aws:backup/vaultLockConfiguration:VaultLockConfiguration", old.place)
        .some(({ inputs }) => stringsAt(inputs, "backupVaultName").includes(String(old.outputs["name"])));
      return isLocked || old.inputs["forceDestroy"] !== true
        ? "Backup vault cannot be deleted because it contains recovery points."
        : undefined;
    },
    passes: { before: [vault, plan, lock, { delete: "lock" }, { delete: "daily" }], judged: { delete: "backups" } },
    refused: { before: [vault, plan, lock, { delete: "daily" }], judged: { delete: "backups" } },
  },
];
