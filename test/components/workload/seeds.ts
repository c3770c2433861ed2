import type { DeploymentArgs } from "../../../components/workload/deployment.ts";
import type { Probe, SecretReference, Workload } from "../../../components/workload/workload.ts";

const registry = "111122223333.dkr.ecr.us-west-2.amazonaws.com";
const secretsManager = "arn:aws:secretsmanager:us-west-2:111122223333:secret";
const targetGroups = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup";
const publicSubnets = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"];
const databaseSubnets = ["10.0.21.0/24", "10.0.22.0/24", "10.0.23.0/24"];
const prometheus = {
  kind: "pods",
  namespace: "monitoring",
  labels: { "app.kubernetes.io/name": "prometheus" },
} as const;
const stores: DeploymentArgs["callees"] = {
  database: { kind: "addresses", cidrBlocks: databaseSubnets, port: 5432 },
  cache: { kind: "addresses", cidrBlocks: databaseSubnets, port: 6379 },
};

function every(delaySeconds: number, periodSeconds: number): Probe {
  return { delaySeconds, periodSeconds, timeoutSeconds: 10, failureThreshold: 5 };
}

function url(objectName: string): SecretReference {
  return { secretArn: `${secretsManager}:${objectName}-AbCdEf`, key: "url", objectName };
}

/** What the three backends of Auterity have in common. */
function backend(product: string, change: Partial<Workload>): Workload {
  return {
    image: `${registry}/${product}:1.4.2`,
    port: 8000,
    cpu: { request: 0.5, limit: 1 },
    memory: { request: 1024, limit: 2048 },
    scale: { kind: "fixed", replicas: 3 },
    health: { path: "/health", readiness: every(10, 30), liveness: every(30, 60) },
    environment: {},
    secrets: {},
    volumes: { tmp: { kind: "scratch", path: "/tmp" } },
    ...change,
  };
}

/** AUT-APP-02: the backend of AutoMatrix, whose Deployment is spelled without the "o". */
export const automatrix: DeploymentArgs = {
  deploymentName: "autmatrix-backend",
  namespace: "auterity",
  containerName: "backend",
  workload: backend("autmatrix-backend", {
    environment: { LOG_LEVEL: "info", ENVIRONMENT: "production" },
    secrets: { DATABASE_URL: url("autmatrix-db-credentials"), REDIS_URL: url("autmatrix-redis-credentials") },
  }),
  callers: {},
  callees: {
    ...stores,
    relaycore: { kind: "pods", namespace: "auterity", labels: { app: "relaycore" }, port: 3001 },
  },
  identity: { kind: "podIdentity", annotations: {} },
  secretStore: "secrets-manager",
  metrics: { path: "/metrics", scraper: prometheus },
  route: { targetGroupArn: `${targetGroups}/autmatrix/1`, cidrBlocks: publicSubnets },
};

/** AUT-APP-04 */
export const relaycore: DeploymentArgs = {
  ...automatrix,
  deploymentName: "relaycore",
  containerName: "relaycore",
  workload: backend("relaycore", {
    port: 3001,
    secrets: {
      DATABASE_URL: url("relaycore-db-credentials"),
      REDIS_URL: url("relaycore-redis-credentials"),
      OPENAI_API_KEY: { ...url("relaycore-api-keys"), key: "OPENAI_API_KEY" },
      ANTHROPIC_API_KEY: { ...url("relaycore-api-keys"), key: "ANTHROPIC_API_KEY" },
    },
  }),
  callers: { automatrix: { kind: "pods", namespace: "auterity", labels: { app: "autmatrix-backend" } } },
  callees: { ...stores, "model-providers": { kind: "https" } },
  route: { targetGroupArn: `${targetGroups}/relaycore/1`, cidrBlocks: publicSubnets },
};

/** AUT-APP-05 */
export const neuroweaver: DeploymentArgs = {
  ...automatrix,
  deploymentName: "neuroweaver-backend",
  workload: backend("neuroweaver-backend", {
    port: 8001,
    cpu: { request: 1, limit: 2 },
    memory: { request: 2048, limit: 4096 },
    scale: { kind: "fixed", replicas: 2 },
    environment: { MODEL_STORAGE_PATH: "/app/models" },
    secrets: { DATABASE_URL: url("neuroweaver-db-credentials"), REDIS_URL: url("neuroweaver-redis-credentials") },
    volumes: {
      "models-volume": {
        kind: "shared",
        path: "/app/models",
        fileSystemId: "fs-1",
        accessPointId: "fsap-1",
        claimName: "neuroweaver-models-pvc",
      },
    },
  }),
  callees: stores,
  route: { targetGroupArn: `${targetGroups}/neuroweaver/1`, cidrBlocks: publicSubnets },
};

/** AUI-APP-01, AUI-APP-03: four replicas at first, then autoscaled. */
export const auterityApp: DeploymentArgs = {
  deploymentName: "auterity-app",
  app: "auterity",
  namespace: "auterity",
  containerName: "auterity",
  workload: backend("auterity/app", {
    cpu: { request: 1, limit: 2 },
    memory: { request: 2048, limit: 4096 },
    scale: { kind: "auto", initial: 4, min: 2, max: 10, cpuPercent: 80 },
  }),
  callers: { kong: { kind: "pods", namespace: "kong", labels: { "app.kubernetes.io/name": "kong" } } },
  callees: stores,
};

/** AGT-APP-01: one of the three gateways, in the namespace of its role. */
export function agentGateway(
  which: "llm" | "memory" | "retrieval",
  callees: DeploymentArgs["callees"],
): DeploymentArgs {
  return {
    deploymentName: `${which}-gateway`,
    namespace: "default",
    containerName: "gateway",
    serviceAccount: `${which}-gateway-sa`,
    workload: backend(`${which}-gateway`, { port: 8080 }),
    callers: {},
    callees,
    identity: { kind: "podIdentity", annotations: {} },
    route: { targetGroupArn: `${targetGroups}/${which}/1`, cidrBlocks: ["10.0.101.0/24", "10.0.102.0/24"] },
  };
}

/** AIV-APP-01: the template of all services of AIVO, with the values of one service. */
export function aivoService(service: "auth-svc" | "content-svc", replicas: number): DeploymentArgs {
  return {
    deploymentName: service,
    namespace: "aivo",
    containerName: service,
    workload: backend(`aivo/${service}`, { port: 8080, scale: { kind: "fixed", replicas } }),
    callers: {},
    callees: stores,
    identity: { kind: "podIdentity", annotations: {} },
  };
}
