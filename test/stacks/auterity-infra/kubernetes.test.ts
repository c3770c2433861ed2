import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { deployStack, origins } from "../origins.ts";

const binding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

describe("the cluster of auterity-infra", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("auterity-infra");
  });
  const application = () => deployed.one(kubernetes.apps.v1.Deployment, "deployment-auterity-app");
  const kong = () => deployed.one(kubernetes.apps.v1.Deployment, "kong");

  it("has only objects that match the schemas of Kubernetes", () => {
    assert.deepEqual(invalid(deployed.resources), []);
  });

  it("AUI-APP-03, CON-19: starts with four replicas, and scales by CPU between two and ten", () => {
    const scaler = deployed.one(kubernetes.autoscaling.v2.HorizontalPodAutoscaler);
    assert.equal(at(scaler, "metadata.name"), "auterity-app");
    assert.deepEqual(at(scaler, "spec.scaleTargetRef"), {
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "auterity-app",
    });
    assert.deepEqual([at(scaler, "spec.minReplicas"), at(scaler, "spec.maxReplicas")], [2, 10]);
    assert.deepEqual(at(scaler, "spec.metrics"), [
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
    ]);
    assert.equal(at(application(), "spec.replicas"), 4);
    assert.deepEqual(application().ignoreChanges, ["spec.replicas"]);
  });

  it("AUI-APP-01: runs four of auterity-app, labelled auterity, with one or two CPUs and two to four GiB", () => {
    assert.equal(at(application(), "metadata.name"), "auterity-app");
    assert.equal(at(application(), "spec.replicas"), 4);
    assert.equal(at(application(), "spec.template.metadata.labels.app"), "auterity");
    const selected = { app: "auterity" };
    assert.deepEqual(at(application(), "spec.selector.matchLabels"), selected);
    const service = deployed.one(kubernetes.core.v1.Service, "deployment-auterity-app");
    assert.deepEqual(at(service, "spec.selector"), selected);
    const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, "deployment-auterity-app");
    assert.deepEqual(at(policy, "spec.podSelector.matchLabels"), selected);
    const container = at(application(), "spec.template.spec.containers.0") as Record<string, object>;
    assert.equal(container["name"], "auterity");
    assert.match(String(container["image"]), /\/auterity\/app:1\.0\.0$/);
    const { requests, limits } = container["resources"] as Record<string, Record<string, string>>;
    assert.deepEqual([requests?.["cpu"], requests?.["memory"]], ["1", "2Gi"]);
    assert.deepEqual([limits?.["cpu"], limits?.["memory"]], ["2", "4Gi"]);
  });

  it("AUI-NET-02: denies traffic to pods by default, and admits only Kong and Prometheus to the application", () => {
    const deny = deployed.one(kubernetes.networking.v1.NetworkPolicy, "namespace-auterity-default-deny");
    assert.deepEqual(deny.inputs["spec"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const allow = deployed.one(kubernetes.networking.v1.NetworkPolicy, "deployment-auterity-app");
    assert.deepEqual(at(allow, "spec.ingress"), [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kong" } },
            podSelector: { matchLabels: { "app.kubernetes.io/name": "kong" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 8000 }],
      },
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
            podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 8000 }],
      },
    ]);
  });

  it("AUI-GW-01, OOD-08, CON-16: runs Kong 3.9 without a database, logging to the console", () => {
    const container = at(kong(), "spec.template.spec.containers.0") as Record<string, object>;
    assert.equal(container["image"], "public.ecr.aws/docker/library/kong:3.9.3");
    const variables = container["env"] as unknown as { name: string; value?: string }[];
    const env = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    assert.equal(env["KONG_DATABASE"], "off");
    assert.equal(env["KONG_PROXY_ACCESS_LOG"], "/dev/stdout");
    assert.equal(env["KONG_ADMIN_ACCESS_LOG"], "/dev/stdout");
    assert.equal(env["KONG_PROXY_ERROR_LOG"], "/dev/stderr");
    assert.equal(env["KONG_ADMIN_ERROR_LOG"], "/dev/stderr");
  });

  it("AUI-GW-02: opens Kong's proxy to the load balancer, and its admin ports inside the cluster only", () => {
    const ports = (name: string) => {
      const service = deployed.one(kubernetes.core.v1.Service, name);
      assert.equal(at(service, "spec.type"), "ClusterIP");
      return (at(service, "spec.ports") as { port: number }[]).map(({ port }) => port);
    };
    assert.deepEqual(ports("kong-kong"), [8000, 8443, 8100]);
    assert.deepEqual(ports("kong-kong-admin"), [8001, 8444]);
    const [bound, ...more] = deployed.of(binding);
    assert.ok(bound);
    assert.deepEqual(more, []);
    assert.deepEqual(at(bound, "spec.serviceRef"), { name: "kong", port: 8000 });
    assert.deepEqual(origins(bound, "spec", "aws:lb/targetGroup:TargetGroup"), ["gateway-kong"]);
  });

  it("AUI-GW-03: runs two Kong pods, replaced one by one ten seconds apart, with their configuration mounted", () => {
    assert.equal(at(kong(), "spec.replicas"), 2);
    assert.equal(at(kong(), "spec.minReadySeconds"), 10);
    assert.deepEqual(at(kong(), "spec.strategy"), {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    assert.ok(
      kong().propertyDependencies["spec"]?.includes(deployed.one(kubernetes.core.v1.ConfigMap, "kong-config").urn),
    );
    assert.match(
      JSON.stringify(at(kong(), "spec.template.spec.containers.0.volumeMounts")),
      /"mountPath":"\/etc\/kong\/kong\.yml"/,
    );
    const { data } = deployed.one(kubernetes.core.v1.ConfigMap, "kong-config").inputs as {
      data: Record<string, string>;
    };
    const { services } = JSON.parse(String(data["kong.yml"]));
    assert.deepEqual(
      services.map((each: { url: string; routes: { paths: string[] }[] }) => [each.url, each.routes[0]?.paths]),
      [["http://auterity-app.auterity.svc.cluster.local:8000", ["/api"]]],
    );
  });
});
