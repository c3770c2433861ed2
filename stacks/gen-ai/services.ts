import type { Part } from "../../layers/definition.ts";
import type { ByName } from "../../layers/table.ts";

type Service = Part<"services">[string];
type Uses = Service["uses"];
type Route = Part<"gateway">["routes"][string];

interface GenAiService {
  /** Port of the container, one of 8000 to 8009. */
  port: number;
  /** What the service does with the documents. */
  documents: "read" | "write";
}

/** The nine services by name; port 8009 is free for a tenth. */
const services: ByName<GenAiService> = {
  "format-conversion": { port: 8000, documents: "write" },
  classification: { port: 8001, documents: "read" },
  workflow: { port: 8002, documents: "write" },
  search: { port: 8003, documents: "read" },
  quality: { port: 8004, documents: "read" },
  personalization: { port: 8005, documents: "read" },
  "document-extraction": { port: 8006, documents: "write" },
  conversational: { port: 8007, documents: "read" },
  code: { port: 8008, documents: "read" },
};

function each<Made>(make: (name: string, service: GenAiService) => Made): ByName<Made> {
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, make(name, service)]));
}

/** An image repository for each service. */
export const genAiRepositories: Part<"repositories"> = each((name) => ({
  repositoryName: `gen-ai-${name}`,
}));

const probe = { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 };

/** The services on ECS, each with one to four tasks. */
export const genAiServices: Part<"services"> = each((name, { port, documents }): Service => {
  const uses: Uses = {
    databases: { main: "gen_ai_services" },
    caches: { main: "services" },
    buckets: { documents },
  };
  return {
    serviceName: `gen-ai-${name}`,
    image: { repository: name, tag: "1.0.0" },
    port,
    cpu: { request: 0.25, limit: 0.5 },
    memory: { request: 512, limit: 1024 },
    // Below the alarm at 80 %, which would go off whenever the services scale as they should.
    scale: { kind: "auto", initial: 2, min: 1, max: 4, cpuPercent: 60 },
    health: {
      path: "/health",
      readiness: { ...probe, delaySeconds: 10 },
      liveness: { ...probe, delaySeconds: 60 },
    },
    environment: { AWS_REGION: "us-east-1" },
    secrets: { API_KEYS: { secret: "api-keys" } },
    scratch: { tmp: "/tmp" },
    uses,
  };
});

/** A route for each service, below a path of its name. */
export const genAiRoutes: ByName<Route> = each(
  (name, { port }): Route => ({
    target: "services",
    port,
    protocol: "HTTP",
    targetType: "ip",
    priority: 100 + (port - 8000) * 10,
    paths: [`/${name}`, `/${name}/*`],
    // Prompts.
    bodies: "large",
    health: {
      path: "/health",
      intervalSeconds: 30,
      timeoutSeconds: 10,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      matcher: "200",
    },
  }),
);
