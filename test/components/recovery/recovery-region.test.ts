import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import type { RecoveryTiers } from "../../../components/recovery/objectives.ts";
import { RecoveryRegion, type RecoveryRegionArgs } from "../../../components/recovery/recovery-region.ts";
import { at, deploy, refusal } from "../../harness.ts";

const tiers: RecoveryTiers = {
  critical: {
    objectives: { rpoHours: 1, rtoHours: 4 },
    snapshots: { kind: "derived", retentionDays: 90 },
  },
};
const args: RecoveryRegionArgs = { account: account("111122223333", "us-west-2"), tiers, deletionProtection: true };

describe("RecoveryRegion", () => {
  it("GEN-DR-01, AGT-DR-01: creates everything with the second Region's provider and a separate key", async () => {
    const { resources, one } = await deploy(() => {
      const west = new aws.Provider("west", { region: "us-west-2" });
      new RecoveryRegion("recovery", { ...args, buckets: { configuration: {} } }, { providers: { aws: west } });
    });
    const elsewhere = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    assert.ok(elsewhere.length >= 5);
    assert.deepEqual(
      elsewhere.filter(({ provider }) => !provider.includes("::west::")).map(({ urn }) => urn),
      [],
    );
    assert.equal(one(aws.backup.Vault).inputs.kmsKeyArn, one(aws.kms.Key).outputs.arn);
  });

  it("AIV-DR-04: has versioned, encrypted destination buckets by name", async () => {
    const { one, outputs } = await deploy(() => {
      const { bucketArns } = new RecoveryRegion("recovery", { ...args, buckets: { configuration: {} } });
      return { configuration: bucketArns.configuration };
    });
    assert.equal(outputs.configuration, one(aws.s3.Bucket, "recovery-configuration").outputs.arn);
    assert.equal(at(one(aws.s3.BucketVersioning), "versioningConfiguration.status"), "Enabled");
    assert.equal(
      at(
        one(aws.s3.BucketServerSideEncryptionConfiguration),
        "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId",
      ),
      one(aws.kms.Key).outputs.arn,
    );
  });

  it("limits retention to that of its tiers", async () => {
    const { one, of } = await deploy(() => new RecoveryRegion("recovery", args));
    const { maxRetentionDays, minRetentionDays } = one(aws.backup.VaultLockConfiguration).inputs;
    assert.deepEqual([minRetentionDays, maxRetentionDays], [35, 90]);
    assert.equal(of(aws.s3.Bucket).length, 0);
  });

  it("refuses tiers that cannot meet their objectives", async () => {
    assert.equal(
      await refusal(() => new RecoveryRegion("recovery", { ...args, tiers: {} })),
      'RecoveryRegion "recovery": tiers must hold at least one tier, got none',
    );
  });
});
