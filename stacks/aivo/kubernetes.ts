import type { AddonsDefinition } from "../../layers/addons.ts";
import type { Part } from "../../layers/definition.ts";
import type { DeploymentsDefinition } from "../../layers/deployments.ts";
import type { AivoSize, NodeKind } from "./size.ts";

type Addons = Part<"clusterAddons">;
type Deployment = Part<"deployments">[string];

/** The two services of AIVO, and the add-ons of their cluster. */
export function aivoKubernetes(size: AivoSize): AddonsDefinition & DeploymentsDefinition {
  return {
    clusterAddons: addons(size),
    namespaces: { aivo: namespace(size) },
    // Named as the routes that lead to them.
    deployments: { auth: service("auth-svc", size), content: service("content-svc", size) },
  };
}

/** A service: all have the same template, and differ in name, secret and number of pods. */
function service(name: "auth-svc" | "content-svc", { replicas }: AivoSize): Deployment {
  const probe = { timeoutSeconds: 10, failureThreshold: 5 };
  return {
    deploymentName: name,
    namespace: "aivo",
    containerName: name,
    metrics: {
      path: "/metrics",
      scraper: { kind: "pods", namespace: "monitoring", labels: { "app.kubernetes.io/name": "prometheus" } },
    },
    image: { repository: name, tag: "1.0.0" },
    identity: name,
    port: 8080,
    cpu: { request: 0.5, limit: 1 },
    memory: { request: 1024, limit: 2048 },
    scale: { kind: "fixed", replicas },
    health: {
      path: "/health",
      readiness: { ...probe, delaySeconds: 10, periodSeconds: 30 },
      liveness: { ...probe, delaySeconds: 30, periodSeconds: 60 },
    },
    secrets: { SERVICE_KEYS: { secret: name } },
    scratch: { tmp: "/tmp" },
  };
}

/** A quota for the pods of two services, a surge pod of each, and a job of each. */
function namespace({ replicas }: AivoSize): Part<"namespaces">[string] {
  const pods = 2 * (replicas + 2);
  return {
    podSecurity: { level: "restricted" },
    quota: {
      cpu: { request: 0.5 * pods, limit: pods },
      memory: { request: 1024 * pods, limit: 2048 * pods },
      pods,
    },
  };
}

/** No ExternalDNS: only CloudFront and the load balancer have DNS names, and the stack makes their records. */
function addons(size: AivoSize): Addons {
  return {
    autoscaler: karpenter(size),
    loadBalancerController: "targetGroups",
    externalSecrets: {
      secrets: ["auth-svc", "content-svc", "alert-receivers", "grafana"],
      namespaces: ["aivo", "monitoring"],
    },
    certManager: { installedBy: "chart", issuers: { internal: { kind: "clusterAuthority" } } },
    // Images of the stack's own registry alone, which the layer adds.
    admission: { enforcement: "Deny", registries: [], replicas: size.admissionReplicas },
    clusterBackup: clusterBackup(size),
  };
}

/** Nodes for pods that do not fit on the node groups; Karpenter disrupts at most a tenth of them at a time. */
function karpenter({ pools }: AivoSize): Required<Addons>["autoscaler"] {
  const pool = (kind: NodeKind, instanceTypes: string[], capacityType: "on-demand" | "spot") => ({
    instanceTypes,
    capacityTypes: [capacityType],
    architectures: ["amd64"] as const,
    limits: pools[kind],
    consolidation: { policy: "WhenEmptyOrUnderutilized", afterSeconds: 300 } as const,
    budgets: [{ nodes: "10%" }],
    expireAfterHours: 336,
  });
  const apart = (value: NodeKind) => ({
    labels: { "platform/pool": value },
    taints: [{ key: "platform/pool", value, effect: "NoSchedule" }] as const,
  });
  return {
    kind: "karpenter",
    ami: "al2023@v20260910",
    diskSize: 50,
    nodePools: {
      general: pool("general", ["m6i.large", "m6i.xlarge"], "on-demand"),
      spot: { ...pool("spot", ["m6i.large", "m5.large"], "spot"), ...apart("spot") },
      memory: { ...pool("memory", ["r6i.large", "r6i.xlarge"], "on-demand"), ...apart("memory") },
    },
  };
}

/** The cluster every six hours; with a critical tier, the services every hour, which is their recovery point objective. */
function clusterBackup({ recovery, clusterBackupDays }: AivoSize): Required<Addons>["clusterBackup"] {
  const critical = { everyHours: 1, namespaces: ["aivo"], retentionDays: 7 };
  return {
    bucket: "velero",
    schedules: {
      cluster: { everyHours: 6, namespaces: "all", retentionDays: clusterBackupDays },
      ...(recovery === "secondRegion" && { critical }),
    },
  };
}
