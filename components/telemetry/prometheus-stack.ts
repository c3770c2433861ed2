import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "../cluster/kubernetes-cluster.ts";
import { release } from "../helm/release.ts";
import type { TelemetryValues } from "../helm/telemetry-values.ts";
import { resources } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { type Alerting, alertingFaults, alertmanagerConfig, receiverSecret } from "./alertmanager-config.ts";
import { externalSecret } from "./external-secret.ts";
import { type GrafanaSettings, grafanaAdminSecret, grafanaServiceAccount, grafanaValues } from "./grafana-values.ts";
import { scrapeJobs } from "./scrape-jobs.ts";

/** Arguments of PrometheusStack. */
export interface PrometheusStackArgs {
  /** Account of Grafana's CloudWatch data source. */
  account: Account;
  /** Cluster of Prometheus. */
  cluster: Pick<KubernetesCluster, "clusterName" | "oidcProviderArn">;
  /** Namespace, which must exist, as must the CRDs of Prometheus Operator. */
  namespace: pulumi.Input<string>;
  /** Name of the namespace, for the trust policy of Grafana's role. */
  namespaceName: string;
  /** Name of the ClusterSecretStore. */
  secretStore: pulumi.Input<string>;
  /** Routing of alerts. */
  alerting: Alerting;
  /** Name or ARN of the Secrets Manager secret with a key for each receiver: URL, routing key or password. */
  alertingSecret: pulumi.Input<string>;
  /** Settings of Grafana. */
  grafana: GrafanaSettings;
  /** Replicas, retention and volumes of Prometheus. */
  storage: {
    /** Number of Prometheus pods. */
    replicas: 1 | 2;
    /** Days that series are kept. */
    retentionDays: number;
    /** Size of each volume in GiB. */
    volumeGib: number;
  };
  /** Additional scrape jobs: host and port by job name. @default {} */
  scrapeTargets?: Readonly<Record<string, string>>;
  /** External labels of alerts, for example cluster and environment. */
  labels: Readonly<Record<string, string>>;
}

/** Newest patch of the Prometheus LTS release, supported until July 2027, and the Alertmanager release of the tested amtool. */
const images = { prometheus: "v3.13.5", alertmanager: "v0.34.2" };

/** Prometheus, Alertmanager, Grafana and kube-state-metrics (kube-prometheus-stack). */
export class PrometheusStack extends pulumi.ComponentResource {
  /** URL of Prometheus in the cluster. */
  readonly prometheusUrl: pulumi.Output<string>;

  constructor(name: string, args: PrometheusStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:PrometheusStack", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const { account, cluster, namespace, secretStore } = args;

    const secret = (secretName: string, source: pulumi.Input<string>) =>
      externalSecret(`${name}-${secretName}`, { secretName, namespace, secretStore, source }, child);
    const secrets = [secret(receiverSecret, args.alertingSecret), secret(grafanaAdminSecret, args.grafana.adminSecret)];
    const identity = new WorkloadIdentity(
      `${name}-grafana`,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace: args.namespaceName,
        serviceAccount: grafanaServiceAccount,
        statements: [readMetrics],
      },
      child,
    );
    const settings = { namespace, timeout: 900, values: stackValues(args), skipCrds: true };
    const installed = release(name, "kube-prometheus-stack", settings, {
      ...child,
      dependsOn: [identity, ...secrets],
    });

    this.prometheusUrl = pulumi.interpolate`http://${installed.name}-prometheus.${namespace}.svc:9090`;
    this.registerOutputs(outputs(this));
  }
}

/** Read actions of CloudWatch support no resource-level permissions. */
const readMetrics: Statement = {
  Effect: "Allow",
  Action: [
    "cloudwatch:DescribeAlarmsForMetric",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "ec2:DescribeRegions",
    "tag:GetResources",
  ],
  Resource: "*",
};

function stackValues(args: PrometheusStackArgs): TelemetryValues["kube-prometheus-stack"] {
  const { alerting, account, grafana } = args;
  const off = { enabled: false } as const;
  return {
    crds: off,
    // Default rules are off; the platform's own rules have team, dashboard and runbook, and are tested.
    defaultRules: { create: false },
    prometheusOperator: { resources: resources("50m", "256Mi") },
    prometheus: prometheusValues(args),
    alertmanager: {
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      config: alertmanagerConfig(alerting),
      alertmanagerSpec: {
        image: { tag: images.alertmanager },
        replicas: 2,
        retention: "120h",
        storage: volume(5),
        persistentVolumeClaimRetentionPolicy: claims,
        resources: resources("20m", "128Mi"),
        secrets: [receiverSecret],
        podAntiAffinity: "hard",
      },
    },
    grafana: grafanaValues(grafana, { region: account.region, namespace: args.namespaceName }),
    "kube-state-metrics": {
      resources: resources("20m", "256Mi"),
      // Labels of a node's EKS node group or Karpenter node pool.
      metricLabelsAllowlist: ["nodes=[eks.amazonaws.com/nodegroup,karpenter.sh/nodepool]"],
    },
    nodeExporter: off,
    kubelet: { enabled: true, serviceMonitor: { resource: true, resourcePath: "/metrics/resource" } },
    kubeControllerManager: off,
    kubeScheduler: off,
    kubeEtcd: off,
    kubeProxy: off,
  };
}

function prometheusValues({
  storage: { replicas, retentionDays, volumeGib },
  scrapeTargets = {},
  labels,
}: PrometheusStackArgs): TelemetryValues["kube-prometheus-stack"]["prometheus"] {
  return {
    podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 },
    prometheusSpec: {
      image: { tag: images.prometheus },
      scrapeInterval: "15s",
      evaluationInterval: "15s",
      replicas,
      retention: `${retentionDays}d`,
      // retentionSize leaves space for the write-ahead log and compaction.
      retentionSize: `${Math.floor(volumeGib * 0.8)}GiB`,
      storageSpec: volume(volumeGib),
      persistentVolumeClaimRetentionPolicy: claims,
      resources: resources("500m", "4Gi"),
      podAntiAffinity: "hard",
      externalLabels: labels,
      ruleSelectorNilUsesHelmValues: false,
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      additionalScrapeConfigs: scrapeJobs(scrapeTargets),
    },
  };
}

/** Volumes are deleted with the stack. */
const claims = { whenDeleted: "Delete", whenScaled: "Retain" } as const;

function volume(gib: number) {
  const requests = { storage: `${gib}Gi` };
  const accessModes: ["ReadWriteOnce"] = ["ReadWriteOnce"];
  return { volumeClaimTemplate: { spec: { storageClassName: "gp3", accessModes, resources: { requests } } } };
}

function faults({ alerting, grafana, storage, scrapeTargets = {} }: PrometheusStackArgs): string[] {
  return [
    ...alertingFaults(alerting),
    ...(/^https:\/\/[^\s/].*[^/]$/.test(grafana.url)
      ? []
      : [`grafana.url must be an https:// URL that does not end in /, got ${grafana.url}`]),
    ...(["retentionDays", "volumeGib"] as const).flatMap((key) => within(`storage.${key}`, storage[key], 1)),
    ...Object.entries(scrapeTargets).flatMap(([job, target]) =>
      /^[^\s/:]+:\d+$/.test(target) ? [] : [`scrapeTargets.${job} must be a host and a port, got ${target}`],
    ),
  ];
}
