import * as kubernetes from "@pulumi/kubernetes";
import type { Deployed } from "../../harness.ts";
import { telemetryValues } from "../telemetry/documented-values.ts";

/** Keys of a chart's values; "free" is a value whose keys the chart passes on. */
export interface Keys {
  readonly [key: string]: Keys | "free";
}

const free = "free";
const enabled: Keys = { enabled: free };
const serviceAccount: Keys = { create: free, name: free, annotations: free };
const budget: Keys = { enabled: free, minAvailable: free, maxUnavailable: free };
const kyvernoController: Keys = {
  replicas: free,
  resources: free,
  podDisruptionBudget: budget,
  serviceMonitor: enabled,
};

/**
 * Documented keys of each chart (components/helm/charts.ts names the documentation), for the values that the program sets.
 * Written from the documentation, not from the program, so that a typing error in one of them fails a test.
 */
export const documentedValues: Readonly<Record<string, Keys>> = {
  ...telemetryValues,
  "aws-load-balancer-controller": {
    replicaCount: free,
    serviceAccount,
    podDisruptionBudget: budget,
    resources: free,
    priorityClassName: free,
    clusterName: free,
    region: free,
    vpcId: free,
    ingressClass: free,
    createIngressClassResource: free,
    enableShield: free,
    enableWaf: free,
    enableWafv2: free,
    defaultTags: free,
    enableServiceMutatorWebhook: free,
    enableCertManager: free,
    serviceMonitor: { enabled: free, additionalLabels: free, interval: free, namespace: free },
  },
  "karpenter-crd": {},
  karpenter: {
    serviceAccount,
    serviceMonitor: { enabled: free, additionalLabels: free },
    replicas: free,
    podDisruptionBudget: budget,
    controller: {
      resources: free,
      env: free,
      securityContext: { seccompProfile: free, appArmorProfile: free, seLinuxOptions: free },
    },
    logLevel: free,
    settings: {
      clusterName: free,
      clusterEndpoint: free,
      interruptionQueue: free,
      isolatedVPC: free,
      featureGates: free,
    },
  },
  "cluster-autoscaler": {
    fullnameOverride: free,
    cloudProvider: free,
    awsRegion: free,
    autoDiscovery: { clusterName: free, tags: free },
    image: { repository: free, tag: free },
    rbac: { create: free, serviceAccount },
    replicaCount: free,
    extraArgs: free,
    priorityClassName: free,
    resources: free,
    serviceMonitor: { enabled: free, namespace: free, selector: free, interval: free },
  },
  "external-secrets": {
    installCRDs: free,
    replicaCount: free,
    leaderElect: free,
    serviceAccount,
    resources: free,
    podDisruptionBudget: budget,
    serviceMonitor: enabled,
    webhook: { create: free, replicaCount: free, resources: free, podDisruptionBudget: budget },
    certController: { create: free, replicaCount: free, resources: free, podDisruptionBudget: budget },
  },
  "cert-manager": {
    crds: { enabled: free, keep: free },
    global: { leaderElection: { namespace: free } },
    serviceAccount,
    replicaCount: free,
    podDisruptionBudget: budget,
    resources: free,
    dns01RecursiveNameservers: free,
    dns01RecursiveNameserversOnly: free,
    webhook: { replicaCount: free, podDisruptionBudget: budget, resources: free },
    cainjector: { replicaCount: free, podDisruptionBudget: budget, resources: free },
    prometheus: { enabled: free, servicemonitor: enabled },
  },
  "external-dns": {
    provider: { name: free },
    sources: free,
    policy: free,
    registry: free,
    txtOwnerId: free,
    domainFilters: free,
    extraArgs: free,
    env: free,
    podSecurityContext: free,
    securityContext: free,
    serviceAccount,
    resources: free,
    serviceMonitor: enabled,
  },
  velero: {
    initContainers: free,
    configuration: { backupStorageLocation: free, volumeSnapshotLocation: free, features: free, logFormat: free },
    credentials: { useSecret: free },
    snapshotsEnabled: free,
    deployNodeAgent: free,
    serviceAccount: { server: serviceAccount },
    resources: free,
    podSecurityContext: free,
    containerSecurityContext: free,
    extraVolumes: free,
    extraVolumeMounts: free,
    kubectl: { containerSecurityContext: free, resources: free },
    upgradeCRDs: free,
    metrics: { enabled: free, serviceMonitor: enabled },
  },
  kyverno: {
    crds: { install: free },
    admissionController: {
      replicas: free,
      podDisruptionBudget: budget,
      container: { resources: free },
      serviceMonitor: enabled,
    },
    backgroundController: kyvernoController,
    cleanupController: kyvernoController,
    reportsController: kyvernoController,
  },
  vault: {
    global: { enabled: free, tlsDisable: free },
    injector: enabled,
    csi: enabled,
    ui: enabled,
    server: {
      image: free,
      resources: free,
      serviceAccount,
      extraEnvironmentVars: free,
      volumes: free,
      volumeMounts: free,
      readinessProbe: { enabled: free, path: free, port: free },
      livenessProbe: { enabled: free, path: free, port: free, initialDelaySeconds: free },
      affinity: free,
      dataStorage: { enabled: free, size: free, mountPath: free, storageClass: free, accessMode: free },
      auditStorage: { enabled: free, size: free, mountPath: free, storageClass: free, accessMode: free },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: free, whenScaled: free },
      statefulSet: { annotations: free, securityContext: { pod: free, container: free } },
      ha: {
        enabled: free,
        replicas: free,
        apiAddr: free,
        disruptionBudget: { enabled: free, maxUnavailable: free },
        raft: { enabled: free, setNodeId: free, config: free },
      },
    },
  },
};

/** Charts of a program; throws an error for a value that the chart's documentation does not have. */
export function chartsIn({ of }: Deployed): string[] {
  return of(kubernetes.helm.v3.Release).map(({ inputs }) => {
    const chart = String(inputs["name"]);
    const unknown = unknownKeys(inputs["values"], documentedValues[chart] ?? {});
    if (unknown.length > 0) throw new Error(`${chart} does not document ${unknown.join(", ")}`);
    return `${chart} ${inputs["version"]}`;
  });
}

function unknownKeys(values: unknown, keys: Keys, path = ""): string[] {
  if (typeof values !== "object" || values === null) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const known = keys[key];
    if (known === undefined) return [`${path}${key}`];
    return known === free ? [] : unknownKeys(value, known, `${path}${key}.`);
  });
}
