import assert from "node:assert/strict";
import type { Config } from "../../stacks/config.ts";
import type { StackDefinition } from "../../stacks/definition.ts";
import { dev } from "../../stacks/dev.ts";
import { referenceFaults } from "../../stacks/references.ts";

const config: Config = {
  region: "us-east-1",
  accountId: "111122223333",
  deployer: "arn:aws:iam::111122223333:role/deployer",
  administrators: [],
  contacts: { critical: {}, warning: {} },
  runbookBaseUrl: "https://runbooks.example.com",
  models: [],
  endpointCidrs: [],
};
const faults = (change: Partial<StackDefinition>) => referenceFaults({ ...dev, ...change }, config);

describe("references of a definition", () => {
  it("are all there in dev", () => {
    assert.deepEqual(faults({}), []);
  });

  it("are told by their place, with the names that exist", () => {
    const bucket = { encryption: "sse-kms", replicated: false, accessLogs: "logs" } as const;
    const probe = { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 };
    const services: StackDefinition["services"] = {
      search: {
        serviceName: "search",
        image: { repository: "search", tag: "1.0.0" },
        port: 8000,
        cpu: { request: 0.25, limit: 0.5 },
        memory: { request: 512, limit: 1024 },
        scale: { kind: "fixed", replicas: 1 },
        health: { path: "/health", readiness: probe, liveness: probe },
        environment: {},
        secrets: { API_KEY: { secret: "api-keys" } },
        scratch: {},
        uses: {
          databases: { other: "search" },
          caches: { main: "nobody" },
          queues: ["jobs"],
          brokers: ["events"],
          models: true,
        },
      },
    };
    const main = { ...dev.databases["main"], admit: ["services"] } as StackDefinition["databases"][string];
    const bare = { repositories: {}, secrets: {}, identities: {}, deployments: {} };
    assert.deepEqual(faults({ ...bare, services, buckets: { data: bucket }, databases: { main } }), [
      'databases.main.admit must be one of cluster, got "services"',
      'buckets.data.accessLogs must be one of data, got "logs"',
      'services.search.image.repository must be one of nothing, there is none, got "search"',
      'services.search.secrets.API_KEY.secret must be one of nothing, there is none, got "api-keys"',
      'services.search.uses.databases must be one of main, got "other"',
      'services.search.uses.caches.main must be one of application, got "nobody"',
      'services.search.uses.queues must be one of nothing, there is none, got "jobs"',
      'services.search.uses.brokers must be one of nothing, there is none, got "events"',
      "platform:models must be set because workloads invoke models, got nothing",
    ]);
  });

  it("need what the configuration has to say", () => {
    const replicated = { encryption: "sse-s3", replicated: true } as const;
    assert.deepEqual(faults({ accountBaseline: true, buckets: { data: replicated } }), [
      "platform:recoveryRegion must be set because buckets are replicated, got nothing",
      "platform:securityContact must be set because the stack owns the account's baseline, got nothing",
    ]);
  });

  it("need the driver of the cluster where its pods mount a file system", () => {
    const models = { path: "/models", uid: 1000, gid: 1000, mountedBy: "cluster" } as const;
    const fileSystems = { models: { admit: ["cluster"] as const, accessPoints: { models } } };
    assert.deepEqual(faults({ fileSystems, deployments: {}, clusterAddOns: undefined }), [
      "fileSystems.models.accessPoints.models.mountedBy needs clusterAddOns.fileSystemDriver on a cluster, the stack has none",
    ]);
  });
});
