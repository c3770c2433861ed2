import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import platform from "../../index.ts";
import type { LocalDefinition } from "../../layers/local/definition.ts";
import { local } from "../../layers/local/index.ts";
import { localReferenceFaults } from "../../layers/references/local.ts";
import { localDefinitions } from "../../stacks/definitions.ts";
import { local as definition, dev } from "../../stacks/platform/index.ts";
import { at, deploy, refusal } from "../harness.ts";
import { invalid } from "../kubernetes/schemas.ts";

const config = { kubeContext: "somewhere", imageRegistry: "localhost" };
const { api } = dev.deployments;
const { application } = dev.identities;

/** A second workload, which calls the first, in another namespace, as the same user of the same cache. */
const two: LocalDefinition = {
  ...definition,
  namespaces: { ...definition.namespaces, jobs: podSecurity() },
  identities: {
    ...definition.identities,
    worker: { ...application, namespace: "jobs", serviceAccount: "worker", uses: { caches: { main: "application" } } },
  },
  deployments: {
    ...definition.deployments,
    worker: {
      ...api,
      deploymentName: "worker",
      namespace: "jobs",
      identity: "worker",
      secrets: { TOKEN: { secret: "api-keys" }, SALT: { secret: "api-keys" } },
      calls: ["api"],
    },
  },
};

function podSecurity() {
  const quota = { cpu: { request: 1, limit: 1 }, memory: { request: 512, limit: 512 }, pods: 2 };
  return { podSecurity: { level: "restricted" } as const, quota };
}

describe("workloads on any cluster", () => {
  it("opens a store to each workload that uses it, and to no other", async () => {
    const { one, resources } = await deploy(() => local(config, two));
    const callers = (store: string) => at(one(kubernetes.networking.v1.NetworkPolicy, store), "spec.ingress");
    const from = (namespace: string, app: string, port: number) => ({
      from: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          podSelector: { matchLabels: { app } },
        },
      ],
      ports: [{ protocol: "TCP", port }],
    });
    assert.deepEqual(callers("store-database-main"), [from("application", "api", 5432)]);
    assert.deepEqual(callers("store-cache-main"), [from("application", "api", 6379), from("jobs", "worker", 6379)]);
    assert.deepEqual(callers("deployment-api"), [from("jobs", "worker", 8000)]);
    assert.deepEqual(invalid(resources), []);
  });

  it("gives a workload only the variables of the stores that it uses", async () => {
    const { one } = await deploy(() => local(config, two));
    assert.deepEqual(one(kubernetes.core.v1.ConfigMap, "deployment-worker").inputs["data"], {
      CACHE_MAIN_HOST: "cache-main.stores.svc",
      CACHE_MAIN_PORT: "6379",
      CACHE_MAIN_USER: "application",
      LOG_LEVEL: "debug",
    });
  });

  it("puts the password of a store into the namespace of every workload that uses it, and prompts for each key of a Secret", async () => {
    const { outputs } = await deploy(() => ({ commands: local(config, two).secretCommands }));
    const commands = Object.entries(outputs["commands"] ?? {}).map(([name, command]) => [name, String(command)]);
    const told = new Map(commands.map(([name = "", command = ""]) => [name, command]));
    assert.deepEqual(
      [...told.keys()],
      ["application/api-keys", "jobs/worker-secrets", "stores/database-main", "stores/cache-main"],
    );
    const places = told.get("stores/cache-main")?.matchAll(/--namespace (\S+)/g) ?? [];
    assert.deepEqual(
      [...places].map(([, namespace]) => namespace),
      ["stores", "application", "jobs"],
    );
    assert.match(told.get("jobs/worker-secrets") ?? "", /^for KEY in TOKEN SALT; do /);
    assert.match(told.get("jobs/worker-secrets") ?? "", /create secret generic worker-secrets --from-env-file/);
  });

  it("makes no store that no workload uses", async () => {
    const identities = { application: { ...application, uses: {} } };
    const { of } = await deploy(() => local(config, { ...definition, identities }));
    assert.deepEqual(of(kubernetes.apps.v1.StatefulSet), []);
  });

  it("finds no fault in the stack local", () => {
    assert.deepEqual(localReferenceFaults(definition), []);
    assert.deepEqual(localReferenceFaults(two), []);
  });

  it("reports at once names that a definition lacks and capabilities that need AWS", () => {
    const uses = {
      databases: { other: "application" },
      caches: { main: "reader" },
      buckets: { documents: "read" },
      models: true,
      knowledgeBase: false,
      queues: [],
    } as const;
    const shared = { models: { path: "/models", fileSystem: "models", accessPoint: "models" } };
    const faulty: LocalDefinition = {
      ...definition,
      namespaces: { application: podSecurity() },
      identities: {
        application: { ...application, uses },
        unused: { ...application, uses: { buckets: { a: "read" } } },
      },
      deployments: { api: { ...api, image: { repository: "api", tag: "1" }, shared, checksTokens: true } },
    };
    assert.deepEqual(localReferenceFaults(faulty), [
      'deployments.api.image.repository must be one of application, got "api"',
      'deployments.api.shared.models.fileSystem names the file system "models", but the stack defines none',
      "deployments.api.checksTokens needs a userPool, the stack has none",
      'stores.namespace must be one of application, got "stores"',
      'identities.application.uses.databases must be one of main, got "other"',
      'identities.application.uses.caches.main must be one of application, got "reader"',
      "identities.application.uses.buckets needs AWS, which the stack does without",
      "identities.application.uses.models needs AWS, which the stack does without",
    ]);
  });

  it("is refused with the faults of its configuration and of its definition at once", async () => {
    const faulty = { ...definition, namespaces: { application: podSecurity() } };
    Object.assign(localDefinitions, { faulty });
    try {
      assert.deepEqual((await refusal(platform, { stack: "faulty" })).split("\n"), [
        "Pulumi.faulty.yaml and the definition faulty are not usable:",
        "  - platform:kubeContext must be a context of the kubeconfig such as kind-platform, got nothing",
        '  - stores.namespace must be one of application, got "stores"',
      ]);
    } finally {
      Reflect.deleteProperty(localDefinitions, "faulty");
    }
  });

  it("refuses two users of one store, which has one password", () => {
    const worker = { ...application, uses: { databases: { main: "reader" } } };
    const faulty: LocalDefinition = {
      ...definition,
      identities: { ...definition.identities, worker },
      deployments: { ...definition.deployments, worker: { ...api, identity: "worker", deploymentName: "worker" } },
    };
    assert.deepEqual(localReferenceFaults(faulty), [
      "databases.main must be used by one user, got application, reader",
    ]);
  });
});
