import type { RouteSettings } from "../../components/gateway/route.ts";
import type { Part } from "../../layers/definition.ts";

/** What every route has: pods with a health check at /health. */
const pods: Pick<RouteSettings, "target" | "protocol" | "targetType" | "health"> = {
  target: "cluster",
  protocol: "HTTP",
  targetType: "ip",
  health: {
    path: "/health",
    intervalSeconds: 30,
    timeoutSeconds: 10,
    healthyThreshold: 2,
    unhealthyThreshold: 5,
    matcher: "200",
  },
};

/** Base path of NeuroWeaver's frontend, which its build has to name too. */
const frontend = "/neuroweaver/app";

/** Routes to the three backends and the server-rendered frontend; only the load balancer is public. */
export const gateway: Part<"gateway"> = {
  routes: {
    relaycore: { ...pods, port: 3001, priority: 100, paths: ["/relaycore/*"], bodies: "large" },
    "neuroweaver-frontend": {
      ...pods,
      port: 3000,
      priority: 150,
      paths: [frontend, `${frontend}/*`],
      bodies: "small",
      health: { ...pods.health, path: `${frontend}/health` },
    },
    neuroweaver: { ...pods, port: 8001, priority: 200, paths: ["/neuroweaver/*"], bodies: "large" },
    autmatrix: { ...pods, port: 8000, priority: 300, paths: ["/*"], bodies: "small" },
  },
  firewall: {
    aclName: "api-protection",
    description: "Rules for API protection",
    rateLimit: { limit: 1000, windowSeconds: 300 },
  },
  accessLogRetentionDays: 365,
};

/** The users of Auterity, who are invited by administrators and sign in to AutoMatrix's site. */
export const userPool: Part<"userPool"> = {
  poolName: "auterity-production",
  signIn: { mfa: "OPTIONAL", threatProtection: "ENFORCED", passwordLength: 12 },
  schema: [
    { name: "email", required: true, mutable: true },
    { name: "given_name", required: true, mutable: true },
    { name: "family_name", required: true, mutable: true },
    { name: "department", required: false, mutable: true },
    { name: "role", required: false, mutable: true },
  ],
  domain: { kind: "prefix", prefix: "auterity-production" },
  clients: { automatrix: { kind: "web", callbackPath: "/auth/callback", logoutPath: "/" } },
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
};

/** URLs of the database and the cache of each backend, and the keys of RelayCore's model providers. */
export const secrets: Part<"secrets"> = {
  ...credentials("autmatrix", "AutoMatrix"),
  ...credentials("relaycore", "RelayCore"),
  ...credentials("neuroweaver", "NeuroWeaver"),
  "relaycore-api-keys": {
    secretName: "relaycore-api-keys",
    description: "Keys of model providers for RelayCore",
    keys: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"],
  },
};

/** Roles of the backends; External Secrets reads their secrets. */
export const identities: Part<"identities"> = {
  "autmatrix-backend": {
    kind: "podIdentity",
    namespace: "auterity",
    serviceAccount: "autmatrix-backend",
    roleName: "auterity-prod-autmatrix-backend",
    uses: {
      databases: { main: "autmatrix" },
      caches: { main: "autmatrix" },
      buckets: { data: "write" },
    },
  },
  relaycore: {
    kind: "podIdentity",
    namespace: "auterity",
    serviceAccount: "relaycore",
    roleName: "auterity-prod-relaycore",
    uses: {
      databases: { main: "relaycore" },
      caches: { main: "relaycore" },
    },
  },
  neuroweaver: {
    kind: "podIdentity",
    namespace: "auterity",
    serviceAccount: "neuroweaver-backend",
    roleName: "auterity-prod-neuroweaver-backend",
    uses: {
      databases: { main: "neuroweaver" },
      caches: { main: "neuroweaver" },
      buckets: { data: "write" },
    },
  },
};

function credentials(name: string, product: string): Part<"secrets"> {
  const url = (store: string, what: string) => ({
    [`${name}-${store}-credentials`]: {
      secretName: `${name}-${store}-credentials`,
      description: `${what} of ${product}`,
      keys: ["url"],
    },
  });
  return { ...url("db", "Database"), ...url("redis", "Cache") };
}
