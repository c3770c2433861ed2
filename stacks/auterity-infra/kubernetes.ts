import type { Part } from "../../layers/definition.ts";
import { metrics } from "./telemetry.ts";

/** The application on Kubernetes, behind Kong; it does not have the route's name, because that route leads to ECS tasks. */
export const deployments: Part<"deployments"> = {
  "auterity-app": {
    deploymentName: "auterity-app",
    app: "auterity",
    namespace: "auterity",
    containerName: "auterity",
    image: { repository: "app", tag: "1.0.0" },
    metrics,
    port: 8000,
    cpu: { request: 1, limit: 2 },
    memory: { request: 2048, limit: 4096 },
    scale: { kind: "auto", initial: 4, min: 2, max: 10, cpuPercent: 80 },
    health: {
      path: "/health",
      readiness: { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 },
      liveness: { delaySeconds: 30, periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 5 },
    },
    identity: "app",
    secrets: { APP_SECRETS: { secret: "app_secrets" } },
    scratch: { tmp: "/tmp" },
    callers: { kong: { kind: "pods", namespace: "kong", labels: { "app.kubernetes.io/name": "kong" } } },
  },
};

/** Ten replicas, and one more while they are replaced. */
export const namespaces: Part<"namespaces"> = {
  auterity: {
    podSecurity: { level: "restricted" },
    quota: { cpu: { request: 12, limit: 24 }, memory: { request: 24576, limit: 49152 }, pods: 15 },
  },
};

/** Kong in front of the application, which authenticates its users itself. */
export const clusterAddons: Part<"clusterAddons"> = {
  autoscaler: { kind: "clusterAutoscaler" },
  loadBalancerController: "targetGroups",
  externalSecrets: {
    secrets: ["app_secrets", "alert_receivers", "grafana_password"],
    namespaces: ["auterity", "monitoring"],
  },
  kong: {
    mode: { kind: "dbless" },
    route: "kong",
    replicas: 2,
    routes: {
      app: {
        upstream: "http://auterity-app.auterity.svc.cluster.local:8000",
        paths: ["/api"],
        stripPath: false,
        rateLimit: { perMinute: 600, by: "ip" },
        authenticated: false,
      },
    },
    observation: { serviceName: "kong", samplingRate: 0 },
    upstreamNamespaces: ["auterity"],
  },
};
