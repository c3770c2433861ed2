import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { Loki, type LokiArgs } from "../../../components/telemetry/loki.ts";
import { at, deploy, refusal } from "../../harness.ts";

const args = (): LokiArgs => ({
  account: account("111122223333", "us-west-2"),
  cluster: { clusterName: pulumi.output("auterity-prod"), oidcProviderArn: pulumi.output("arn") },
  namespace: "monitoring",
  namespaceName: "monitoring",
  kmsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/1",
  replicas: 1,
  retentionDays: 30,
  volumeGib: 10,
});

describe("Loki", () => {
  it("AUI-OBS-04 AIV-OBS-02 is version 3.7 with its bucket, the given schema and the given timings", async () => {
    const { one } = await deploy(() => new Loki("loki", args()));
    const release = one(kubernetes.helm.v3.Release);
    assert.deepEqual(
      [release.inputs["chart"], release.inputs["version"], at(release, "repositoryOpts.repo")],
      ["loki", "18.13.1", "https://grafana-community.github.io/helm-charts"],
    );
    const bucket = one(aws.s3.Bucket).outputs["bucket"];
    assert.deepEqual(at(release, "values.loki.storage"), {
      type: "s3",
      bucketNames: { chunks: bucket, ruler: bucket, admin: bucket },
      s3: { region: "us-west-2" },
    });
    assert.deepEqual(at(release, "values.loki.schemaConfig.configs"), [
      {
        from: "2026-01-01",
        store: "tsdb",
        object_store: "s3",
        schema: "v13",
        index: { prefix: "index_", period: "24h" },
      },
    ]);
    assert.equal(at(release, "values.loki.auth_enabled"), false);
    assert.equal(at(release, "values.loki.server.http_listen_port"), 3100);
    assert.deepEqual(at(release, "values.loki.ingester"), {
      chunk_idle_period: "5m",
      chunk_retain_period: "30s",
      lifecycler: { final_sleep: "0s" },
    });
    assert.deepEqual(at(release, "values.loki.commonConfig"), {
      replication_factor: 1,
      instance_addr: "127.0.0.1",
      ring: { kvstore: { store: "inmemory" } },
    });
  });

  it("replicates log lines to three pods, which form a ring", async () => {
    const { one } = await deploy(() => new Loki("loki", { ...args(), replicas: 3 }));
    const release = one(kubernetes.helm.v3.Release);
    assert.deepEqual(at(release, "values.loki.commonConfig"), { replication_factor: 3 });
    assert.equal(at(release, "values.singleBinary.replicas"), 3);
  });

  it("retains volumes at scale-down, deletes them with the release, and disables usage reporting", async () => {
    const { one } = await deploy(() => new Loki("loki", { ...args(), replicas: 3 }));
    const release = one(kubernetes.helm.v3.Release);
    assert.deepEqual(at(release, "values.singleBinary.persistence"), {
      enabled: true,
      storageClass: "gp3",
      size: "10Gi",
      enableStatefulSetAutoDeletePVC: true,
      whenDeleted: "Delete",
      whenScaled: "Retain",
    });
    assert.deepEqual(at(release, "values.loki.analytics"), { reporting_enabled: false });
  });

  it("deletes logs after the given retention", async () => {
    const { one } = await deploy(() => new Loki("loki", args()));
    const release = one(kubernetes.helm.v3.Release);
    assert.equal(at(release, "values.loki.limits_config.retention_period"), "720h");
    assert.deepEqual(at(release, "values.loki.compactor"), { retention_enabled: true, delete_request_store: "s3" });
  });

  it("may use only its bucket and key, before it is installed", async () => {
    const { one } = await deploy(() => new Loki("loki", args()));
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs["policy"]));
    const arn = one(aws.s3.Bucket).outputs["arn"];
    assert.deepEqual(
      Statement.map(({ Action, Resource }: { Action: string[]; Resource: string }) => [Action, Resource]),
      [
        ["s3:ListBucket", arn],
        [["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], `${arn}/*`],
        [["kms:Decrypt", "kms:GenerateDataKey"], "arn:aws:kms:us-west-2:111122223333:key/1"],
      ],
    );
    const association = one(aws.eks.PodIdentityAssociation);
    assert.deepEqual([association.inputs["namespace"], association.inputs["serviceAccount"]], ["monitoring", "loki"]);
    assert.ok(one(kubernetes.helm.v3.Release).dependencies.includes(association.urn));
  });

  it("outputs its URL and bucket", async () => {
    const { outputs } = await deploy(() => ({ url: new Loki("loki", args()).url }));
    assert.equal(outputs["url"], "http://loki.monitoring.svc:3100");
  });

  it("refuses invalid retention and sizes", async () => {
    assert.equal(
      await refusal(() => new Loki("loki", { ...args(), retentionDays: 0.5, volumeGib: 0 })),
      'Loki "loki":\n  - retentionDays must be a whole number from 1, got 0.5\n  - volumeGib must be a whole number from 1, got 0',
    );
  });
});
