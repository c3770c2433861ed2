import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { Bucket } from "../../../components/data/bucket.ts";
import { ClusterBackup } from "../../../components/recovery/cluster-backup.ts";
import type { BackupSchedules } from "../../../components/recovery/cluster-schedules.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "../addons/documented-values.ts";
import { home, kmsKeyArn, standing, statements } from "../addons/ground.ts";

const { Release } = kubernetes.helm.v3;
const schedule = "kubernetes:velero.io/v1:Schedule";

const program = (schedules: BackupSchedules) => {
  const { cluster, opts } = standing();
  const bucket = new Bucket("cluster-backups", {
    bucketName: "aivo-cluster",
    encryption: { kind: "sse-kms", kmsKeyArn },
  });
  const args = { account: home, cluster, bucket, kmsKeyArn, schedules, serviceMonitor: true };
  return new ClusterBackup("cluster-backup", args, opts);
};
const aivo: BackupSchedules = {
  everything: { everyHours: 6, namespaces: "all", retentionDays: 30 },
  critical: { everyHours: 1, namespaces: ["aivo"], retentionDays: 7 },
};

describe("ClusterBackup", () => {
  it("AIV-DR-03 backs up everything every 6 hours, and the critical tier every hour", async () => {
    const deployed = await deploy(() => program(aivo));
    assert.deepEqual(invalid(deployed.resources), []);
    const everything = deployed.one(schedule, "cluster-backup-everything");
    assert.equal(at(everything, "metadata.namespace"), "velero");
    assert.deepEqual(at(everything, "spec"), {
      schedule: "0 */6 * * *",
      skipImmediately: false,
      template: {
        includedNamespaces: ["*"],
        storageLocation: "default",
        snapshotVolumes: true,
        snapshotMoveData: false,
        ttl: "720h0m0s",
      },
    });
    const critical = deployed.one(schedule, "cluster-backup-critical");
    assert.equal(at(critical, "spec.schedule"), "0 * * * *");
    assert.deepEqual(at(critical, "spec.template.includedNamespaces"), ["aivo"]);
    assert.equal(at(critical, "spec.template.ttl"), "168h0m0s");
  });

  it("AIV-DR-03 AIV-EKS-02 is a release in the namespace velero that writes to the bucket, with CSI snapshots", async () => {
    const deployed = await deploy(() => program(aivo));
    assert.deepEqual(chartsIn(deployed), ["velero 12.0.2"]);
    const release = deployed.one(Release);
    assert.equal(at(release, "namespace"), "velero");
    assert.deepEqual(at(release, "values.configuration"), {
      backupStorageLocation: [
        { name: "default", provider: "aws", default: true, bucket: "aivo-cluster", config: { region: "us-east-1" } },
      ],
      features: "EnableCSI",
      logFormat: "json",
    });
    assert.deepEqual(at(release, "values.credentials"), { useSecret: false });
    assert.equal(at(release, "values.deployNodeAgent"), false);
    assert.equal(at(release, "values.metrics.serviceMonitor.enabled"), true);
    for (const each of deployed.of(schedule)) assert.ok(each.dependencies.includes(release.urn), each.name);
    for (const before of [deployed.one(aws.s3.BucketPolicy), deployed.one(aws.eks.PodIdentityAssociation)])
      assert.ok(release.dependencies.includes(before.urn), before.name);
  });

  it("may use the bucket and its key, and nothing of EC2", async () => {
    const { one } = await deploy(() => program(aivo));
    const policy = statements(one(aws.iam.RolePolicy));
    assert.deepEqual(Object.keys(policy), ["Backups", "ListBackups", "Encrypt"]);
    assert.equal(policy["Backups"]?.["Resource"], "arn:aws:s3:::aivo-cluster/*");
    assert.equal(policy["ListBackups"]?.["Resource"], "arn:aws:s3:::aivo-cluster");
    assert.deepEqual(policy["Encrypt"]?.["Condition"], {
      StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
    });
  });

  it("runs daily at midnight for an interval of 24 hours", async () => {
    const { one } = await deploy(() => program({ daily: { everyHours: 24, namespaces: "all", retentionDays: 30 } }));
    assert.equal(at(one(schedule), "spec.schedule"), "0 0 * * *");
  });

  it("reports every fault of its arguments at once", async () => {
    const faulty: BackupSchedules = {
      odd: { everyHours: 5, namespaces: [], retentionDays: 0.5 },
      daily: { everyHours: 24, namespaces: "all", retentionDays: 0 },
    };
    assert.equal(
      await refusal(() => program(faulty)),
      [
        'ClusterBackup "cluster-backup":',
        "  - schedules.odd.everyHours must divide a day, 1 to 12 or 24, got 5",
        "  - schedules.odd.namespaces must be all or list at least one, got none",
        "  - schedules.odd.retentionDays must be a whole number from 1, got 0.5",
        "  - schedules.daily.retentionDays must be a whole number from 1, got 0",
      ].join("\n"),
    );
    assert.match(await refusal(() => program({})), /schedules must hold at least one schedule, got none/);
  });
});
