import type { Part } from "../../layers/definition.ts";
import type { DeploymentDefinition } from "../../layers/deployments.ts";

/** A gateway: it checks tokens, and sends telemetry to the collector. */
function gateway(name: keyof typeof settings): DeploymentDefinition {
  return {
    deploymentName: name,
    // The trust of each role names its service account in this namespace.
    namespace: "default",
    containerName: "gateway",
    image: { repository: name, tag: "1.0.0" },
    port: 8080,
    cpu: { request: 0.5, limit: 1 },
    memory: { request: 1024, limit: 2048 },
    scale: { kind: "auto", initial: 3, min: 2, max: 6, cpuPercent: 70 },
    health: {
      path: "/health",
      readiness: { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
      liveness: { delaySeconds: 30, periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 5 },
    },
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-collector.observability.svc:4318",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    },
    identity: name,
    secrets: { [settings[name]]: { secret: name } },
    scratch: { tmp: "/tmp" },
    callees: {
      collector: {
        kind: "pods",
        namespace: "observability",
        // The operator's Service selects by these, and egress to other labels would not include its address.
        labels: {
          "app.kubernetes.io/component": "opentelemetry-collector",
          "app.kubernetes.io/instance": "observability.otel",
        },
        port: 4318,
      },
    },
    checksTokens: true,
  };
}

/** Environment variable of each gateway that holds its secret. */
const settings = {
  "llm-gateway": "LLM_GATEWAY_SETTINGS",
  "memory-gateway": "MEMORY_GATEWAY_SETTINGS",
  "retrieval-gateway": "RETRIEVAL_GATEWAY_SETTINGS",
} as const;

/** The three gateways. */
export const agentsDeployments: Part<"deployments"> = {
  "llm-gateway": gateway("llm-gateway"),
  "memory-gateway": gateway("memory-gateway"),
  "retrieval-gateway": gateway("retrieval-gateway"),
};

/** Six of each gateway, and one more while they are replaced. */
export const agentsNamespaces: Part<"namespaces"> = {
  default: {
    podSecurity: { level: "restricted" },
    quota: { cpu: { request: 11, limit: 22 }, memory: { request: 22528, limit: 45056 }, pods: 24 },
  },
};

/** Nodes as pods need them, and targets and secrets for the gateways; EKS itself brings cert-manager. */
export const agentsAddons: Part<"clusterAddons"> = {
  autoscaler: { kind: "clusterAutoscaler" },
  loadBalancerController: "targetGroups",
  externalSecrets: { secrets: ["llm-gateway", "memory-gateway", "retrieval-gateway"], namespaces: ["default"] },
};

/** The collector, run by the operator of AWS Distro for OpenTelemetry, with a role for its destinations alone. */
export const agentsTelemetry: Part<"telemetry"> = {
  namespace: "observability",
  copies: { collector: "otel-collector" },
  collector: {
    runBy: "operator",
    replicas: 2,
    sampling: { kind: "all" },
    attributes: { environment: "production", "service.namespace": "agents" },
    identity: "collector",
    traces: "xray",
    metrics: { namespace: "agents", logGroupName: "/metrics/agents" },
    logs: { search: "telemetry" },
  },
};
