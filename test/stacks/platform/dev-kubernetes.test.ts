import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { waitsFor } from "../order.ts";
import { deployStack, origins } from "../origins.ts";

const { Release } = kubernetes.helm.v3;
const binding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";

describe("the cluster of dev", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("dev");
  });
  const api = () => deployed.one(kubernetes.apps.v1.Deployment, "deployment-api");
  const container = (path: string) => at(api(), `spec.template.spec.containers.0.${path}`);

  it("runs the API as in other stacks, in two small pods without autoscaling", () => {
    assert.equal(at(api(), "spec.replicas"), 2);
    assert.deepEqual(api().ignoreChanges, []);
    assert.deepEqual(deployed.of(kubernetes.autoscaling.v2.HorizontalPodAutoscaler), []);
    assert.equal(container("image"), "111122223333.dkr.ecr.us-east-1.amazonaws.com/platform-dev/application:1.0.0");
    const { requests, limits } = container("resources") as Record<string, Record<string, string>>;
    assert.deepEqual([requests?.["cpu"], requests?.["memory"]], ["100m", "256Mi"]);
    assert.deepEqual([limits?.["cpu"], limits?.["memory"]], ["500m", "512Mi"]);
    assert.equal(container("securityContext.readOnlyRootFilesystem"), true);
    const namespace = deployed.one(kubernetes.core.v1.Namespace, "namespace-application");
    const labels = at(namespace, "metadata.labels") as Record<string, string>;
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "restricted");
    const budget = deployed.one(kubernetes.policy.v1.PodDisruptionBudget, "deployment-api");
    assert.equal(at(budget, "spec.maxUnavailable"), 1);
  });

  it("admits only the load balancer to the API, and the API to its stores", () => {
    const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, "deployment-api");
    const subnets = (first: number) =>
      [first, first + 1, first + 2].map((third) => ({ ipBlock: { cidr: `10.10.${third}.0/24` } }));
    assert.deepEqual(at(policy, "spec.ingress"), [{ from: subnets(101), ports: [{ protocol: "TCP", port: 8000 }] }]);
    const outward = at(policy, "spec.egress") as { to: object[]; ports: { port: number }[] }[];
    assert.deepEqual(
      outward.map(({ ports }) => ports[0]?.port),
      [53, 5432, 6379, 443, 80],
    );
    assert.deepEqual(outward.find(({ ports }) => ports[0]?.port === 5432)?.to, subnets(201));
  });

  it("copies the API's key from Secrets Manager, and registers its pods with the load balancer", () => {
    const copied = deployed.one(externalSecret, "deployment-api-api-keys");
    assert.deepEqual(origins(copied, "spec", "aws:secretsmanager/secret:Secret"), ["secret-api-keys"]);
    const store = deployed.one("kubernetes:external-secrets.io/v1:ClusterSecretStore");
    assert.deepEqual(at(store, "spec.conditions"), [{ namespaces: ["application"] }]);
    const bound = deployed.one(binding);
    assert.deepEqual(at(bound, "spec.serviceRef"), { name: "api", port: 8000 });
    assert.deepEqual(origins(bound, "spec", "aws:lb/targetGroup:TargetGroup"), ["gateway-api"]);
  });

  it("has only the add-ons that it needs, which fit on its nodes", () => {
    assert.deepEqual(
      deployed.of(Release).map(({ inputs }) => inputs["chart"]),
      ["aws-load-balancer-controller", "external-secrets"],
    );
    const { scalingConfig, instanceTypes } = deployed.one(aws.eks.NodeGroup).inputs as Record<string, unknown>;
    assert.deepEqual([scalingConfig, instanceTypes], [{ minSize: 1, desiredSize: 3, maxSize: 3 }, ["t3.medium"]]);
    // Without Prometheus nothing may ask for a monitor, whose kind is not there.
    for (const { name, inputs } of deployed.of(Release))
      assert.doesNotMatch(JSON.stringify(inputs["values"]), /"serviceMonitor":\{"enabled":true/, name);
  });

  it("deletes the API before the add-ons that manage its targets and secrets", () => {
    const before = waitsFor(deployed, api());
    for (const name of ["load-balancer-controller", "external-secrets"])
      assert.ok(before.has(deployed.one(Release, name).urn), name);
    for (const each of deployed.of(Release))
      assert.ok(waitsFor(deployed, each).has(deployed.one(aws.eks.NodeGroup).urn), each.name);
    assert.ok(waitsFor(deployed, deployed.one(binding)).has(deployed.one(Release, "load-balancer-controller").urn));
  });
});
