import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { BackupReplication } from "../../../components/recovery/backup-replication.ts";
import { deploy, refusal } from "../../harness.ts";

const sourceDbInstanceArn = "arn:aws:rds:us-east-1:111122223333:db:aivo";
const kmsKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1";

describe("BackupReplication", () => {
  it("GEN-DR-01, CON-27: replicates automated backups with the provider and the key of the second Region", async () => {
    const { one } = await deploy(() => {
      const west = new aws.Provider("west", { region: "us-west-2" });
      const providers = { aws: west };
      new BackupReplication("replica", { sourceDbInstanceArn, kmsKeyArn, retentionDays: 7 }, { providers });
    });
    const replication = one(aws.rds.InstanceAutomatedBackupsReplication);
    assert.deepEqual(replication.inputs, { sourceDbInstanceArn, kmsKeyId: kmsKeyArn, retentionPeriod: 7 });
    assert.match(replication.provider, /::west::/);
  });

  it("refuses a cluster, and more days than RDS supports", async () => {
    const cluster = "arn:aws:rds:us-east-1:111122223333:cluster:aivo";
    assert.equal(
      await refusal(
        () => new BackupReplication("replica", { sourceDbInstanceArn: cluster, kmsKeyArn, retentionDays: 36 }),
      ),
      [
        'BackupReplication "replica":',
        "  - retentionDays must be a whole number from 1 to 35, got 36",
        `  - sourceDbInstanceArn must be the ARN of a DB instance, got ${cluster}`,
      ].join("\n"),
    );
  });
});
