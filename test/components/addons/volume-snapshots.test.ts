import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { VolumeSnapshots } from "../../../components/addons/volume-snapshots.ts";
import { at, deploy } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { standing } from "./ground.ts";

describe("VolumeSnapshots", () => {
  it("AIV-DR-03 creates Velero's VolumeSnapshotClass with the policy Retain, after the snapshot controller", async () => {
    const deployed = await deploy(() => {
      const { cluster, opts } = standing();
      return new VolumeSnapshots("snapshots", { clusterName: cluster.clusterName }, opts);
    });
    assert.deepEqual(invalid(deployed.resources), []);
    const made = deployed.one("kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass");
    const { apiVersion: _version, kind: _kind, ...inputs } = made.inputs;
    assert.deepEqual(inputs, {
      metadata: { name: "ebs", labels: { "velero.io/csi-volumesnapshot-class": "true" } },
      driver: "ebs.csi.aws.com",
      deletionPolicy: "Retain",
    });
    const controller = deployed.one(aws.eks.Addon);
    assert.equal(at(controller, "addonName"), "snapshot-controller");
    assert.ok(made.dependencies.includes(controller.urn));
  });
});
