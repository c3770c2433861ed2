import type { TelemetryValues } from "../helm/telemetry-values.ts";
import { resources } from "../helm/values.ts";
import { alertmanagerConfig, receiverSecret } from "./alertmanager-config.ts";
import { claimRetention } from "./claim-retention.ts";
import { grafanaValues } from "./grafana-values.ts";
import type { PrometheusStackArgs } from "./prometheus-stack-args.ts";
import { scrapeJobs } from "./scrape-jobs.ts";

/** Newest patch of the Prometheus LTS release, supported until July 2027, and the Alertmanager release of the tested amtool. */
const images = { prometheus: "v3.13.5", alertmanager: "v0.34.2" };

/** Interval of scrapes and of evaluations. */
const interval = "15s";

/** Values of kube-prometheus-stack. */
export function stackValues(args: PrometheusStackArgs): TelemetryValues["kube-prometheus-stack"] {
  const { alerting, account, grafana, deletionProtection } = args;
  const off = { enabled: false } as const;
  return {
    crds: off,
    // Default rules are off; the platform's own rules have team, dashboard and runbook, and are tested.
    defaultRules: { create: false },
    prometheusOperator: {
      resources: resources("50m", "256Mi"),
      admissionWebhooks: { patch: { resources: resources("20m", "64Mi") } },
    },
    prometheus: prometheusValues(args),
    alertmanager: {
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      config: alertmanagerConfig(alerting),
      alertmanagerSpec: {
        image: { tag: images.alertmanager },
        replicas: 2,
        retention: "120h",
        storage: volume(5),
        persistentVolumeClaimRetentionPolicy: claimRetention(deletionProtection),
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
      // Without these collectors its role does not list the Secrets and ConfigMaps of every namespace.
      collectorsExclude: ["secrets", "configmaps"],
    },
    nodeExporter: off,
    kubelet: {
      enabled: true,
      // The chart's intervals are 10 s, whatever the interval of Prometheus is.
      serviceMonitor: {
        resource: true,
        resourcePath: "/metrics/resource",
        cAdvisorInterval: interval,
        resourceInterval: interval,
      },
    },
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
  deletionProtection,
}: PrometheusStackArgs): TelemetryValues["kube-prometheus-stack"]["prometheus"] {
  return {
    podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 },
    prometheusSpec: {
      image: { tag: images.prometheus },
      scrapeInterval: interval,
      evaluationInterval: interval,
      replicas,
      retention: `${retentionDays}d`,
      // retentionSize leaves space for the write-ahead log and compaction.
      retentionSize: `${Math.floor(volumeGib * 0.8)}GiB`,
      storageSpec: volume(volumeGib),
      persistentVolumeClaimRetentionPolicy: claimRetention(deletionProtection),
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

function volume(gib: number) {
  const requests = { storage: `${gib}Gi` };
  const accessModes: ["ReadWriteOnce"] = ["ReadWriteOnce"];
  return { volumeClaimTemplate: { spec: { storageClassName: "gp3", accessModes, resources: { requests } } } };
}
