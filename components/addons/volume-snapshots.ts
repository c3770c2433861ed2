import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { optionalBuilds } from "../helm/charts.ts";
import { outputs } from "../outputs.ts";

/** Arguments of VolumeSnapshots. */
export interface VolumeSnapshotsArgs {
  /** Name of the cluster. */
  clusterName: pulumi.Input<string>;
}

/** The snapshot controller as EKS add-on, with a VolumeSnapshotClass for EBS that Velero uses. */
export class VolumeSnapshots extends pulumi.ComponentResource {
  /** Name of the VolumeSnapshotClass. */
  readonly className: pulumi.Output<string>;

  constructor(name: string, args: VolumeSnapshotsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:VolumeSnapshots", name, {}, opts);
    const child = { parent: this };

    const controller = new aws.eks.Addon(
      name,
      {
        clusterName: args.clusterName,
        addonName: "snapshot-controller",
        addonVersion: optionalBuilds["snapshot-controller"],
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      child,
    );
    const snapshotClass = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "snapshot.storage.k8s.io/v1",
        kind: "VolumeSnapshotClass",
        metadata: { name: "ebs", labels: { "velero.io/csi-volumesnapshot-class": "true" } },
        driver: "ebs.csi.aws.com",
        // A snapshot is kept when its namespace is deleted; Velero deletes it with its backup.
        deletionPolicy: "Retain",
      },
      { ...child, dependsOn: controller },
    );

    this.className = snapshotClass.metadata.name;
    this.registerOutputs(outputs(this));
  }
}
