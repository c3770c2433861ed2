import type { Part } from "../../layers/definition.ts";
import type { DeploymentDefinition } from "../../layers/deployments.ts";
import { collector, metrics, sending } from "./telemetry.ts";

const url = (secret: string) => ({ secret, key: "url", objectName: secret });

/** What the workloads have in common; backends have a role and a metrics endpoint besides. */
const unscraped: Omit<DeploymentDefinition, "deploymentName" | "image" | "environment" | "identity" | "secrets"> = {
  namespace: "auterity",
  containerName: "backend",
  port: 8000,
  cpu: { request: 0.5, limit: 1 },
  memory: { request: 1024, limit: 2048 },
  scale: { kind: "fixed", replicas: 3 },
  health: {
    path: "/health",
    readiness: { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
    liveness: { delaySeconds: 30, periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 5 },
  },
  scratch: { tmp: "/tmp" },
  callees: { collector },
  checksTokens: true,
};
const backend = { ...unscraped, metrics };

/** AutoMatrix, whose deployment has no "o", RelayCore, and NeuroWeaver, whose replicas share their models. */
export const deployments: Part<"deployments"> = {
  autmatrix: {
    ...backend,
    deploymentName: "autmatrix-backend",
    image: { repository: "autmatrix-backend", tag: "1.0.0" },
    environment: { ...sending("autmatrix-backend"), LOG_LEVEL: "info", ENVIRONMENT: "production" },
    identity: "autmatrix-backend",
    secrets: {
      DATABASE_URL: url("autmatrix-db-credentials"),
      REDIS_URL: url("autmatrix-redis-credentials"),
    },
    calls: ["relaycore"],
  },
  relaycore: {
    ...backend,
    deploymentName: "relaycore",
    containerName: "relaycore",
    image: { repository: "relaycore", tag: "1.0.0" },
    port: 3001,
    environment: sending("relaycore"),
    identity: "relaycore",
    secrets: {
      DATABASE_URL: url("relaycore-db-credentials"),
      REDIS_URL: url("relaycore-redis-credentials"),
      OPENAI_API_KEY: { secret: "relaycore-api-keys", key: "OPENAI_API_KEY", objectName: "relaycore-api-keys" },
      ANTHROPIC_API_KEY: { secret: "relaycore-api-keys", key: "ANTHROPIC_API_KEY", objectName: "relaycore-api-keys" },
    },
    callees: { collector, "model-providers": { kind: "https" } },
  },
  neuroweaver: {
    ...backend,
    deploymentName: "neuroweaver-backend",
    image: { repository: "neuroweaver-backend", tag: "1.0.0" },
    port: 8001,
    cpu: { request: 1, limit: 2 },
    memory: { request: 2048, limit: 4096 },
    scale: { kind: "fixed", replicas: 2 },
    environment: { ...sending("neuroweaver-backend"), MODEL_STORAGE_PATH: "/app/models" },
    identity: "neuroweaver",
    secrets: {
      DATABASE_URL: url("neuroweaver-db-credentials"),
      REDIS_URL: url("neuroweaver-redis-credentials"),
    },
    shared: {
      "models-volume": {
        path: "/app/models",
        fileSystem: "models",
        accessPoint: "models",
        claimName: "neuroweaver-models-pvc",
      },
    },
  },
  // The frontend exports no metrics; the load balancer counts its requests.
  "neuroweaver-frontend": {
    ...unscraped,
    deploymentName: "neuroweaver-frontend",
    containerName: "frontend",
    image: { repository: "neuroweaver-frontend", tag: "1.0.0" },
    port: 3000,
    cpu: { request: 0.25, limit: 0.5 },
    memory: { request: 512, limit: 1024 },
    scale: { kind: "fixed", replicas: 2 },
    health: { ...unscraped.health, path: "/neuroweaver/app/health" },
    environment: {
      ...sending("neuroweaver-frontend"),
      NEUROWEAVER_API_URL: "http://neuroweaver-backend.auterity.svc.cluster.local:8001",
    },
    scratch: { tmp: "/tmp", cache: "/app/.next/cache" },
    calls: ["neuroweaver"],
  },
};

/** A quota for all replicas, and a surge pod of each workload. */
export const namespaces: Part<"namespaces"> = {
  auterity: {
    podSecurity: { level: "restricted" },
    quota: { cpu: { request: 8, limit: 16 }, memory: { request: 16384, limit: 32768 }, pods: 20 },
  },
};

/** Cluster Autoscaler, targets and secrets for the backends, and the EFS driver for the models. */
export const clusterAddons: Part<"clusterAddons"> = {
  autoscaler: { kind: "clusterAutoscaler" },
  loadBalancerController: "targetGroups",
  externalSecrets: {
    secrets: [
      "autmatrix-db-credentials",
      "autmatrix-redis-credentials",
      "relaycore-db-credentials",
      "relaycore-redis-credentials",
      "relaycore-api-keys",
      "neuroweaver-db-credentials",
      "neuroweaver-redis-credentials",
      "alert-receivers",
      "grafana",
    ],
    namespaces: ["auterity", "monitoring"],
  },
  fileSystemDriver: true,
};
