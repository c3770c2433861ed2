import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Store, type StoreArgs } from "../../../components/local/store.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const postgresql: StoreArgs = {
  storeName: "database-main",
  namespace: "stores",
  engine: { kind: "postgresql", version: "17", database: "platform", user: "application" },
  cpu: { request: 0.1, limit: 0.5 },
  memory: { request: 128, limit: 256 },
  volumeGib: 1,
  callers: { api: { kind: "pods", namespace: "application", labels: { app: "api" } } },
};
const valkey: StoreArgs = {
  ...postgresql,
  storeName: "cache-main",
  engine: { kind: "valkey", user: "application", access: "on ~app:* +@read +@write +@connection" },
};
const podOf = async (args: StoreArgs) => {
  const { one } = await deploy(() => new Store("store", args));
  const set = one(kubernetes.apps.v1.StatefulSet);
  return {
    set,
    pod: (path: string) => at(set, `spec.template.spec.${path}`),
    main: (path: string) => at(set, `spec.template.spec.containers.0.${path}`),
  };
};

describe("Store", () => {
  it("is PostgreSQL with the given database and user, with its data on a volume", async () => {
    const { main } = await podOf(postgresql);
    assert.equal(main("image"), "docker.io/library/postgres:17");
    assert.deepEqual(main("env"), [
      { name: "PGDATA", value: "/data/postgresql" },
      { name: "POSTGRES_DB", value: "platform" },
      { name: "POSTGRES_USER", value: "application" },
      { name: "POSTGRES_PASSWORD_FILE", value: "/run/store/password" },
    ]);
    assert.deepEqual(main("volumeMounts.0"), { name: "data", mountPath: "/data" });
    assert.deepEqual(main("readinessProbe.exec.command"), [
      "pg_isready",
      "--host=127.0.0.1",
      "--port=5432",
      "--username=application",
      "--dbname=platform",
    ]);
  });

  it("has its claim beside the StatefulSet, so that more storage replaces neither", async () => {
    const { one } = await deploy(() => new Store("store", { ...postgresql, volumeGib: 2 }));
    const claim = one(kubernetes.core.v1.PersistentVolumeClaim);
    assert.deepEqual(at(claim, "spec"), {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "2Gi" } },
    });
    const set = one(kubernetes.apps.v1.StatefulSet);
    assert.equal(at(set, "spec.volumeClaimTemplates"), undefined);
    assert.deepEqual(at(set, "spec.template.spec.volumes.0"), {
      name: "data",
      persistentVolumeClaim: { claimName: "database-main" },
    });
  });

  it("is Valkey with one user, whose access string is given", async () => {
    const { main } = await podOf(valkey);
    assert.equal(main("image"), "docker.io/valkey/valkey:8.1");
    assert.deepEqual(main("command"), [
      "sh",
      "-ec",
      [
        "exec valkey-server - <<END",
        "dir /data",
        "appendonly yes",
        "user default off",
        "user $VALKEY_USER $VALKEY_ACCESS >$(cat /run/store/password)",
        "END",
      ].join("\n"),
    ]);
    assert.deepEqual(main("env"), [
      { name: "VALKEY_USER", value: "application" },
      { name: "VALKEY_ACCESS", value: "on ~app:* +@read +@write +@connection" },
    ]);
    assert.deepEqual(main("livenessProbe.tcpSocket"), { port: 6379 });
  });

  it("reads the password from a file of the Secret", async () => {
    for (const args of [postgresql, valkey]) {
      const { pod, main } = await podOf(args);
      const volumes = pod("volumes");
      assert.ok(Array.isArray(volumes));
      assert.deepEqual(volumes.at(-1), {
        name: "password",
        secret: {
          secretName: args.storeName,
          items: [{ key: "password", path: "password" }],
          defaultMode: 0o440,
        },
      });
      assert.deepEqual(main("volumeMounts.1"), { name: "password", mountPath: "/run/store", readOnly: true });
      assert.doesNotMatch(JSON.stringify(main("env")), /secretKeyRef/);
    }
  });

  it("meets the restricted Pod Security Standard, with a read-only root file system", async () => {
    for (const args of [postgresql, valkey]) {
      const { pod, main } = await podOf(args);
      assert.deepEqual(pod("securityContext"), {
        runAsNonRoot: true,
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
        seccompProfile: { type: "RuntimeDefault" },
      });
      assert.deepEqual(main("securityContext"), {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert.equal(pod("automountServiceAccountToken"), false);
    }
    const { main } = await podOf(postgresql);
    assert.deepEqual(main("volumeMounts.3"), { name: "socket", mountPath: "/var/run/postgresql" });
  });

  it("allows ingress from its callers on its port, and no egress", async () => {
    const { one } = await deploy(() => new Store("store", valkey));
    const policy = one(kubernetes.networking.v1.NetworkPolicy);
    assert.deepEqual(at(policy, "spec"), {
      podSelector: {
        matchLabels: { "app.kubernetes.io/name": "cache-main", "app.kubernetes.io/instance": "cache-main" },
      },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "application" } },
              podSelector: { matchLabels: { app: "api" } },
            },
          ],
          ports: [{ protocol: "TCP", port: 6379 }],
        },
      ],
      egress: [],
    });
  });

  it("outputs its endpoint and labels", async () => {
    const { outputs } = await deploy(() => {
      const { endpoint, port, labels } = new Store("store", postgresql);
      return { endpoint, port, labels };
    });
    assert.deepEqual(outputs, {
      endpoint: "database-main.stores.svc",
      port: 5432,
      labels: { "app.kubernetes.io/name": "database-main", "app.kubernetes.io/instance": "database-main" },
    });
  });

  it("registers only valid Kubernetes objects", async () => {
    for (const args of [postgresql, valkey]) {
      const { resources } = await deploy(() => new Store("store", args));
      assert.deepEqual(invalid(resources), []);
    }
  });

  it("reports every fault at once", async () => {
    const wrong = {
      storeName: "Main",
      cpu: { request: 2, limit: 1 },
      memory: { request: 0, limit: 1 },
      volumeGib: 0.5,
    };
    assert.equal(
      await refusal(() => new Store("store", { ...postgresql, ...wrong })),
      [
        'Store "store":',
        '  - storeName must be 1 to 52 lower-case letters, digits and hyphens, got "Main"',
        "  - cpu.request must be above 0 and at most cpu.limit 1, got 2",
        "  - memory.request must be above 0 and at most memory.limit 1, got 0",
        "  - volumeGib must be a whole number from 1, got 0.5",
      ].join("\n"),
    );
  });
});
