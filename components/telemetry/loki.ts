import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import { containerSecurity, podSecurity } from "../cluster/pod.ts";
import { Bucket } from "../data/bucket.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import type { TelemetryValues } from "../helm/telemetry-values.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { claimRetention } from "./claim-retention.ts";

/** Arguments of Loki. */
export interface LokiArgs {
  /** Account of the bucket. */
  account: Account;
  /** Cluster of Loki. */
  cluster: IdentityCluster;
  /** Namespace of Loki. */
  namespace: pulumi.Input<string>;
  /** Name of the namespace, for the trust policy of Loki's role. */
  namespaceName: string;
  /** ARN of the KMS key that encrypts the bucket. */
  kmsKeyArn: pulumi.Input<string>;
  /** Whether S3 refuses to delete the bucket while it holds log lines. */
  deletionProtection: boolean;
  /** Number of replicas: one pod, or three with a replication factor of three. */
  replicas: 1 | 3;
  /** Retention of logs in days. */
  retentionDays: number;
  /** Size of each pod's volume in GiB, for data before it is in the bucket. */
  volumeGib: number;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

const port = 3100;

/** Loki 3.7 with chunks and index in an S3 bucket. */
export class Loki extends pulumi.ComponentResource {
  /** URL of Loki in the cluster, without a path. */
  readonly url: pulumi.Output<string>;
  /** Name of the bucket. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: LokiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Loki", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { account, cluster, kmsKeyArn, namespaceName } = args;

    const bucket = new Bucket(
      name,
      { encryption: { kind: "sse-kms", kmsKeyArn }, deletionProtection: args.deletionProtection, removable: true },
      child,
    );
    const identity = new WorkloadIdentity(
      name,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace: namespaceName,
        serviceAccount: "loki",
        statements: [...bucketStatements(bucket.arn), keyStatement(account, kmsKeyArn)],
      },
      child,
    );
    const values = lokiValues(args, bucket.bucketName);
    const { namespace, imageRegistries } = args;
    // The CRDs are of parts that are off.
    const settings = { namespace, timeout: 600, values, imageRegistries, skipCrds: true };
    const installed = release(name, "loki", settings, { ...child, dependsOn: identity });

    this.url = pulumi.interpolate`http://${installed.name}.${namespace}.svc:${port}`;
    this.bucketName = bucket.bucketName;
    this.registerOutputs(outputs(this));
  }
}

function bucketStatements(bucketArn: pulumi.Output<string>): Statement[] {
  return [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
    {
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: pulumi.interpolate`${bucketArn}/*`,
    },
  ];
}

function keyStatement({ region }: Account, kmsKeyArn: pulumi.Input<string>): Statement {
  return {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: kmsKeyArn,
    Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
  };
}

/** Values of the chart: monolithic mode without gateway, since network policies limit access. */
function lokiValues(args: LokiArgs, bucketName: pulumi.Output<string>): TelemetryValues["loki"] {
  const { replicas, volumeGib } = args;
  return {
    deploymentMode: "Monolithic",
    loki: serverSettings(args, bucketName),
    serviceAccount: serviceAccount("loki"),
    singleBinary: {
      replicas,
      resources: resources("200m", "1Gi"),
      // Without it a drain may evict every replica at once; a single replica may be evicted.
      podDisruptionBudget: { maxUnavailable: 1 },
      persistence: {
        enabled: true,
        storageClass: "gp3",
        size: `${volumeGib}Gi`,
        enableStatefulSetAutoDeletePVC: true,
        // Volumes have data that is not in the bucket yet.
        ...claimRetention(args.deletionProtection),
      },
    },
    read: { replicas: 0 },
    write: { replicas: 0 },
    backend: { replicas: 0 },
    gateway: { enabled: false },
    chunksCache: { enabled: false },
    resultsCache: { enabled: false },
    lokiCanary: { enabled: false },
    test: { enabled: false },
    sidecar: { rules: { enabled: false } },
    monitoring: { serviceMonitor: { enabled: true } },
  };
}

/** Loki configuration: index format TSDB and schema v13, and object storage in S3. */
function serverSettings(
  { account, replicas, retentionDays }: LokiArgs,
  bucketName: pulumi.Output<string>,
): TelemetryValues["loki"]["loki"] {
  return {
    auth_enabled: false,
    server: { http_listen_port: port },
    commonConfig: {
      replication_factor: replicas,
      // A single replica needs no memberlist ring.
      ...(replicas === 1 && { instance_addr: "127.0.0.1", ring: { kvstore: { store: "inmemory" } } }),
    },
    schemaConfig: {
      configs: [
        {
          from: "2026-01-01",
          store: "tsdb",
          object_store: "s3",
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    storage: {
      type: "s3",
      bucketNames: { chunks: bucketName, ruler: bucketName, admin: bucketName },
      s3: { region: account.region },
    },
    ingester: { chunk_idle_period: "5m", chunk_retain_period: "30s", lifecycler: { final_sleep: "0s" } },
    limits_config: { retention_period: `${retentionDays * 24}h`, allow_structured_metadata: true },
    compactor: { retention_enabled: true, delete_request_store: "s3" },
    analytics: { reporting_enabled: false },
    podSecurityContext: podSecurity(10001),
    containerSecurityContext: containerSecurity,
  };
}

function faults({ retentionDays, volumeGib }: LokiArgs): string[] {
  return [...within("retentionDays", retentionDays, 1), ...within("volumeGib", volumeGib, 1)];
}
