import type { Callee } from "../../components/cluster/network-peers.ts";
import type { Part } from "../../layers/definition.ts";
import type { DeploymentDefinition } from "../../layers/deployments.ts";
import { available } from "../objectives.ts";

const namespace = "monitoring";

/** The metrics endpoint of workloads, and the pods that may scrape it. */
export const metrics: NonNullable<DeploymentDefinition["metrics"]> = {
  path: "/metrics",
  scraper: { kind: "pods", namespace, labels: { "app.kubernetes.io/name": "prometheus" } },
};

/** The collector, as workloads reach it. */
export const collector: Callee = {
  kind: "pods",
  namespace,
  labels: { "app.kubernetes.io/name": "otel-collector" },
  port: 4318,
};

/** Environment variables of OpenTelemetry's SDKs: the collector's endpoint and the service's name. */
export function sending(service: string): Required<DeploymentDefinition>["environment"] {
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://otel-collector.${namespace}.svc.cluster.local:4318`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  };
}

/** Copies of two images whose own registry is not among those that production allows. */
export const telemetryRepositories: Part<"repositories"> = {
  "otel-collector": { repositoryName: "otel-collector" },
  jaeger: { repositoryName: "jaeger" },
};

/** Receivers of alerts, and the administrator of Grafana. */
export const telemetrySecrets: Part<"secrets"> = {
  "alert-receivers": {
    secretName: "auterity-prod-alert-receivers",
    description: "URLs of those who hear of alerts",
    keys: ["web.hook", "heartbeat"],
  },
  grafana: {
    secretName: "auterity-prod-grafana",
    description: "Administrator of Grafana",
    keys: ["username", "password"],
  },
};

/**
 * Two or three replicas of everything, so that the loss of a node loses no data. The pods request 3 CPUs and 18 GiB, for
 * which the autoscaler adds three nodes to those of the backends.
 */
export const telemetry: Part<"telemetry"> = {
  namespace,
  copies: { collector: "otel-collector", jaeger: "jaeger" },
  prometheus: {
    team: "platform",
    storage: { replicas: 2, retentionDays: 15, volumeGib: 100 },
    objectives: available(["autmatrix-backend", "relaycore", "neuroweaver-backend"]),
    alerting: {
      secret: "alert-receivers",
      receivers: { "web.hook": { kind: "webhook" }, heartbeat: { kind: "webhook" } },
      notices: { critical: [{ receiver: "web.hook" }], warning: [{ receiver: "web.hook" }] },
      heartbeat: "heartbeat",
    },
    grafana: { url: "https://grafana.example.com", adminSecret: "grafana", servicesUid: "abc123" },
  },
  loki: { replicas: 3, retentionDays: 30, volumeGib: 10 },
  jaeger: { replicas: 2, retentionDays: 7, volumeGib: 50 },
  collector: {
    runBy: "deployment",
    replicas: 2,
    sampling: { kind: "all" },
    attributes: { environment: "production", "service.namespace": "auterity" },
    traces: "jaeger",
    metrics: "prometheus",
    logs: "loki",
  },
};
