import type { AddonsDefinition } from "../../layers/addons.ts";
import type { Part } from "../../layers/definition.ts";
import type { DeploymentsDefinition } from "../../layers/deployments.ts";
import type { TelemetryDefinition } from "../../layers/telemetry/index.ts";
import type { Size } from "./size.ts";
import { collector, namespace, scraper, telemetry } from "./telemetry.ts";

type Addons = Part<"clusterAddons">;

/** Add-ons besides those of EKS, the application, and telemetry. */
export function kubernetes(size: Size): AddonsDefinition & DeploymentsDefinition & TelemetryDefinition {
  return {
    clusterAddons: addons(size),
    namespaces: {
      application: {
        podSecurity: { level: "restricted" },
        quota: { cpu: { request: 10, limit: 20 }, memory: { request: 20480, limit: 40960 }, pods: 20 },
      },
    },
    deployments: { api: api(size) },
    telemetry: telemetry(size),
  };
}

/** The API: keys from a Kubernetes Secret, models on a volume that its replicas share, behind Kong and the load balancer. */
function api({ pods }: Size): Part<"deployments">[string] {
  const probe = { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 };
  return {
    deploymentName: "api",
    namespace: "application",
    containerName: "api",
    image: { repository: "application", tag: "1.0.0" },
    identity: "application",
    port: 8000,
    cpu: { request: 0.5, limit: 1 },
    memory: { request: 1024, limit: 2048 },
    scale: { kind: "auto", ...pods, cpuPercent: 70 },
    health: {
      path: "/health",
      readiness: { ...probe, delaySeconds: 10 },
      liveness: { ...probe, delaySeconds: 60 },
    },
    metrics: { path: "/metrics", scraper },
    environment: {
      LOG_LEVEL: "info",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_SERVICE_NAME: "api",
    },
    secrets: { OPENAI_API_KEY: { secret: "api-keys", key: "OPENAI_API_KEY", objectName: "api-keys" } },
    scratch: { tmp: "/tmp" },
    shared: { models: { path: "/models", fileSystem: "shared", accessPoint: "models" } },
    callers: { kong: { kind: "pods", namespace: "kong", labels: { "app.kubernetes.io/name": "kong" } } },
    callees: { collector: { ...collector.pods, port: collector.port } },
    checksTokens: true,
  };
}

function addons(size: Size): Addons {
  return {
    autoscaler: karpenter(size),
    loadBalancerController: "targetGroups",
    externalSecrets: {
      secrets: ["api-keys", "alert-receivers", "grafana-admin"],
      namespaces: ["application", namespace],
    },
    certManager: { installedBy: "chart", issuers: { internal: { kind: "clusterAuthority" } } },
    externalDns: { policy: "sync" },
    fileSystemDriver: true,
    // Images of the stack's own repositories alone: the layer adds the account's registry.
    admission: { enforcement: "Deny", registries: [], replicas: 3 },
    clusterBackup: {
      bucket: "cluster-backups",
      schedules: {
        application: { everyHours: 4, namespaces: ["application"], retentionDays: size.backupDays },
        cluster: { everyHours: 24, namespaces: "all", retentionDays: size.backupDays },
      },
    },
    kong: kong(size),
  };
}

/** Nodes for pods that do not fit on the node groups; Karpenter disrupts at most a tenth of them at a time. */
function karpenter({ pools }: Size): Required<Addons>["autoscaler"] {
  const pool = {
    architectures: ["amd64"],
    consolidation: { policy: "WhenEmptyOrUnderutilized", afterSeconds: 300 },
    budgets: [{ nodes: "10%" }],
    expireAfterHours: 336,
  } as const;
  return {
    kind: "karpenter",
    ami: "al2023@v20260910",
    diskSize: 50,
    nodePools: {
      general: {
        ...pool,
        instanceTypes: ["m6i.large", "m6i.xlarge"],
        capacityTypes: ["on-demand"],
        limits: pools.general,
      },
      spot: {
        ...pool,
        instanceTypes: ["m6i.large", "m6i.xlarge", "m5.large"],
        capacityTypes: ["spot"],
        limits: pools.spot,
        labels: { "platform/pool": "spot" },
        taints: [{ key: "platform/pool", value: "spot", effect: "NoSchedule" }],
        weight: 10,
      },
    },
  };
}

/** Kong with its routes in a file, for partners; it limits each address, and its traces go to the collector. */
function kong({ environment, kongPods }: Size): NonNullable<Addons["kong"]> {
  return {
    mode: { kind: "dbless" },
    route: "kong",
    replicas: kongPods,
    routes: {
      partners: {
        upstream: "http://api.application.svc.cluster.local:8000",
        paths: ["/partners"],
        stripPath: true,
        rateLimit: { perMinute: 300, by: "ip" },
        authenticated: true,
      },
    },
    // All traces: the collector samples them, once they are complete.
    observation: {
      tracesEndpoint: `${collector.url}/v1/traces`,
      serviceName: `platform-${environment}-kong`,
      samplingRate: 1,
    },
    upstreamNamespaces: ["application", namespace],
  };
}
