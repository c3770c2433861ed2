import type { Part } from "../../layers/definition.ts";
import type { Size } from "./size.ts";

type Telemetry = Part<"telemetry">;

/** Namespace of telemetry. */
export const namespace = "monitoring";

/** OTLP endpoint of the collector, and its pods for network policies. */
export const collector = {
  url: `http://otel-collector.${namespace}.svc.cluster.local:4318`,
  pods: { kind: "pods", namespace, labels: { "app.kubernetes.io/name": "otel-collector" } },
  port: 4318,
} as const;

/** The pods that scrape metrics. */
export const scraper = {
  kind: "pods",
  namespace,
  labels: { "app.kubernetes.io/name": "prometheus" },
} as const;

/** Staging has the same pods as production, with shorter retention. */
export function telemetry({ environment, telemetry: retention, grafanaUrl }: Size): Telemetry {
  return {
    namespace,
    copies: { collector: "opentelemetry-collector", jaeger: "jaeger" },
    prometheus: {
      team: "platform-engineering",
      storage: { replicas: 2, ...retention.metrics },
      objectives,
      alerting: alerting(environment),
      grafana: { url: grafanaUrl, adminSecret: "grafana-admin" },
    },
    loki: { replicas: 3, ...retention.logs },
    jaeger: { replicas: 2, ...retention.traces },
    collector: {
      runBy: "deployment",
      replicas: 2,
      // Traces with errors, slow traces, and a tenth of the rest, decided for whole traces.
      sampling: { kind: "tail", slowMilliseconds: 1000, percent: 10 },
      attributes: { environment, "service.namespace": "platform" },
      traces: "jaeger",
      metrics: "prometheus",
      logs: "loki",
    },
  };
}

/** Service level objectives of the API, for callers inside the cluster and through the gateway. */
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

/** Critical alerts page the on-call engineer; warnings go to the channel, and by e-mail if they last half an hour. */
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
