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

/** One load balancer: APIs go to Kong's proxy, other requests to the application; Kong's admin ports have no target group. */
export const gateway: Part<"gateway"> = {
  routes: {
    kong: {
      target: "cluster",
      port: 8000,
      protocol: "HTTP",
      targetType: "ip",
      priority: 100,
      paths: ["/api/*"],
      bodies: "large",
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
      bodies: "small",
      algorithm: "least_outstanding_requests",
      health,
    },
  },
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  accessLogRetentionDays: 365,
};

/** The application: four tasks of two CPUs and four GiB, which ECS spreads over the zones. */
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

/** The role of the application's pods, with the same permissions as its tasks. */
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

/** Secrets that an operator fills; RDS manages the database's password, and the cache has none. */
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

/** Monthly budget. */
export const budgets: Part<"budgets"> = {
  monthly: {
    amountUsd: 3000,
    notifications: [
      { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
      { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
    ],
  },
};
