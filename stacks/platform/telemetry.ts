import type { Part } from "../../layers/definition.ts";
import type { Size } from "./size.ts";

type Telemetry = Part<"telemetry">;

/** Where everything that watches the cluster runs. */
export const namespace = "monitoring";

/** Where pods send traces, metrics and logs by OTLP over HTTP, and what opens the way there. */
export const collector = {
  url: `http://otel-collector.${namespace}.svc.cluster.local:4318`,
  pods: { kind: "pods", namespace, labels: { "app.kubernetes.io/name": "otel-collector" } },
  port: 4318,
} as const;

/** The pods that fetch metrics. */
export const scraper = {
  kind: "pods",
  namespace,
  labels: { "app.kubernetes.io/name": "prometheus" },
} as const;

/** Staging has the same pods as production, and keeps what they take in for shorter. */
export function telemetry({ environment, telemetry: kept, grafanaUrl }: Size): Telemetry {
  return {
    namespace,
    copies: { collector: "opentelemetry-collector", jaeger: "jaeger" },
    prometheus: {
      team: "platform-engineering",
      storage: { replicas: 2, ...kept.metrics },
      objectives,
      alerting: alerting(environment),
      grafana: { url: grafanaUrl, adminSecret: "grafana-admin" },
    },
    loki: { replicas: 3, ...kept.logs },
    jaeger: { replicas: 2, ...kept.traces },
    collector: {
      runBy: "deployment",
      replicas: 2,
      // What failed, what was slow, and a tenth of the rest: decided for whole traces, once they have ended.
      sampling: { kind: "tail", slowMilliseconds: 1000, percent: 10 },
      attributes: { environment, "service.namespace": "platform" },
      traces: "jaeger",
      metrics: "prometheus",
      logs: "loki",
    },
  };
}

/** What the API promises to whoever calls it, inside the cluster or through the gateway. */
const objectives: NonNullable<Telemetry["prometheus"]>["objectives"] = {
  "api-availability": {
    job: "api",
    indicator: { kind: "availability" },
    objectivePercent: 99.9,
    windowDays: 30,
    minimumRequests: 100,
  },
  "api-latency": {
    job: "api",
    indicator: { kind: "latency", seconds: 0.5 },
    objectivePercent: 99,
    windowDays: 30,
    minimumRequests: 100,
  },
};

/** Somebody is woken by what is critical; a warning waits in the channel, and becomes a mail when nobody mends it. */
function alerting(environment: Size["environment"]): NonNullable<Telemetry["prometheus"]>["alerting"] {
  return {
    secret: "alert-receivers",
    receivers: {
      "on-call": { kind: "pagerDuty" },
      channel: { kind: "slack", channel: `#platform-${environment}-alerts` },
      mail: {
        kind: "email",
        to: "platform@example.com",
        from: `alerts-${environment}@example.com`,
        smarthost: "smtp.example.com:587",
        username: `alerts-${environment}`,
      },
      incidents: { kind: "webhook" },
      heartbeat: { kind: "webhook" },
    },
    notices: {
      critical: [{ receiver: "on-call" }, { receiver: "channel" }, { receiver: "incidents" }],
      warning: [{ receiver: "channel" }, { receiver: "mail", afterSeconds: 1800 }],
    },
    heartbeat: "heartbeat",
  };
}
