import type { HealthCheck } from "../../components/gateway/route.ts";
import type { Part } from "../../layers/definition.ts";

const health: HealthCheck = {
  path: "/health",
  intervalSeconds: 30,
  timeoutSeconds: 10,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  matcher: "200",
};

/** One way in: APIs go through Kong, whose admin ports have no target group, and all else straight to the application. */
export const gateway: Part<"gateway"> = {
  routes: {
    kong: {
      target: "cluster",
      port: 8000,
      protocol: "HTTP",
      targetType: "ip",
      priority: 100,
      paths: ["/api/*"],
      algorithm: "least_outstanding_requests",
      health: { ...health, path: "/status", port: 8100 },
    },
    app: {
      target: "services",
      port: 8000,
      protocol: "HTTP",
      targetType: "ip",
      priority: 200,
      paths: ["/*"],
      algorithm: "least_outstanding_requests",
      health,
    },
  },
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  accessLogRetentionDays: 365,
};

/** The application: four tasks of two CPUs and four GiB, each in a zone of ECS's choice. */
export const services: Part<"services"> = {
  app: {
    serviceName: "auterity-app",
    image: { repository: "app", tag: "1.0.0" },
    port: 8000,
    cpu: { request: 1, limit: 2 },
    memory: { request: 2048, limit: 4096 },
    scale: { kind: "fixed", replicas: 4 },
    health: {
      path: "/health",
      readiness: { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 },
      liveness: { delaySeconds: 60, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
    },
    secrets: { APP_SECRETS: { secret: "app_secrets" } },
    scratch: { tmp: "/tmp" },
    uses: {
      databases: { main: "auterity_app" },
      caches: { main: "app" },
      buckets: { storage: "write" },
      brokers: ["events"],
    },
  },
};

/** The role of the application's pods: what its tasks use, they use. */
export const identities: Part<"identities"> = {
  app: {
    kind: "podIdentity",
    namespace: "auterity",
    serviceAccount: "auterity-app",
    roleName: "auterity-app",
    uses: {
      databases: { main: "auterity_app" },
      caches: { main: "app" },
      buckets: { storage: "write" },
      brokers: ["events"],
    },
  },
};

/** What no AWS service makes by itself; the database keeps its own password, and the cache has none. */
export const secrets: Part<"secrets"> = {
  rabbitmq_password: { secretName: "rabbitmq_password", description: "Password of the broker's first user" },
  kong_database_password: { secretName: "kong_database_password", description: "Password of Kong's database" },
  app_secrets: { secretName: "app_secrets", description: "Secrets of the application" },
  grafana_password: {
    secretName: "grafana_password",
    description: "Grafana's administrator",
    keys: ["username", "password"],
  },
  alert_receivers: {
    secretName: "alert_receivers",
    description: "URLs of those who hear of alerts",
    keys: ["web.hook", "heartbeat"],
  },
};

/** What a month may cost. */
export const budgets: Part<"budgets"> = {
  monthly: {
    amountUsd: 3000,
    notifications: [
      { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
      { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
    ],
  },
};
