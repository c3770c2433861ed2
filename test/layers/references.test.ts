import assert from "node:assert/strict";
import type { Config } from "../../layers/config.ts";
import type { Part, StackDefinition } from "../../layers/definition.ts";
import { referenceFaults } from "../../layers/references/index.ts";
import { dev } from "../../stacks/platform/dev.ts";

type Telemetry = Part<"telemetry">;

const config: Config = {
  region: "us-east-1",
  accountId: "111122223333",
  deployer: "arn:aws:iam::111122223333:role/deployer",
  administrators: [],
  contacts: { critical: {}, warning: {} },
  runbookBaseUrl: "https://runbooks.example.com",
  costAllocationTags: [],
  accountServices: {
    config: "create",
    guardDuty: "create",
    inspector: "create",
    macie: "create",
    securityHub: "create",
    openSearchRole: "create",
  },
  models: [],
  endpointCidrs: [],
};
const addons: Part<"clusterAddons"> = dev.clusterAddons;

type Change<Of> = { [Key in keyof Of]?: Of[Key] | undefined };

/** An object with other values for some keys; undefined leaves a key out. */
function changed<Of extends object>(of: Of, change: Change<Of>): Of {
  return Object.fromEntries(Object.entries({ ...of, ...change }).filter(([, value]) => value !== undefined)) as Of;
}

const faults = (change: Change<StackDefinition>) => referenceFaults(changed<StackDefinition>(dev, change), config);

describe("the references of a definition", () => {
  it("name routes, stores, secrets and issuers that the add-ons need and the stack does not have", () => {
    const kong: NonNullable<typeof addons.kong> = {
      mode: { kind: "postgres", database: "kong", databaseName: "kong", secret: "kong" },
      route: "kong",
      replicas: 2,
      routes: {},
      observation: { serviceName: "kong", samplingRate: 0 },
      upstreamNamespaces: [],
    };
    const vault = { replicas: 3, volumeGib: 10, issuer: "internal", clients: ["application"] } as const;
    const clusterBackup = { bucket: "backups", schedules: {} };
    const wrong = changed(addons, { kong, vault, clusterBackup, externalSecrets: undefined });
    assert.deepEqual(faults({ clusterAddons: wrong, deployments: {}, gateway: undefined }), [
      'clusterAddons.kong.route names the gateway route "kong", but the stack defines none',
      'clusterAddons.kong.mode.database must be one of main, got "kong"',
      'clusterAddons.kong.mode.secret must be one of api-keys, got "kong"',
      "clusterAddons.kong.mode.secret needs clusterAddons.externalSecrets, the stack has none",
      'clusterAddons.clusterBackup.bucket names the bucket "backups", but the stack defines none',
      'clusterAddons.vault.issuer names the certificate issuer "internal", but the stack defines none',
    ]);
  });

  it("have no faults in dev", () => {
    assert.deepEqual(faults({}), []);
  });

  it("are reported with their key, and with the names that exist", () => {
    const bucket = { encryption: "sse-kms", replicated: false, accessLogs: "logs" } as const;
    const probe = { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 };
    const services: Part<"services"> = {
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
          caches: { main: "reader" },
          queues: ["jobs"],
          brokers: ["events"],
          models: true,
        },
      },
    };
    const main = { ...dev.databases.main, admit: ["services"] } as const;
    const bare = { repositories: {}, secrets: {}, identities: {}, deployments: {}, clusterAddons: undefined };
    assert.deepEqual(faults({ ...bare, services, buckets: { data: bucket }, databases: { main } }), [
      'databases.main.admit must be one of cluster, got "services"',
      'buckets.data.accessLogs must be one of data, got "logs"',
      'services.search.image.repository names the repository "search", but the stack defines none',
      'services.search.secrets.API_KEY.secret names the secret "api-keys", but the stack defines none',
      'services.search.uses.databases must be one of main, got "other"',
      'services.search.uses.caches.main must be one of application, got "reader"',
      'services.search.uses.queues names the queue "jobs", but the stack defines none',
      'services.search.uses.brokers names the broker "events", but the stack defines none',
      "platform:models must be set because workloads invoke models, got nothing",
    ]);
  });

  it("need the configuration keys of their capabilities", () => {
    const replicated = { encryption: "sse-s3", replicated: true } as const;
    assert.deepEqual(faults({ accountBaseline: true, buckets: { data: replicated } }), [
      "platform:recoveryRegion must be set because buckets are replicated, got nothing",
      "platform:securityContact must be set because the stack owns the account's baseline, got nothing",
    ]);
  });

  it("need External Secrets to copy the secrets of pods, into their namespaces", () => {
    assert.deepEqual(faults({ clusterAddons: changed(addons, { externalSecrets: undefined }) }), [
      'deployments.api.secrets.OPENAI_API_KEY.secret must be one of clusterAddons.externalSecrets.secrets, got "api-keys"',
    ]);
    const externalSecrets = { secrets: ["others"], namespaces: ["elsewhere"] };
    assert.deepEqual(faults({ clusterAddons: { ...addons, externalSecrets } }), [
      'clusterAddons.externalSecrets.secrets must be one of api-keys, got "others"',
      'deployments.api.secrets.OPENAI_API_KEY.secret must be one of clusterAddons.externalSecrets.secrets, got "api-keys"',
      "clusterAddons.externalSecrets.namespaces must name application, got elsewhere",
    ]);
  });

  it("need the EFS driver where pods mount a file system", () => {
    const models = { path: "/models", uid: 1000, gid: 1000, mountedBy: "cluster" } as const;
    const fileSystems = { models: { admit: ["cluster"] as const, accessPoints: { models } } };
    assert.deepEqual(faults({ fileSystems, deployments: {}, clusterAddons: undefined }), [
      "fileSystems.models.accessPoints.models.mountedBy needs clusterAddons.fileSystemDriver on a cluster, the stack has none",
    ]);
  });
});

describe("the references of a volume", () => {
  it("need an access point that the cluster mounts, for the node mounts volumes and not the pod", () => {
    const models = { path: "/models", uid: 1000, gid: 1000, mountedBy: ["application"] } as const;
    const fileSystems = { files: { admit: ["cluster"] as const, accessPoints: { models } } };
    const { api } = dev.deployments;
    const shared = { models: { path: "/models", fileSystem: "files", accessPoint: "models" } };
    assert.deepEqual(faults({ fileSystems, deployments: { api: { ...api, shared } } }), [
      "fileSystems.files.accessPoints.models.mountedBy must be cluster for deployments.api.shared.models, got application",
    ]);
  });
});

describe("the references of telemetry", () => {
  const secrets: Part<"secrets"> = {
    ...dev.secrets,
    receivers: { description: "Receivers of alerts", keys: ["hook", "heartbeat"] },
    grafana: { description: "Administrator of Grafana", keys: ["username", "password"] },
  };
  const prometheus: NonNullable<Telemetry["prometheus"]> = {
    team: "platform",
    storage: { replicas: 1, retentionDays: 7, volumeGib: 20 },
    objectives: {},
    alerting: {
      secret: "receivers",
      receivers: { hook: { kind: "webhook" }, heartbeat: { kind: "webhook" } },
      notices: { critical: [{ receiver: "hook" }], warning: [{ receiver: "hook" }] },
      heartbeat: "heartbeat",
    },
    grafana: { url: "https://grafana.example.com", adminSecret: "grafana" },
  };
  const collector: NonNullable<Telemetry["collector"]> = {
    runBy: "deployment",
    replicas: 2,
    sampling: { kind: "all" },
    attributes: { environment: "dev" },
    traces: "jaeger",
    metrics: "prometheus",
    logs: "loki",
  };
  const complete: Telemetry = {
    namespace: "monitoring",
    copies: { collector: "application" },
    prometheus,
    loki: { replicas: 1, retentionDays: 7, volumeGib: 10 },
    jaeger: { replicas: 1, retentionDays: 7, volumeGib: 10 },
    collector,
  };
  const copies = { secrets: ["api-keys", "receivers", "grafana"], namespaces: ["application", "monitoring"] };
  const told = (telemetry: Change<Telemetry>, change: Change<StackDefinition> = {}) =>
    faults({
      secrets,
      clusterAddons: { ...addons, externalSecrets: copies },
      telemetry: changed(complete, telemetry),
      ...change,
    });

  it("have no faults in a stack with all of it", () => {
    assert.deepEqual(told({}), []);
  });

  it("need a cluster", () => {
    const bare = { cluster: undefined, gateway: undefined, databases: {}, caches: {}, identities: {}, deployments: {} };
    assert.deepEqual(told({}, bare), ["telemetry needs a cluster, the stack has none"]);
  });

  it("need External Secrets for Prometheus, in its namespace, with its secrets", () => {
    const without = { deployments: {}, clusterAddons: changed(addons, { externalSecrets: undefined }) };
    assert.deepEqual(told({}, without), [
      "telemetry.prometheus needs clusterAddons.externalSecrets for its secrets, the stack has none",
    ]);
    assert.deepEqual(told({}, { deployments: {}, clusterAddons: undefined }), [
      "telemetry.prometheus needs clusterAddons.externalSecrets for its secrets, the stack has none",
    ]);
    const externalSecrets = { secrets: ["api-keys", "receivers"], namespaces: ["application"] };
    assert.deepEqual(told({}, { clusterAddons: { ...addons, externalSecrets } }), [
      "clusterAddons.externalSecrets.namespaces must name monitoring, got application",
      'telemetry.prometheus.grafana.adminSecret must be one of clusterAddons.externalSecrets.secrets, got "grafana"',
    ]);
  });

  it("need secrets of the stack, with keys for each receiver, and for username and password", () => {
    const unheard = { ...prometheus, alerting: { ...prometheus.alerting, secret: "reader" } };
    assert.deepEqual(told({ prometheus: unheard }), [
      'telemetry.prometheus.alerting.secret must be one of api-keys, receivers, grafana, got "reader"',
    ]);
    const short = {
      ...secrets,
      receivers: { description: "Receivers of alerts", keys: ["hook"] },
      grafana: { description: "Administrator of Grafana" },
    };
    assert.deepEqual(told({}, { secrets: short }), [
      "secrets.receivers.keys must name heartbeat, which telemetry.prometheus.alerting.secret reads, got hook",
      "secrets.grafana.keys must name username, which telemetry.prometheus.grafana.adminSecret reads, got none",
      "secrets.grafana.keys must name password, which telemetry.prometheus.grafana.adminSecret reads, got none",
    ]);
  });

  it("need network access for Prometheus, and objectives of jobs that it scrapes", () => {
    const { api } = dev.deployments;
    const scraper = { kind: "pods", namespace: "observability", labels: {} } as const;
    const objective = {
      indicator: { kind: "availability" },
      objectivePercent: 99.9,
      windowDays: 30,
      minimumRequests: 100,
    } as const;
    const objectives = { api: { ...objective, job: "api" }, shop: { ...objective, job: "shop" } };
    const traced = { traced: { ...objective, job: "platform/traced" }, named: { ...objective, job: "named" } };
    const watched = {
      ...prometheus,
      scrapeTargets: { named: "named.example.com:9100" },
      objectives: { ...objectives, ...traced },
    };
    const deployments = { api: { ...api, metrics: { path: "/metrics", scraper } } };
    assert.deepEqual(told({ prometheus: watched }, { deployments }), [
      'deployments.api.metrics.scraper.namespace must be monitoring, where Prometheus is, got "observability"',
      'telemetry.prometheus.objectives.shop.job must be one of api, named, got "shop"',
    ]);
  });

  it("need repositories for copies of images", () => {
    assert.deepEqual(told({ copies: { collector: "collector", jaeger: "jaeger" } }), [
      'telemetry.copies.collector must be one of application, got "collector"',
      'telemetry.copies.jaeger must be one of application, got "jaeger"',
    ]);
  });

  it("need the destinations of the collector", () => {
    assert.deepEqual(told({ jaeger: undefined, loki: undefined, prometheus: undefined }), [
      "telemetry.collector.traces needs telemetry.jaeger, the stack has none",
      "telemetry.collector.metrics needs telemetry.prometheus, the stack has none",
      "telemetry.collector.logs needs telemetry.loki, the stack has none",
    ]);
    const searching = { ...collector, traces: { search: "traces" }, logs: { search: "logs" } };
    assert.deepEqual(told({ collector: searching }), [
      'telemetry.collector.traces.search names the search domain "traces", but the stack defines none',
      'telemetry.collector.logs.search names the search domain "logs", but the stack defines none',
      "telemetry.collector.identity must be named, because requests to AWS are signed, got nothing",
    ]);
  });

  it("need an identity of the collector's namespace where it signs requests", () => {
    const traced = { ...collector, traces: "xray" } as const;
    assert.deepEqual(told({ collector: traced }), [
      "telemetry.collector.identity must be named, because requests to AWS are signed, got nothing",
    ]);
    assert.deepEqual(told({ collector: { ...traced, identity: "collector" } }), [
      'telemetry.collector.identity must be one of application, got "collector"',
    ]);
    assert.deepEqual(told({ collector: { ...traced, identity: "application" } }), [
      'telemetry.namespace must be application, which the collector\'s identity is for, got "monitoring"',
    ]);
  });
});
