import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AddonNamespace } from "../addons/addon-namespace.ts";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import { containerSecurity, podSecurity } from "../cluster/pod.ts";
import type { Bucket } from "../data/bucket.ts";
import { images } from "../helm/charts.ts";
import { type ImageRegistries, upstream } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type BackupSchedules, backupTemplate, clusterScheduleFaults, cronEvery } from "./cluster-schedules.ts";

/** Arguments of ClusterBackup. */
export interface ClusterBackupArgs {
  /** Account of the bucket. */
  account: Account;
  /** Cluster of the backups. */
  cluster: IdentityCluster;
  /** Bucket of the backups, which is kept when the cluster is deleted. */
  bucket: Pick<Bucket, "bucketName" | "arn">;
  /** ARN of the KMS key that encrypts the bucket. */
  kmsKeyArn: pulumi.Input<string>;
  /** Schedules by name; at least one. */
  schedules: BackupSchedules;
  /** Whether Prometheus scrapes Velero; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/**
 * Velero: scheduled backups of Kubernetes resources to a bucket outside the cluster, and volume snapshots by the class of
 * VolumeSnapshots, which must exist.
 */
export class ClusterBackup extends pulumi.ComponentResource {
  /** ARN of the role that writes backups. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ClusterBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:ClusterBackup", name, {}, opts);
    refuse(this, name, clusterScheduleFaults(args.schedules));
    const child = { parent: this };
    const room = new AddonNamespace(name, { namespace: "velero", ports: [8085] }, child);
    const { namespace } = room;

    const identity = this.identity(name, args);
    const settings = { namespace, timeout: 600, values: values(args), imageRegistries: args.imageRegistries };
    const velero = release(name, "velero", settings, { ...child, dependsOn: [room, identity] });
    for (const [schedule, { everyHours, ...what }] of Object.entries(args.schedules)) {
      new kubernetes.apiextensions.CustomResource(
        `${name}-${schedule}`,
        {
          apiVersion: "velero.io/v1",
          kind: "Schedule",
          metadata: { name: schedule, namespace },
          spec: {
            schedule: cronEvery(everyHours),
            skipImmediately: false,
            template: backupTemplate(what),
          },
        },
        { ...child, dependsOn: velero },
      );
    }

    this.roleArn = identity.roleArn;
    this.registerOutputs(outputs(this));
  }

  /** Permissions for the objects of the bucket; the EBS CSI driver takes the volume snapshots. */
  private identity(name: string, { account, cluster, bucket, kmsKeyArn }: ClusterBackupArgs): WorkloadIdentity {
    return new WorkloadIdentity(
      name,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace: "velero",
        serviceAccount: "velero-server",
        statements: [
          {
            Sid: "Backups",
            Effect: "Allow",
            Action: [
              "s3:AbortMultipartUpload",
              "s3:DeleteObject",
              "s3:GetObject",
              "s3:ListMultipartUploadParts",
              "s3:PutObject",
              "s3:PutObjectTagging",
            ],
            Resource: pulumi.interpolate`${bucket.arn}/*`,
          },
          { Sid: "ListBackups", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket.arn },
          {
            Sid: "Encrypt",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: kmsKeyArn,
            Condition: { StringEquals: { "kms:ViaService": `s3.${account.region}.amazonaws.com` } },
          },
        ],
      },
      { parent: this },
    );
  }
}

/** User ID of the image; the root file system is read-only. */
const user = 65532;

function values({ account, bucket, serviceMonitor, imageRegistries }: ClusterBackupArgs) {
  return {
    initContainers: [
      {
        name: "velero-plugin-for-aws",
        image: `${(imageRegistries ?? upstream)["docker.io"]}/${images.veleroPluginForAws}`,
        volumeMounts: [{ name: "plugins", mountPath: "/target" }],
        securityContext: containerSecurity,
        resources: resources("20m", "64Mi"),
      },
    ],
    configuration: {
      backupStorageLocation: [
        {
          name: "default",
          provider: "aws",
          default: true,
          bucket: bucket.bucketName,
          config: { region: account.region },
        },
      ],
      features: "EnableCSI" as const,
      logFormat: "json" as const,
    },
    // Credentials come from Pod Identity, snapshots from the CSI driver.
    credentials: { useSecret: false as const },
    snapshotsEnabled: false as const,
    deployNodeAgent: false as const,
    serviceAccount: { server: serviceAccount("velero-server") },
    resources: resources("200m", "512Mi"),
    podSecurityContext: podSecurity(user),
    // The chart mounts a volume at /tmp, in which Velero assembles backups, when the root file system is read-only.
    containerSecurityContext: containerSecurity,
    // A hook of the chart upgrades the CRDs, since Helm upgrades no CRDs of a chart's crds folder.
    upgradeCRDs: true as const,
    upgradeJobResources: resources("50m", "128Mi"),
    kubectl: { containerSecurityContext: containerSecurity, resources: resources("50m", "128Mi") },
    metrics: { enabled: true as const, serviceMonitor: { enabled: serviceMonitor } },
  };
}
