import type { Part } from "../../layers/definition.ts";
import type { AivoSize } from "./size.ts";

/** A route to one of the services, which have the same port and health check. */
function route(path: string, priority: number, bodies: "small" | "large"): Part<"gateway">["routes"][string] {
  return {
    target: "cluster",
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
    priority,
    paths: [`/${path}/*`],
    bodies,
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

/** Routes to the authentication service and the content service, to which teachers upload lessons. */
export const aivoRoutes = { auth: route("auth", 100, "small"), content: route("content", 200, "large") };

/** Images of the services; two environments can be in one account. */
export function aivoRepositories(name: AivoSize["name"]): Part<"repositories"> {
  return {
    "auth-svc": { repositoryName: `aivo/${name}/auth-svc` },
    "content-svc": { repositoryName: `aivo/${name}/content-svc` },
  };
}

/** Secrets of the services, of alerts and of dashboards; External Secrets copies them into their namespaces. */
export function aivoSecrets(name: AivoSize["name"]): Part<"secrets"> {
  return {
    "auth-svc": { description: "Keys of the authentication service", secretName: `aivo/${name}/auth-svc` },
    "content-svc": { description: "Keys of the content service", secretName: `aivo/${name}/content-svc` },
    "alert-receivers": {
      description: "Routing key, URLs and password of those who hear of alerts, by receiver",
      secretName: `aivo/${name}/alert-receivers`,
      keys: ["pagerduty-platform-on-call", "slack-platform-infrastructure", "email-platform", "heartbeat"],
    },
    grafana: {
      description: "Administrator of Grafana",
      secretName: `aivo/${name}/grafana`,
      keys: ["username", "password"],
    },
  };
}

/** Roles of the services; each add-on brings its own. */
export function aivoIdentities(name: AivoSize["name"]): Part<"identities"> {
  const pods = (serviceAccount: string) => ({
    kind: "podIdentity" as const,
    namespace: "aivo",
    serviceAccount,
    roleName: `aivo-${name}-${serviceAccount}`,
  });
  return {
    "auth-svc": { ...pods("auth-svc"), uses: { databases: { main: "auth_svc" }, caches: { main: "auth" } } },
    "content-svc": {
      ...pods("content-svc"),
      uses: { databases: { main: "content_svc" }, caches: { main: "content" }, buckets: { configuration: "read" } },
    },
  };
}
