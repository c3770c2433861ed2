import type { Account, Budget, Resources, Switch, Text } from "./values.ts";

interface Volume extends Switch {
  size: string;
  storageClass: string;
}

/** A controller of Kyverno, each in a separate Deployment. */
interface KyvernoController {
  replicas: number;
  resources: Resources;
  serviceMonitor: Switch;
  podDisruptionBudget: Budget;
}

/** Values that the program sets of the add-ons' charts. */
export interface AddonValues {
  "aws-load-balancer-controller": {
    clusterName: Text;
    region: string;
    vpcId: Text;
    replicaCount: number;
    serviceAccount: Account;
    createIngressClassResource: boolean;
    enableServiceMutatorWebhook: false;
    enableShield: false;
    enableWaf: false;
    enableWafv2: boolean;
    defaultTags: Readonly<Record<string, string>>;
    podDisruptionBudget: { maxUnavailable: number };
    resources: Resources;
    serviceMonitor: Switch;
  };
  "karpenter-crd": Record<string, never>;
  karpenter: {
    serviceAccount: Account;
    replicas: number;
    settings: { clusterName: Text; clusterEndpoint: Text; interruptionQueue: Text };
    controller: { resources: Resources; securityContext: { seccompProfile: { type: "RuntimeDefault" } } };
    serviceMonitor: Switch;
  };
  "cluster-autoscaler": {
    fullnameOverride: string;
    cloudProvider: "aws";
    awsRegion: string;
    autoDiscovery: { clusterName: Text };
    image: { tag: string };
    rbac: { serviceAccount: Account };
    replicaCount: number;
    extraArgs: Readonly<Record<string, string | boolean>>;
    priorityClassName: string;
    resources: Resources;
    serviceMonitor: Switch & { namespace: "kube-system" };
  };
  "external-secrets": {
    installCRDs: true;
    replicaCount: number;
    leaderElect: true;
    serviceAccount: Account;
    resources: Resources;
    podDisruptionBudget: Budget;
    serviceMonitor: Switch;
    webhook: { replicaCount: number; resources: Resources; podDisruptionBudget: Budget };
    certController: { resources: Resources };
  };
  "cert-manager": {
    crds: { enabled: true; keep: false };
    global: { leaderElection: { namespace: string } };
    serviceAccount: Account;
    replicaCount: number;
    podDisruptionBudget: Budget;
    resources: Resources;
    dns01RecursiveNameserversOnly: true;
    dns01RecursiveNameservers: string;
    webhook: { replicaCount: number; podDisruptionBudget: Budget; resources: Resources };
    cainjector: { replicaCount: number; podDisruptionBudget: Budget; resources: Resources };
    prometheus: { enabled: true; servicemonitor: Switch };
  };
  "external-dns": {
    provider: { name: "aws" };
    sources: string[];
    policy: "sync" | "upsert-only";
    registry: "txt";
    txtOwnerId: Text;
    domainFilters: string[];
    extraArgs: Text[];
    env: { name: string; value: string }[];
    podSecurityContext: object;
    securityContext: object;
    serviceAccount: Account;
    resources: Resources;
    serviceMonitor: Switch;
  };
  velero: {
    initContainers: object[];
    configuration: { backupStorageLocation: object[]; features: "EnableCSI"; logFormat: "json" };
    credentials: { useSecret: false };
    snapshotsEnabled: false;
    deployNodeAgent: false;
    serviceAccount: { server: Account };
    resources: Resources;
    podSecurityContext: object;
    containerSecurityContext: object;
    extraVolumes: object[];
    extraVolumeMounts: object[];
    kubectl: { containerSecurityContext: object };
    metrics: { enabled: true; serviceMonitor: Switch };
  };
  kyverno: {
    crds: { install: true };
    admissionController: Omit<KyvernoController, "resources"> & { container: { resources: Resources } };
    backgroundController: KyvernoController;
    cleanupController: KyvernoController;
    reportsController: KyvernoController;
  };
  vault: {
    global: { tlsDisable: false };
    injector: { enabled: false };
    csi: { enabled: false };
    ui: { enabled: false };
    server: {
      resources: Resources;
      serviceAccount: Account;
      extraEnvironmentVars: Readonly<Record<string, string>>;
      volumes: object[];
      volumeMounts: object[];
      readinessProbe: Switch & { path: string };
      livenessProbe: Switch & { path: string };
      dataStorage: Volume;
      auditStorage: Volume;
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain" | "Delete"; whenScaled: "Retain" };
      statefulSet: { securityContext: { pod: object; container: object } };
      ha: {
        enabled: true;
        replicas: number;
        disruptionBudget: Switch;
        raft: { enabled: true; setNodeId: true; config: Text };
      };
    };
  };
}
