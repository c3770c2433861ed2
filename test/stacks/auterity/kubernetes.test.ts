import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed, type Registered } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { deployStack, origins } from "../origins.ts";

const targetGroupBinding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";

describe("the cluster of auterity", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("auterity");
  });
  const deployment = (name: string) => deployed.one(kubernetes.apps.v1.Deployment, `deployment-${name}`);
  const container = (name: string, path: string) => at(deployment(name), `spec.template.spec.containers.0.${path}`);

  /** What the requirements say of a backend, read from its Deployment. */
  function backend(name: string) {
    const probe = (kind: string) => {
      const { path, port } = container(name, `${kind}.httpGet`) as { path: string; port: number };
      const settings = ["initialDelaySeconds", "periodSeconds"].map((key) => container(name, `${kind}.${key}`));
      return [path, port, ...settings];
    };
    const cpuAndMemory = (kind: string) => ["cpu", "memory"].map((key) => container(name, `resources.${kind}.${key}`));
    return {
      name: at(deployment(name), "metadata.name"),
      app: at(deployment(name), "spec.template.metadata.labels.app"),
      container: container(name, "name"),
      replicas: at(deployment(name), "spec.replicas"),
      strategy: at(deployment(name), "spec.strategy"),
      port: container(name, "ports.0.containerPort"),
      requests: cpuAndMemory("requests"),
      limits: cpuAndMemory("limits"),
      readiness: probe("readinessProbe"),
      liveness: probe("livenessProbe"),
    };
  }
  /** Children of a component are made after it, and go before it. */
  const waits = (name: string, other: Registered) =>
    deployed.one("platform:workload:Deployment", `deployment-${name}`).dependencies.includes(other.urn);
  const rolling = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

  it("has only objects that match the schemas of Kubernetes", () => {
    assert.deepEqual(invalid(deployed.resources), []);
  });

  it("AUT-APP-07: runs NeuroWeaver's server-rendered frontend behind the gateway, and lets it call only the backend", () => {
    const frontend = deployment("neuroweaver-frontend");
    assert.equal(at(frontend, "spec.replicas"), 2);
    assert.equal(container("neuroweaver-frontend", "ports.0.containerPort"), 3000);
    const rule = deployed.one(aws.lb.ListenerRule, "gateway-150");
    const conditions = rule.inputs.conditions as { pathPattern?: { values: string[] } }[];
    assert.deepEqual(
      conditions.flatMap(({ pathPattern }) => pathPattern?.values ?? []),
      ["/neuroweaver/app", "/neuroweaver/app/*"],
    );
    assert.equal(at(deployed.one(targetGroupBinding, "deployment-neuroweaver-frontend"), "spec.serviceRef.port"), 3000);
    const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, "deployment-neuroweaver-frontend");
    const called = JSON.stringify(at(policy, "spec.egress"));
    assert.match(called, /"app":"neuroweaver-backend"/);
    assert.doesNotMatch(called, /"app":"(autmatrix-backend|relaycore)"/);
  });

  it("AUT-APP-02, AUT-APP-03: runs AutoMatrix's backend, spelt without the o", () => {
    assert.deepEqual(backend("autmatrix"), {
      name: "autmatrix-backend",
      app: "autmatrix-backend",
      container: "backend",
      replicas: 3,
      strategy: rolling,
      port: 8000,
      requests: ["500m", "1Gi"],
      limits: ["1", "2Gi"],
      readiness: ["/health", 8000, 10, 30],
      liveness: ["/health", 8000, 30, 60],
    });
  });

  it("AUT-APP-04: runs RelayCore on port 3001", () => {
    assert.deepEqual(backend("relaycore"), {
      name: "relaycore",
      app: "relaycore",
      container: "relaycore",
      replicas: 3,
      strategy: rolling,
      port: 3001,
      requests: ["500m", "1Gi"],
      limits: ["1", "2Gi"],
      readiness: ["/health", 3001, 10, 30],
      liveness: ["/health", 3001, 30, 60],
    });
    assert.match(String(container("relaycore", "image")), /\/relaycore:1\.0\.0$/);
  });

  it("AUT-APP-05: runs NeuroWeaver's backend on port 8001, with the path of its models", () => {
    assert.deepEqual(backend("neuroweaver"), {
      name: "neuroweaver-backend",
      app: "neuroweaver-backend",
      container: "backend",
      replicas: 2,
      strategy: rolling,
      port: 8001,
      requests: ["1", "2Gi"],
      limits: ["2", "4Gi"],
      readiness: ["/health", 8001, 10, 30],
      liveness: ["/health", 8001, 30, 60],
    });
    assert.match(String(container("neuroweaver", "image")), /\/neuroweaver-backend:1\.0\.0$/);
    const configuration = deployed.one(kubernetes.core.v1.ConfigMap, "deployment-neuroweaver");
    assert.equal(at(configuration, "data.MODEL_STORAGE_PATH"), "/app/models");
    assert.equal(container("neuroweaver", "envFrom.0.configMapRef.name"), at(configuration, "metadata.name"));
  });

  it("AUT-APP-06: shares the models between NeuroWeaver's replicas, from the access point of the file system", () => {
    const claim = deployed.one(kubernetes.core.v1.PersistentVolumeClaim, "deployment-neuroweaver-models-volume");
    assert.equal(at(claim, "metadata.name"), "neuroweaver-models-pvc");
    assert.deepEqual(at(claim, "spec.accessModes"), ["ReadWriteMany"]);
    const volumes = at(deployment("neuroweaver"), "spec.template.spec.volumes") as { name: string }[];
    assert.deepEqual(
      volumes.filter(({ name }) => name === "models-volume"),
      [{ name: "models-volume", persistentVolumeClaim: { claimName: "neuroweaver-models-pvc" } }],
    );
    const mounts = container("neuroweaver", "volumeMounts") as { name: string; mountPath: string }[];
    assert.equal(mounts.find(({ name }) => name === "models-volume")?.mountPath, "/app/models");
    const volume = deployed.one(kubernetes.core.v1.PersistentVolume);
    assert.equal(at(volume, "spec.csi.driver"), "efs.csi.aws.com");
    assert.deepEqual(origins(volume, "spec", "aws:efs/accessPoint:AccessPoint"), ["files-models-models"]);
    assert.ok(waits("neuroweaver", deployed.one(aws.eks.Addon, "file-system-driver")));
  });

  it("AUT-SEC-01, AUT-SEC-02: copies seven secrets from Secrets Manager, and each backend reads its own", () => {
    const copies = deployed.of(externalSecret).filter((each) => at(each, "metadata.namespace") === "auterity");
    const made = copies.map((each) => {
      const data = at(each, "spec.data") as { secretKey: string; remoteRef: { property: string } }[];
      return [at(each, "spec.target.name"), data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef.property])];
    });
    assert.deepEqual(Object.fromEntries(made), {
      "autmatrix-db-credentials": [["url", "url"]],
      "autmatrix-redis-credentials": [["url", "url"]],
      "relaycore-db-credentials": [["url", "url"]],
      "relaycore-redis-credentials": [["url", "url"]],
      "relaycore-api-keys": [
        ["OPENAI_API_KEY", "OPENAI_API_KEY"],
        ["ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY"],
      ],
      "neuroweaver-db-credentials": [["url", "url"]],
      "neuroweaver-redis-credentials": [["url", "url"]],
    });
    for (const name of ["autmatrix", "relaycore", "neuroweaver"]) {
      const all = container(name, "env") as { name: string; valueFrom?: { secretKeyRef?: object } }[];
      const read = all.filter(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined);
      assert.deepEqual(
        read.map((each) => [each.name, each.valueFrom?.secretKeyRef]),
        [
          ["DATABASE_URL", { name: `${name}-db-credentials`, key: "url" }],
          ["REDIS_URL", { name: `${name}-redis-credentials`, key: "url" }],
          ...(name === "relaycore"
            ? ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"].map((key) => [key, { name: "relaycore-api-keys", key }])
            : []),
        ],
      );
    }
    for (const each of copies)
      assert.deepEqual(origins(each, "spec", "aws:secretsmanager/secret:Secret"), [
        `secret-${String(at(each, "metadata.name"))}`,
      ]);
  });

  it("AUT-EKS-06: adds nodes for pods with Cluster Autoscaler, which has its own role", () => {
    const chart = deployed.one(kubernetes.helm.v3.Release, "cluster-autoscaler");
    assert.equal(at(chart, "chart"), "cluster-autoscaler");
    assert.equal(at(chart, "values.autoDiscovery.clusterName"), "auterity-prod");
    const association = deployed.one(aws.eks.PodIdentityAssociation, "cluster-autoscaler");
    assert.deepEqual(origins(association, "roleArn", "aws:iam/role:Role"), ["cluster-autoscaler"]);
    for (const name of ["autmatrix", "relaycore", "neuroweaver"]) assert.ok(waits(name, chart));
  });

  it("AUT-NET-13: admits to a backend only its load balancer, Prometheus and its callers", () => {
    const deny = deployed.one(kubernetes.networking.v1.NetworkPolicy, "namespace-auterity-default-deny");
    assert.deepEqual(deny.inputs["spec"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const callers = (name: string) => {
      const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, `deployment-${name}`);
      const rules = at(policy, "spec.ingress") as { from: object[]; ports: { port: number }[] }[];
      return rules.map(({ from, ports }) => [
        JSON.stringify(from).match(/10\.0\.\d\.0|prometheus|autmatrix-backend|neuroweaver-frontend/g),
        ports[0]?.port,
      ]);
    };
    const balancer = ["10.0.1.0", "10.0.2.0", "10.0.3.0"];
    assert.deepEqual(callers("autmatrix"), [
      [["prometheus"], 8000],
      [balancer, 8000],
    ]);
    assert.deepEqual(callers("relaycore"), [
      [["autmatrix-backend"], 3001],
      [["prometheus"], 3001],
      [balancer, 3001],
    ]);
    assert.deepEqual(callers("neuroweaver-frontend"), [[balancer, 3000]]);
    assert.deepEqual(callers("neuroweaver"), [
      [["neuroweaver-frontend"], 8001],
      [["prometheus"], 8001],
      [balancer, 8001],
    ]);
  });

  it("AUT-OBS-08: annotates pods with their metrics endpoint", () => {
    for (const [name, port] of [
      ["autmatrix", "8000"],
      ["relaycore", "3001"],
      ["neuroweaver", "8001"],
    ] as const) {
      const { "platform/environment": _, ...scraping } = at(
        deployment(name),
        "spec.template.metadata.annotations",
      ) as Record<string, string>;
      assert.deepEqual(scraping, {
        "prometheus.io/scrape": "true",
        "prometheus.io/path": "/metrics",
        "prometheus.io/port": port,
      });
    }
  });
});
