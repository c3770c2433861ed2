import type { Part } from "../../layers/definition.ts";
import type { ServiceDefinition } from "../../layers/services.ts";
import type { WorkloadsDefinition } from "../../layers/workloads.ts";
import type { Size } from "./size.ts";

/** Services on ECS, roles of pods with the stores whose policies name them, and the bastion. */
export function workloads(size: Size): WorkloadsDefinition {
  return {
    services: services(size),
    ...pods(size),
    bastion: { instanceType: size.bastionType },
  };
}

function services({ environment, tasks }: Size): Part<"services"> {
  const probe = { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 };
  const common: Omit<ServiceDefinition, "serviceName" | "image" | "port" | "uses"> = {
    cpu: { request: 0.25, limit: 0.5 },
    memory: { request: 512, limit: 1024 },
    scale: { kind: "auto", ...tasks, cpuPercent: 60, memoryPercent: 70 },
    health: {
      path: "/health",
      readiness: { ...probe, delaySeconds: 10 },
      liveness: { ...probe, delaySeconds: 60 },
    },
    secrets: { OPENAI_API_KEY: { secret: "api-keys", key: "OPENAI_API_KEY" } },
    scratch: { tmp: "/tmp" },
  };
  const stores: ServiceDefinition["uses"] = {
    databases: { events: "services" },
    caches: { main: "services" },
    queues: ["documents"],
    telemetry: true,
  };
  return {
    documents: {
      ...common,
      serviceName: `platform-${environment}-documents`,
      image: { repository: "documents", tag: "1.0.0" },
      port: 8000,
      uses: { ...stores, buckets: { documents: "write" }, tables: { sessions: "read" } },
    },
    worker: {
      ...common,
      serviceName: `platform-${environment}-worker`,
      image: { repository: "worker", tag: "1.0.0" },
      port: 8001,
      uses: { ...stores, buckets: { documents: "read" }, models: true, parameters: true },
    },
  };
}

/** The application on Kubernetes, with its search and its shared files. */
function pods({ environment, search }: Size): Pick<WorkloadsDefinition, "identities" | "searches" | "fileSystems"> {
  return {
    identities: {
      application: {
        kind: "podIdentity",
        namespace: "application",
        serviceAccount: "application",
        roleName: `platform-${environment}-application`,
        uses: {
          databases: { main: "application" },
          caches: { main: "application" },
          tables: { sessions: "readWrite" },
          buckets: { documents: "write" },
          secrets: ["api-keys"],
          queues: ["documents"],
          parameters: true,
          models: true,
          knowledgeBase: true,
          telemetry: true,
        },
      },
    },
    searches: {
      content: {
        ...search,
        domainName: `platform-${environment}`,
        version: "3.5",
        offPeakWindowStart: "02:00",
        admit: ["cluster"],
        callers: ["application"],
      },
    },
    fileSystems: {
      shared: {
        admit: ["cluster"],
        accessPoints: { models: { path: "/models", uid: 10001, gid: 10001, mountedBy: "cluster" } },
      },
    },
  };
}
