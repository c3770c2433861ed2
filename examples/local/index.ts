import * as kubernetes from "@pulumi/kubernetes";
import { Namespace } from "platform-components/cluster";
import { Store } from "platform-components/local";

// PostgreSQL as a pod of a local cluster, for development without AWS.
const provider = new kubernetes.Provider("kind", { context: "kind-platform" });
const opts = { providers: [provider] };

const namespace = new Namespace(
  "development",
  {
    namespaceName: "development",
    podSecurity: { level: "restricted" },
    quota: { cpu: { request: 2, limit: 4 }, memory: { request: 2048, limit: 4096 }, pods: 10 },
  },
  opts,
);
const store = new Store(
  "development",
  {
    storeName: "orders",
    namespace: namespace.namespaceName,
    engine: { kind: "postgresql", version: "17", database: "orders", user: "orders_owner" },
    cpu: { request: 0.25, limit: 1 },
    memory: { request: 256, limit: 512 },
    volumeGib: 5,
    callers: { application: { kind: "pods", namespace: "development", labels: { app: "orders" } } },
  },
  opts,
);

export const { endpoint, port } = store;
