import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AddonNamespace } from "../addons/addon-namespace.ts";
import type { KubernetesCluster } from "../cluster/kubernetes-cluster.ts";
import { containerSecurity, podSecurity } from "../cluster/pod.ts";
import type { Bucket } from "../data/bucket.ts";
import { images } from "../helm/charts.ts";
import { release } from "../helm/release.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type BackupSchedules, backupTemplate, clusterScheduleFaults, cronEvery } from "./cluster-schedules.ts";

export interface ClusterBackupArgs {
  /** Account of the bucket. */
  account: Account;
  /** Cluster that is backed up. */
  cluster: Pick<KubernetesCluster, "clusterName" | "oidcProviderArn">;
  /** Bucket of the backups; it outlives the cluster. */
  bucket: Pick<Bucket, "bucketName" | "arn">;
  /** ARN of the KMS key that encrypts the bucket. */
  kmsKeyArn: pulumi.Input<string>;
  /** What is backed up how often, by name; at least one. */
  schedules: BackupSchedules;
  /** Whether Prometheus scrapes it; the ServiceMonitor's CRD exists before. */
  serviceMonitor: boolean;
}

/**
 * Velero: Kubernetes objects on schedules to a bucket outside the cluster, and snapshots of their volumes, of the class that
 * VolumeSnapshots makes and that is there before.
 */
export class ClusterBackup extends pulumi.ComponentResource {
  /** ARN of the role that writes the backups. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ClusterBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:ClusterBackup", name, {}, opts);
    refuse(this, name, clusterScheduleFaults(args.schedules));
    const child = { parent: this };
    const room = new AddonNamespace(name, { namespace: "velero", ports: [8085] }, child);
    const { namespace } = room;

    const identity = this.identity(name, args);
    const settings = { namespace, timeout: 600, values: values(args) };
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

  /** Objects of the one bucket; volumes are the EBS CSI driver's, so that none of EC2 is needed. */
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

/** User of the image; it writes nowhere but to its volumes. */
const user = 65532;

function values({ account, bucket, serviceMonitor }: ClusterBackupArgs) {
  return {
    initContainers: [
      {
        name: "velero-plugin-for-aws",
        image: images.veleroPluginForAws,
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
    // The role comes by Pod Identity; snapshots come by CSI, without an agent on every node.
    credentials: { useSecret: false as const },
    snapshotsEnabled: false as const,
    deployNodeAgent: false as const,
    serviceAccount: { server: serviceAccount("velero-server") },
    resources: resources("200m", "512Mi"),
    podSecurityContext: podSecurity(user),
    // The root file system is read-only, and backups are put together in files.
    extraVolumes: [{ name: "tmp", emptyDir: { sizeLimit: "2Gi" } }],
    extraVolumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    containerSecurityContext: containerSecurity,
    kubectl: { containerSecurityContext: containerSecurity },
    metrics: { enabled: true as const, serviceMonitor: { enabled: serviceMonitor } },
  };
}
