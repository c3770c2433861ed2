import type { Keys } from "../addons/documented-values.ts";

const free = "free";
const enabled: Keys = { enabled: free };
const image: Keys = { registry: free, repository: free, tag: free, pullPolicy: free };
const budget: Keys = { enabled: free, minAvailable: free, maxUnavailable: free };
const serviceAccount: Keys = { create: free, name: free, annotations: free, automountServiceAccountToken: free };
const noTargets: Keys = { replicas: free };

const grafana: Keys = {
  enabled: free,
  image,
  admin: { existingSecret: free, userKey: free, passwordKey: free },
  service: { port: free, type: free, portName: free },
  serviceAccount,
  resources: free,
  rbac: { create: free, namespaced: free },
  defaultDashboardsEnabled: free,
  initChownData: enabled,
  testFramework: enabled,
  sidecar: {
    dashboards: {
      enabled: free,
      label: free,
      labelValue: free,
      searchNamespace: free,
      resource: free,
      folderAnnotation: free,
      provider: { foldersFromFilesStructure: free, allowUiUpdates: free },
    },
    datasources: {
      enabled: free,
      defaultDatasourceEnabled: free,
      alertmanager: { enabled: free, uid: free },
      resource: free,
    },
  },
  additionalDataSources: free,
  "grafana.ini": free,
};

const prometheusSpec: Keys = {
  image,
  scrapeInterval: free,
  evaluationInterval: free,
  replicas: free,
  retention: free,
  retentionSize: free,
  storageSpec: free,
  persistentVolumeClaimRetentionPolicy: { whenDeleted: free, whenScaled: free },
  resources: free,
  podAntiAffinity: free,
  externalLabels: free,
  ruleSelectorNilUsesHelmValues: free,
  serviceMonitorSelectorNilUsesHelmValues: free,
  podMonitorSelectorNilUsesHelmValues: free,
  probeSelectorNilUsesHelmValues: free,
  scrapeConfigSelectorNilUsesHelmValues: free,
  additionalScrapeConfigs: free,
};

const alertmanagerSpec: Keys = {
  image,
  replicas: free,
  retention: free,
  storage: free,
  persistentVolumeClaimRetentionPolicy: { whenDeleted: free, whenScaled: free },
  resources: free,
  secrets: free,
  podAntiAffinity: free,
};

/** Documented keys of the telemetry charts. */
export const telemetryValues: Readonly<Record<string, Keys>> = {
  "prometheus-operator-crds": {},
  "kube-prometheus-stack": {
    crds: enabled,
    defaultRules: { create: free },
    prometheusOperator: { resources: free, serviceMonitor: free },
    prometheus: { podDisruptionBudget: budget, prometheusSpec },
    alertmanager: { podDisruptionBudget: budget, config: free, alertmanagerSpec },
    grafana,
    "kube-state-metrics": { resources: free, metricLabelsAllowlist: free },
    nodeExporter: enabled,
    kubelet: { enabled: free, serviceMonitor: { resource: free, resourcePath: free, cAdvisor: free, probes: free } },
    kubeControllerManager: enabled,
    kubeScheduler: enabled,
    kubeEtcd: enabled,
    kubeProxy: enabled,
  },
  loki: {
    deploymentMode: free,
    // Sections of Loki's configuration below loki.
    loki: {
      auth_enabled: free,
      server: free,
      commonConfig: free,
      schemaConfig: free,
      storage: { type: free, bucketNames: { chunks: free, ruler: free, admin: free }, s3: free },
      ingester: free,
      limits_config: free,
      compactor: free,
      analytics: free,
      podSecurityContext: free,
      containerSecurityContext: free,
    },
    serviceAccount,
    singleBinary: {
      replicas: free,
      resources: free,
      persistence: {
        enabled: free,
        storageClass: free,
        size: free,
        enableStatefulSetAutoDeletePVC: free,
        whenDeleted: free,
        whenScaled: free,
      },
    },
    read: noTargets,
    write: noTargets,
    backend: noTargets,
    gateway: enabled,
    chunksCache: enabled,
    resultsCache: enabled,
    lokiCanary: enabled,
    test: enabled,
    sidecar: { rules: enabled },
    monitoring: { serviceMonitor: enabled },
  },
  alloy: {
    crds: { create: free },
    global: { podSecurityContext: free },
    alloy: {
      configMap: { create: free, content: free, name: free, key: free },
      clustering: enabled,
      enableReporting: free,
      mounts: { varlog: free, dockercontainers: free, extra: free },
      resources: free,
      securityContext: free,
    },
    configReloader: { enabled: free, securityContext: free, resources: free },
    controller: { type: free, replicas: free, volumes: { extra: free }, podDisruptionBudget: budget },
    serviceMonitor: enabled,
  },
};
