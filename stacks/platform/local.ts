import type { LocalDefinition } from "../../layers/local/definition.ts";
import { dev } from "./dev.ts";

const { tags, repositories, secrets, databases, caches, identities, namespaces, deployments } = dev;

/** What dev runs, on any cluster and without AWS, with small stores beside it (docs/local.md). */
export const local: LocalDefinition = {
  tags,
  repositories,
  secrets,
  databases,
  caches,
  identities,
  namespaces: {
    ...namespaces,
    stores: {
      podSecurity: { level: "restricted" },
      quota: { cpu: { request: 0.5, limit: 2 }, memory: { request: 512, limit: 1024 }, pods: 4 },
    },
  },
  deployments,
  stores: {
    namespace: "stores",
    cpu: { request: 0.1, limit: 0.5 },
    memory: { request: 128, limit: 256 },
    volumeGib: 1,
  },
};
