import type { Part } from "../../layers/definition.ts";
import type { DeploymentDefinition } from "../../layers/deployments.ts";
import { available } from "../objectives.ts";

const namespace = "monitoring";

/** The application's metrics endpoint, and the pods that may scrape it. */
export const metrics: NonNullable<DeploymentDefinition["metrics"]> = {
  path: "/metrics",
  scraper: { kind: "pods", namespace, labels: { "app.kubernetes.io/name": "prometheus" } },
};

/** Prometheus, Alertmanager, Grafana and Loki; the application has no traces. */
export const telemetry: Part<"telemetry"> = {
  namespace,
  prometheus: {
    team: "platform",
    storage: { replicas: 2, retentionDays: 15, volumeGib: 100 },
    objectives: available(["auterity"]),
    recordings: "auterity",
    alerting: {
      secret: "alert_receivers",
      receivers: { "web.hook": { kind: "webhook" }, heartbeat: { kind: "webhook" } },
      notices: { critical: [{ receiver: "web.hook" }], warning: [{ receiver: "web.hook" }] },
      heartbeat: "heartbeat",
    },
    grafana: { url: "https://grafana.infra.auterity.example.com", adminSecret: "grafana_password" },
  },
  // One pod with an in-memory ring; it flushes chunks to S3.
  loki: { replicas: 1, retentionDays: 30, volumeGib: 10 },
};
