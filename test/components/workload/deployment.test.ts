import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Deployment, type DeploymentArgs } from "../../../components/workload/deployment.ts";
import { at, type Deployed, deploy, type Registered } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { agentGateway, aivoService, auterityApp, automatrix, neuroweaver, relaycore } from "./seeds.ts";

const { Deployment: AppsDeployment } = kubernetes.apps.v1;
const { ConfigMap, PersistentVolume, PersistentVolumeClaim } = kubernetes.core.v1;
const { HorizontalPodAutoscaler } = kubernetes.autoscaling.v2;
const { NetworkPolicy } = kubernetes.networking.v1;
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";

const make = (args: DeploymentArgs, change: Partial<DeploymentArgs> = {}) =>
  deploy(() => new Deployment("app", { ...args, ...change }));
const pod = ({ one }: Deployed, path: string) => at(one(AppsDeployment), `spec.template.${path}`);
const container = (deployed: Deployed, path: string) => pod(deployed, `spec.containers.0.${path}`);
const probe = (path: string, port: number, initialDelaySeconds: number, periodSeconds: number) => ({
  httpGet: { path, port },
  initialDelaySeconds,
  periodSeconds,
  timeoutSeconds: 10,
  failureThreshold: 5,
});
/** Variables from a key of a Secret. */
const references = (deployed: Deployed) => container(deployed, "env");
const reference = (name: string, secret: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

describe("Deployment", () => {
  it("has valid Kubernetes objects and custom resources", async () => {
    for (const args of [
      automatrix,
      relaycore,
      neuroweaver,
      auterityApp,
      agentGateway("llm", {}),
      aivoService("auth-svc", 2),
    ])
      assert.deepEqual(invalid((await make(args)).resources), [], args.deploymentName);
  });

  it("AUT-APP-02: runs three replicas of autmatrix-backend with rolling updates", async () => {
    const deployed = await make(automatrix);
    const deployment = deployed.one(AppsDeployment);
    assert.equal(at(deployment, "metadata.name"), "autmatrix-backend");
    assert.equal(at(deployment, "metadata.namespace"), "auterity");
    assert.equal(at(deployment, "metadata.labels.app"), "autmatrix-backend");
    assert.equal(at(deployment, "spec.replicas"), 3);
    assert.deepEqual(at(deployment, "spec.strategy"), {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    assert.deepEqual(at(deployment, "spec.selector"), { matchLabels: { app: "autmatrix-backend" } });
    assert.equal(container(deployed, "name"), "backend");
    assert.equal(container(deployed, "image"), "111122223333.dkr.ecr.us-west-2.amazonaws.com/autmatrix-backend:1.4.2");
    assert.deepEqual(container(deployed, "ports"), [{ name: "http", containerPort: 8000, protocol: "TCP" }]);
    assert.deepEqual(container(deployed, "resources"), {
      requests: { cpu: "500m", memory: "1Gi", "ephemeral-storage": "512Mi" },
      limits: { cpu: "1", memory: "2Gi", "ephemeral-storage": "512Mi" },
    });
  });

  it("AUT-APP-03: probes /health on 8000, readiness after 10 s every 30 s, liveness after 30 s every 60 s", async () => {
    const deployed = await make(automatrix);
    assert.deepEqual(container(deployed, "readinessProbe"), probe("/health", 8000, 10, 30));
    assert.deepEqual(container(deployed, "livenessProbe"), probe("/health", 8000, 30, 60));
  });

  it("AUT-APP-01: has a startup probe of up to five minutes by default", async () => {
    assert.deepEqual(container(await make(automatrix), "startupProbe"), {
      httpGet: { path: "/health", port: 8000 },
      initialDelaySeconds: 0,
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 60,
    });
    const startup = { delaySeconds: 60, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 };
    const { workload } = automatrix;
    const slow = await make(automatrix, { workload: { ...workload, health: { ...workload.health, startup } } });
    assert.deepEqual(container(slow, "startupProbe"), probe("/health", 8000, 60, 30));
    assert.equal(at(slow.one(AppsDeployment), "spec.minReadySeconds"), 10);
  });

  it("AUT-APP-04: runs three replicas of relaycore on 3001", async () => {
    const deployed = await make(relaycore);
    const deployment = deployed.one(AppsDeployment);
    assert.equal(at(deployment, "metadata.labels.app"), "relaycore");
    assert.equal(at(deployment, "spec.replicas"), 3);
    assert.equal(container(deployed, "name"), "relaycore");
    assert.equal(container(deployed, "image"), "111122223333.dkr.ecr.us-west-2.amazonaws.com/relaycore:1.4.2");
    assert.equal(container(deployed, "ports.0.containerPort"), 3001);
    assert.deepEqual(container(deployed, "readinessProbe"), probe("/health", 3001, 10, 30));
    assert.deepEqual(container(deployed, "livenessProbe"), probe("/health", 3001, 30, 60));
    assert.equal(container(deployed, "resources.requests.cpu"), "500m");
    assert.equal(container(deployed, "resources.limits.memory"), "2Gi");
  });

  it("AUT-APP-05: runs two replicas of neuroweaver-backend on 8001, twice the size, with the path of its models", async () => {
    const deployed = await make(neuroweaver);
    assert.equal(at(deployed.one(AppsDeployment), "spec.replicas"), 2);
    assert.equal(container(deployed, "name"), "backend");
    assert.deepEqual(container(deployed, "resources"), {
      requests: { cpu: "1", memory: "2Gi", "ephemeral-storage": "256Mi" },
      limits: { cpu: "2", memory: "4Gi", "ephemeral-storage": "256Mi" },
    });
    assert.deepEqual(container(deployed, "readinessProbe"), probe("/health", 8001, 10, 30));
    assert.deepEqual(deployed.one(ConfigMap).inputs.data, { MODEL_STORAGE_PATH: "/app/models" });
  });

  it("AUT-APP-06 AUT-S3-07: mounts the models on all replicas from EFS by an access point", async () => {
    const deployed = await make(neuroweaver);
    const claim = deployed.one(PersistentVolumeClaim);
    assert.deepEqual(pod(deployed, "spec.volumes"), [
      { name: "models-volume", persistentVolumeClaim: { claimName: "neuroweaver-models-pvc" } },
    ]);
    assert.deepEqual(container(deployed, "volumeMounts"), [{ name: "models-volume", mountPath: "/app/models" }]);
    assert.equal(at(claim, "metadata.name"), "neuroweaver-models-pvc");
    assert.deepEqual(claim.inputs.spec, {
      accessModes: ["ReadWriteMany"],
      storageClassName: "efs",
      resources: { requests: { storage: "5Gi" } },
      volumeName: "auterity-neuroweaver-models-pvc",
    });
    assert.deepEqual(deployed.one(PersistentVolume).inputs.spec, {
      accessModes: ["ReadWriteMany"],
      storageClassName: "efs",
      persistentVolumeReclaimPolicy: "Retain",
      capacity: { storage: "5Gi" },
      claimRef: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        namespace: "auterity",
        name: "neuroweaver-models-pvc",
      },
      mountOptions: ["tls", "iam"],
      csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-1::fsap-1" },
    });
    assert.ok(deployed.one(AppsDeployment).dependencies.includes(claim.urn));
  });

  it("AUT-OBS-08: has annotations for metrics, and allows the pods that scrape them", async () => {
    for (const [args, port] of [
      [automatrix, "8000"],
      [relaycore, "3001"],
      [neuroweaver, "8001"],
    ] as const) {
      const deployed = await make(args);
      const annotations = new Map(Object.entries(pod(deployed, "metadata.annotations") ?? {}));
      assert.equal(annotations.get("prometheus.io/scrape"), "true");
      assert.equal(annotations.get("prometheus.io/path"), "/metrics");
      assert.equal(annotations.get("prometheus.io/port"), port);
      const [scraper] = ingress(deployed.one(NetworkPolicy)).slice(-2);
      assert.deepEqual(scraper, {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
            podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
          },
        ],
        ports: [{ protocol: "TCP", port: Number(port) }],
      });
    }
  });

  it("AUT-SEC-01: reads DATABASE_URL and REDIS_URL from Secrets of ExternalSecrets", async () => {
    for (const [args, product] of [
      [automatrix, "autmatrix"],
      [neuroweaver, "neuroweaver"],
      [relaycore, "relaycore"],
    ] as const) {
      const deployed = await make(args);
      const [database, cache] = Array.isArray(references(deployed)) ? Object.values(references(deployed) ?? []) : [];
      assert.deepEqual(database, reference("DATABASE_URL", `${product}-db-credentials`, "url"));
      assert.deepEqual(cache, reference("REDIS_URL", `${product}-redis-credentials`, "url"));
    }
    const deployed = await make(automatrix);
    const secret = deployed.one(externalSecret, "app-autmatrix-db-credentials");
    assert.equal(at(secret, "metadata.name"), "autmatrix-db-credentials");
    assert.deepEqual(secret.inputs.spec, {
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: "secrets-manager" },
      target: { name: "autmatrix-db-credentials", creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: [
        {
          secretKey: "url",
          remoteRef: {
            key: "arn:aws:secretsmanager:us-west-2:111122223333:secret:autmatrix-db-credentials-AbCdEf",
            property: "url",
          },
        },
      ],
    });
    assert.deepEqual(at(secret, "metadata.annotations"), { "pulumi.com/waitFor": "condition=Ready" });
    for (const { urn } of deployed.of(externalSecret))
      assert.ok(deployed.one(AppsDeployment).dependencies.includes(urn), urn);
    assert.equal(deployed.of("kubernetes:core/v1:Secret").length, 0);
  });

  it("AUT-SEC-02: gives only RelayCore the keys of the model providers, from one Secret", async () => {
    const deployed = await make(relaycore);
    assert.deepEqual(references(deployed), [
      reference("DATABASE_URL", "relaycore-db-credentials", "url"),
      reference("REDIS_URL", "relaycore-redis-credentials", "url"),
      reference("OPENAI_API_KEY", "relaycore-api-keys", "OPENAI_API_KEY"),
      reference("ANTHROPIC_API_KEY", "relaycore-api-keys", "ANTHROPIC_API_KEY"),
    ]);
    const key = "arn:aws:secretsmanager:us-west-2:111122223333:secret:relaycore-api-keys-AbCdEf";
    assert.deepEqual(at(deployed.one(externalSecret, "app-relaycore-api-keys"), "spec.data"), [
      { secretKey: "OPENAI_API_KEY", remoteRef: { key, property: "OPENAI_API_KEY" } },
      { secretKey: "ANTHROPIC_API_KEY", remoteRef: { key, property: "ANTHROPIC_API_KEY" } },
    ]);
    for (const other of [automatrix, neuroweaver]) {
      const text = JSON.stringify((await make(other)).resources.map(({ inputs }) => inputs));
      assert.ok(!text.includes("API_KEY") && !text.includes("relaycore-api-keys"));
    }
  });

  it("stores secrets without a Secret name in a common Secret, with the variable as key", async () => {
    const secretArn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:token-AbCdEf";
    const { workload } = automatrix;
    const secrets = { TOKEN: { secretArn }, SALT: { secretArn, key: "salt" } };
    const deployed = await make(automatrix, { workload: { ...workload, secrets } });
    assert.deepEqual(references(deployed), [
      reference("TOKEN", "autmatrix-backend-secrets", "TOKEN"),
      reference("SALT", "autmatrix-backend-secrets", "SALT"),
    ]);
    assert.deepEqual(at(deployed.one(externalSecret), "spec.data"), [
      { secretKey: "TOKEN", remoteRef: { key: secretArn } },
      { secretKey: "SALT", remoteRef: { key: secretArn, property: "salt" } },
    ]);
    const whole = { TOKEN: { secretArn, objectName: "tokens" } };
    const named = await make(automatrix, { workload: { ...workload, secrets: whole } });
    assert.deepEqual(references(named), [reference("TOKEN", "tokens", "TOKEN")]);
  });

  it("creates no ExternalSecret for a Secret outside Secrets Manager", async () => {
    const { secretStore: _, ...storeless } = automatrix;
    const secrets = { TOKEN: { objectName: "tokens", key: "token" }, SALT: {} };
    const deployed = await deploy(() => {
      new Deployment("app", { ...storeless, workload: { ...automatrix.workload, secrets } });
    });
    assert.deepEqual(references(deployed), [
      reference("TOKEN", "tokens", "token"),
      reference("SALT", "autmatrix-backend-secrets", "SALT"),
    ]);
    assert.deepEqual(deployed.of(externalSecret), []);
  });

  it("AUI-APP-01: starts four replicas of auterity-app, labelled auterity", async () => {
    const deployed = await make(auterityApp);
    const deployment = deployed.one(AppsDeployment);
    assert.equal(at(deployment, "metadata.name"), "auterity-app");
    assert.equal(at(deployment, "metadata.labels.app"), "auterity");
    assert.equal(at(deployment, "spec.replicas"), 4);
    assert.equal(container(deployed, "name"), "auterity");
    assert.equal(container(deployed, "image"), "111122223333.dkr.ecr.us-west-2.amazonaws.com/auterity/app:1.4.2");
    assert.equal(container(deployed, "resources.requests.cpu"), "1");
    assert.equal(container(deployed, "resources.requests.memory"), "2Gi");
    assert.equal(container(deployed, "resources.limits.cpu"), "2");
    assert.equal(container(deployed, "resources.limits.memory"), "4Gi");
  });

  it("AUI-APP-03: scales between two and ten replicas, at 80 % of the requested CPU", async () => {
    const { one, of } = await make(auterityApp);
    assert.deepEqual(one(HorizontalPodAutoscaler).inputs.spec, {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "auterity-app" },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
      ],
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
      },
    });
    assert.equal(of(HorizontalPodAutoscaler).length, 1);
    assert.equal((await make(automatrix)).of(HorizontalPodAutoscaler).length, 0);
  });

  it("scales by memory as well where it is set", async () => {
    const scale = { kind: "auto", initial: 2, min: 2, max: 4, cpuPercent: 70, memoryPercent: 75 } as const;
    const { one } = await make(auterityApp, { workload: { ...auterityApp.workload, scale } });
    assert.deepEqual(at(one(HorizontalPodAutoscaler), "spec.metrics.1"), {
      type: "Resource",
      resource: { name: "memory", target: { type: "Utilization", averageUtilization: 75 } },
    });
  });
});

function ingress(policy: Registered): unknown[] {
  const rules = at(policy, "spec.ingress");
  return Array.isArray(rules) ? rules : [];
}
