import type { Account, Resources, Text } from "./values.ts";

interface On {
  enabled: true;
}
interface Off {
  enabled: false;
}
interface Claim {
  volumeClaimTemplate: {
    spec: {
      storageClassName: string;
      accessModes: ["ReadWriteOnce"];
      resources: { requests: { storage: string } };
    };
  };
}

/** Retention policy of PersistentVolumeClaims of a StatefulSet. */
interface ClaimRetention {
  whenDeleted: "Delete";
  whenScaled: "Retain";
}
interface Image {
  tag: string;
}

/** Values of Grafana, a subchart of kube-prometheus-stack. */
export interface GrafanaValues extends On {
  image: Image;
  admin: { existingSecret: Text; userKey: string; passwordKey: string };
  service: { port: number };
  serviceAccount: Account;
  resources: Resources;
  rbac: { namespaced: true };
  defaultDashboardsEnabled: false;
  initChownData: Off;
  testFramework: Off;
  sidecar: {
    dashboards: On & {
      label: string;
      labelValue: string;
      folderAnnotation: string;
      searchNamespace: string;
      resource: "configmap";
      provider: { foldersFromFilesStructure: true };
    };
    datasources: { defaultDatasourceEnabled: true; alertmanager: On; resource: "configmap" };
  };
  additionalDataSources: object[];
  "grafana.ini": Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;
}

/** Values that the program sets of the telemetry charts. */
export interface TelemetryValues {
  "prometheus-operator-crds": Record<string, never>;
  "kube-prometheus-stack": {
    crds: Off;
    defaultRules: { create: false };
    prometheusOperator: { resources: Resources };
    prometheus: {
      podDisruptionBudget: { enabled: boolean; minAvailable: number };
      prometheusSpec: {
        image: Image;
        scrapeInterval: string;
        evaluationInterval: string;
        replicas: number;
        retention: string;
        retentionSize: string;
        storageSpec: Claim;
        persistentVolumeClaimRetentionPolicy: ClaimRetention;
        resources: Resources;
        podAntiAffinity: "hard";
        externalLabels: Readonly<Record<string, string>>;
        ruleSelectorNilUsesHelmValues: false;
        serviceMonitorSelectorNilUsesHelmValues: false;
        podMonitorSelectorNilUsesHelmValues: false;
        probeSelectorNilUsesHelmValues: false;
        scrapeConfigSelectorNilUsesHelmValues: false;
        additionalScrapeConfigs: object[];
      };
    };
    alertmanager: {
      podDisruptionBudget: { enabled: boolean; minAvailable: number };
      config: object;
      alertmanagerSpec: {
        image: Image;
        replicas: number;
        retention: string;
        storage: Claim;
        persistentVolumeClaimRetentionPolicy: ClaimRetention;
        resources: Resources;
        secrets: Text[];
        podAntiAffinity: "hard";
      };
    };
    grafana: GrafanaValues;
    "kube-state-metrics": { resources: Resources; metricLabelsAllowlist: string[] };
    /** Off: node-exporter needs host paths, which the restricted Pod Security Standard forbids; kubelet metrics are used instead. */
    nodeExporter: Off;
    kubelet: On & { serviceMonitor: { resource: true; resourcePath: string } };
    /** Off: these control plane components of EKS cannot be scraped. */
    kubeControllerManager: Off;
    kubeScheduler: Off;
    kubeEtcd: Off;
    kubeProxy: Off;
  };
  loki: {
    deploymentMode: "Monolithic";
    loki: {
      auth_enabled: false;
      server: { http_listen_port: number };
      commonConfig: { replication_factor: number; instance_addr?: string; ring?: { kvstore: { store: "inmemory" } } };
      schemaConfig: {
        configs: {
          from: string;
          store: "tsdb";
          object_store: "s3";
          schema: "v13";
          index: { prefix: string; period: string };
        }[];
      };
      storage: { type: "s3"; bucketNames: Record<"chunks" | "ruler" | "admin", Text>; s3: { region: string } };
      ingester: { chunk_idle_period: string; chunk_retain_period: string; lifecycler: { final_sleep: string } };
      limits_config: { retention_period: string; allow_structured_metadata: boolean };
      compactor: { retention_enabled: true; delete_request_store: "s3" };
      analytics: { reporting_enabled: false };
      podSecurityContext: object;
      containerSecurityContext: object;
    };
    serviceAccount: Account;
    singleBinary: {
      replicas: number;
      resources: Resources;
      persistence: On & ClaimRetention & { storageClass: string; size: string; enableStatefulSetAutoDeletePVC: true };
    };
    read: { replicas: 0 };
    write: { replicas: 0 };
    backend: { replicas: 0 };
    gateway: Off;
    chunksCache: Off;
    resultsCache: Off;
    lokiCanary: Off;
    test: Off;
    sidecar: { rules: Off };
    monitoring: { serviceMonitor: On };
  };
  alloy: {
    crds: { create: false };
    global: { podSecurityContext: object };
    alloy: {
      configMap: { create: true; content: Text };
      clustering: On;
      enableReporting: false;
      mounts: { varlog: false; extra: object[] };
      resources: Resources;
      securityContext: object;
    };
    configReloader: { securityContext: object; resources: Resources };
    controller: {
      type: "statefulset";
      replicas: number;
      volumes: { extra: object[] };
      podDisruptionBudget: On & { maxUnavailable: number };
    };
    serviceMonitor: On;
  };
}
