import type { AivoSize } from "./aivo-environment.ts";
import type { StackDefinition } from "./definition.ts";

/** Requests for a service, which all listen and answer for their health alike. */
function route(path: string, priority: number): NonNullable<StackDefinition["gateway"]>["routes"][string] {
  return {
    target: "cluster",
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
    priority,
    paths: [`/${path}/*`],
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

/** Where requests go: the authentication service, and the content service. */
export const aivoRoutes = { auth: route("auth", 100), content: route("content", 200) };

/** Images of the services. */
export const aivoRepositories: StackDefinition["repositories"] = {
  "auth-svc": { repositoryName: "aivo/auth-svc" },
  "content-svc": { repositoryName: "aivo/content-svc" },
};

/** What only the services may know; External Secrets brings it to their namespace. */
export function aivoSecrets(name: AivoSize["name"]): StackDefinition["secrets"] {
  return {
    "auth-svc": { description: "Keys of the authentication service", secretName: `aivo/${name}/auth-svc` },
    "content-svc": { description: "Keys of the content service", secretName: `aivo/${name}/content-svc` },
  };
}

/** Roles of the services, and of what runs beside them in namespaces of its own. */
export function aivoIdentities(name: AivoSize["name"]): StackDefinition["identities"] {
  const pods = (namespace: string, serviceAccount: string) => ({
    kind: "podIdentity" as const,
    namespace,
    serviceAccount,
    roleName: `aivo-${name}-${serviceAccount}`,
  });
  return {
    "auth-svc": { ...pods("aivo", "auth-svc"), uses: { databases: { main: "auth_svc" }, caches: { main: "auth" } } },
    "content-svc": {
      ...pods("aivo", "content-svc"),
      uses: { databases: { main: "content_svc" }, caches: { main: "content" }, buckets: { configuration: "read" } },
    },
    "external-secrets": {
      ...pods("external-secrets", "external-secrets"),
      uses: { secrets: ["auth-svc", "content-svc"] },
    },
    loki: { ...pods("monitoring", "loki"), uses: { buckets: { loki: "write" } } },
    velero: { ...pods("velero", "velero-server"), uses: { buckets: { velero: "write" } } },
  };
}
