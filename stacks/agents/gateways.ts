import type { Part } from "../../layers/definition.ts";

/** A route to one of the gateways, which have the same port and health check. */
function route(path: string, priority: number): Part<"gateway">["routes"][string] {
  return {
    target: "cluster",
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
    priority,
    paths: [`/${path}/*`],
    // Prompts and documents.
    bodies: "large",
    health: {
      path: "/health",
      intervalSeconds: 30,
      timeoutSeconds: 10,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      matcher: "200",
    },
  };
}

/** Routes of the load balancer. */
export const agentsRoutes = {
  "llm-gateway": route("llm", 100),
  "memory-gateway": route("memory", 200),
  "retrieval-gateway": route("retrieval", 300),
};

const pods = { kind: "podIdentity", namespace: "default" } as const;

/** One role for each gateway and for the telemetry collector, with exactly the permissions that it uses. */
export const agentsIdentities: Part<"identities"> = {
  "llm-gateway": {
    ...pods,
    serviceAccount: "llm-gateway-sa",
    roleName: "agents-llm-gateway-role",
    uses: {
      caches: { main: "llm-gateway" },
      // It reads the plan before it calls a model, and logs usage after.
      tables: { "usage-plans": "read", "usage-logs": "append" },
      secrets: ["llm-gateway"],
      parameters: true,
      models: true,
    },
  },
  "memory-gateway": {
    ...pods,
    serviceAccount: "memory-gateway-sa",
    roleName: "agents-memory-gateway-role",
    uses: { databases: { main: "memory_gateway" }, secrets: ["memory-gateway"], parameters: true },
  },
  "retrieval-gateway": {
    ...pods,
    serviceAccount: "retrieval-gateway-sa",
    roleName: "agents-retrieval-gateway-role",
    uses: { secrets: ["retrieval-gateway"], parameters: true, models: true, knowledgeBase: true },
  },
  collector: {
    kind: "podIdentity",
    namespace: "observability",
    serviceAccount: "otel-collector-sa",
    roleName: "agents-otel-collector-role",
    // Metrics go to CloudWatch as log events, which the agent's policy is for.
    managedPolicies: ["CloudWatchAgentServerPolicy"],
    uses: { telemetry: true },
  },
};

/** One secret for each gateway, so that none reads another's. */
export const agentsSecrets: Part<"secrets"> = {
  "llm-gateway": {
    description: "Settings of the LLM Gateway that nobody else may know",
    secretName: "agents/llm-gateway",
  },
  "memory-gateway": {
    description: "Settings of the Memory Gateway that nobody else may know",
    secretName: "agents/memory-gateway",
  },
  "retrieval-gateway": {
    description: "Settings of the Retrieval Gateway that nobody else may know",
    secretName: "agents/retrieval-gateway",
  },
};

/** Images of the gateways, and the copy of the collector's. */
export const agentsRepositories: Part<"repositories"> = {
  "llm-gateway": { repositoryName: "agents/llm-gateway" },
  "memory-gateway": { repositoryName: "agents/memory-gateway" },
  "retrieval-gateway": { repositoryName: "agents/retrieval-gateway" },
  "otel-collector": { repositoryName: "agents/otel-collector" },
};
