import type { AddonsDefinition } from "../../layers/addons.ts";
import type { DeploymentsDefinition } from "../../layers/deployments.ts";

const probe = { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 };

/** The API, with the add-ons that it needs. No Prometheus: it requests 4 GiB of memory, more than a node of dev has. */
export const kubernetes = {
  clusterAddons: {
    loadBalancerController: "targetGroups",
    externalSecrets: { secrets: ["api-keys"], namespaces: ["application"] },
  },
  namespaces: {
    application: {
      podSecurity: { level: "restricted" },
      quota: { cpu: { request: 1, limit: 2 }, memory: { request: 1024, limit: 2048 }, pods: 10 },
    },
  },
  deployments: {
    api: {
      deploymentName: "api",
      namespace: "application",
      containerName: "api",
      image: { repository: "application", tag: "1.0.0" },
      identity: "application",
      port: 8000,
      cpu: { request: 0.1, limit: 0.5 },
      memory: { request: 256, limit: 512 },
      scale: { kind: "fixed", replicas: 2 },
      health: {
        path: "/health",
        readiness: { ...probe, delaySeconds: 10 },
        liveness: { ...probe, delaySeconds: 60 },
      },
      environment: { LOG_LEVEL: "debug" },
      secrets: { OPENAI_API_KEY: { secret: "api-keys", key: "OPENAI_API_KEY", objectName: "api-keys" } },
      scratch: { tmp: "/tmp" },
    },
  },
} satisfies AddonsDefinition & DeploymentsDefinition;
