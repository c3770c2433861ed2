import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { origins } from "../origins.ts";
import { aivoEnvironments, inputs } from "./environments.ts";

const { NetworkPolicy } = kubernetes.networking.v1;
const binding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

describe("the clusters of aivo", () => {
  let aivo: Deployed;
  let staging: Deployed;
  let development: Deployed;
  let all: readonly Deployed[];
  before(async () => {
    ({ aivo, staging, development, all } = await aivoEnvironments());
  });
  const deployment = (deployed: Deployed, name: string) =>
    deployed.one(kubernetes.apps.v1.Deployment, `deployment-${name}`);
  const container = (deployed: Deployed, name: string, ...paths: string[]) =>
    inputs(deployment(deployed, name), ...paths.map((path) => `spec.template.spec.containers.0.${path}`));

  it("have only objects that match the schemas of Kubernetes", () => {
    for (const deployed of all) assert.deepEqual(invalid(deployed.resources), []);
  });

  it("AIV-EKS-02: have the six namespaces, Kyverno's and the one of the Jobs for database users, all with the restricted standard", () => {
    for (const deployed of all) {
      const namespaces = deployed.of(kubernetes.core.v1.Namespace).map((each) => at(each, "metadata.name"));
      assert.deepEqual(namespaces.sort(), [
        "aivo",
        "cert-manager",
        "database-users",
        "external-secrets",
        "karpenter",
        "kyverno",
        "monitoring",
        "velero",
      ]);
      for (const each of deployed.of(kubernetes.core.v1.Namespace)) {
        const labels = at(each, "metadata.labels") as Record<string, string>;
        assert.equal(labels["pod-security.kubernetes.io/enforce"], "restricted", each.name);
      }
    }
  });

  it("AIV-NET-06: enforce network policies, and admit to a service only its load balancer and Prometheus", () => {
    for (const [deployed, prefix] of [
      [aivo, "10.0"],
      [staging, "10.20"],
      [development, "10.10"],
    ] as const) {
      const cni = JSON.parse(String(at(deployed.one(aws.eks.Addon, "cluster-vpc-cni"), "configurationValues")));
      assert.equal(cni.enableNetworkPolicy, "true");
      const closed = deployed
        .of(NetworkPolicy)
        .filter((each) => at(each, "metadata.name") === "default-deny")
        .map((each) => {
          assert.deepEqual(each.inputs["spec"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
          return at(each, "metadata.namespace");
        });
      assert.deepEqual(closed.sort(), [
        "aivo",
        "cert-manager",
        "database-users",
        "external-secrets",
        "karpenter",
        "kyverno",
        "monitoring",
        "velero",
      ]);
      const port = [{ protocol: "TCP", port: 8080 }];
      const scraper = {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
        podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
      };
      const balancer = ["101", "102", "103"].map((part) => ({ ipBlock: { cidr: `${prefix}.${part}.0/24` } }));
      const stores = ["201", "202", "203"].map((part) => ({ ipBlock: { cidr: `${prefix}.${part}.0/24` } }));
      for (const name of ["auth", "content"]) {
        const policy = deployed.one(NetworkPolicy, `deployment-${name}`);
        assert.deepEqual(at(policy, "spec.podSelector.matchLabels"), { app: `${name}-svc` });
        assert.deepEqual(at(policy, "spec.ingress"), [
          { from: [scraper], ports: port },
          { from: balancer, ports: port },
        ]);
        const out = at(policy, "spec.egress") as { to: object[]; ports: { port: number }[] }[];
        const reached = out.filter(({ to }) => JSON.stringify(to) === JSON.stringify(stores));
        assert.deepEqual(
          reached.map(({ ports }) => ports[0]?.port),
          [5432, 6379],
        );
      }
    }
  });

  it("AIV-APP-01: run the services from one template with values", () => {
    for (const [deployed, replicas] of [
      [aivo, 3],
      [staging, 2],
      [development, 1],
    ] as const) {
      for (const name of ["auth", "content"]) {
        const service = `${name}-svc`;
        const found = deployment(deployed, name);
        assert.deepEqual(inputs(found, "metadata.name", "metadata.namespace", "spec.replicas", "spec.strategy.type"), [
          service,
          "aivo",
          replicas,
          "RollingUpdate",
        ]);
        assert.equal(at(found, "spec.template.spec.serviceAccountName"), service);
        assert.deepEqual(
          container(deployed, name, "name", "ports.0.containerPort", "readinessProbe.httpGet", "livenessProbe.httpGet"),
          [service, 8080, { path: "/health", port: 8080 }, { path: "/health", port: 8080 }],
        );
        assert.deepEqual(container(deployed, name, "resources.requests", "resources.limits"), [
          { cpu: "500m", memory: "1Gi", "ephemeral-storage": "512Mi" },
          { cpu: "1", memory: "2Gi", "ephemeral-storage": "512Mi" },
        ]);
        const [image] = container(deployed, name, "image");
        assert.match(String(image), new RegExp(`/aivo/[a-z]+/${service}:1\\.0\\.0$`));
      }
      // But for its name and the hash of its environment, one is the other.
      const [auth, content] = ["auth", "content"].map((name) =>
        JSON.stringify(at(deployment(deployed, name), "spec"))
          .replaceAll(name, "x")
          .replace(/[0-9a-f]{64}/, ""),
      );
      assert.equal(auth, content);
    }
  });

  it("AIV-APP-01: receive requests through the routes of their names", () => {
    for (const deployed of all) {
      for (const name of ["auth", "content"]) {
        const bound = deployed.one(binding, `deployment-${name}`);
        assert.deepEqual(origins(bound, "spec", "aws:lb/targetGroup:TargetGroup"), [`gateway-${name}`]);
        assert.deepEqual(at(bound, "spec.serviceRef"), { name: `${name}-svc`, port: 8080 });
        const quota = deployed.one(kubernetes.core.v1.ResourceQuota, "namespace-aivo");
        // All pods, and one more of each service while it is replaced.
        const replicas = Number(at(deployment(deployed, name), "spec.replicas"));
        assert.ok(Number(at(quota, "spec.hard.pods")) >= 2 * (replicas + 1));
      }
    }
  });
});
