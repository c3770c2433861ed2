import assert from "node:assert/strict";
import { Environment } from "@marcbachmann/cel-js";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { admissionPolicies } from "../../../components/addons/admission-policies.ts";
import { Kong, type KongArgs } from "../../../components/kong/kong.ts";
import { at, type Deployed, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { standing } from "../addons/ground.ts";

const { Deployment } = kubernetes.apps.v1;
const { ConfigMap, Service } = kubernetes.core.v1;
const { NetworkPolicy } = kubernetes.networking.v1;
const { Job } = kubernetes.batch.v1;
const targetGroupArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/api/1";
const publicKey = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----";

const settings: KongArgs = {
  mode: { kind: "dbless" },
  routes: {
    backend: {
      upstream: "http://backend.auterity.svc.cluster.local:8080",
      paths: ["/api"],
      stripPath: false,
      authenticated: true,
      rateLimit: { perMinute: 300, by: "token" },
      cors: { origins: ["https://app.example.com"], credentials: true },
    },
    status: {
      upstream: "http://status.auterity.svc.cluster.local:8080",
      paths: ["/status"],
      hosts: ["status.example.com"],
      stripPath: true,
      authenticated: false,
      maxBodyMiB: 1,
    },
  },
  issuer: { publicKeys: { "key-1": publicKey } },
  observation: {
    tracesEndpoint: "http://collector.monitoring.svc.cluster.local:4318/v1/traces",
    serviceName: "kong",
    samplingRate: 0.1,
  },
  replicas: 2,
  trustedCidrs: ["10.0.101.0/24", "10.0.102.0/24"],
  upstreamNamespaces: ["auterity", "monitoring"],
  target: { targetGroupArn, port: 8443 },
};
const postgres: KongArgs["mode"] = {
  kind: "postgres",
  host: pulumi.output("auterity.abc.us-east-1.rds.amazonaws.com"),
  port: 5432,
  database: "kong",
  secretName: "kong_database_password",
  secretStore: "secrets-manager",
};

const program = (change: Partial<KongArgs> = {}) => new Kong("kong", { ...settings, ...change }, standing().opts);
const make = (change: Partial<KongArgs> = {}) => deploy(() => program(change));
const pod = ({ one }: Deployed, path: string) => at(one(Deployment), `spec.template.spec.${path}`);
const variables = (deployed: Deployed): Record<string, string> =>
  Object.fromEntries(
    (pod(deployed, "containers.0.env") as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
const config = ({ one }: Deployed) =>
  JSON.parse(String((one(ConfigMap).inputs["data"] as Record<string, string>)["kong.yml"]));
const plugin = (of: { plugins: { name: string; config: object }[] }, name: string) =>
  of.plugins.find((each) => each.name === name)?.config;

describe("Kong", () => {
  it("has valid Kubernetes objects, with a database or without", async () => {
    assert.deepEqual(invalid((await make()).resources), []);
    assert.deepEqual(invalid((await make({ mode: postgres })).resources), []);
  });

  it("AUI-GW-01 logs to the standard streams, and reads its routes from a file without a database", async () => {
    const env = variables(await make());
    assert.equal(env["KONG_DATABASE"], "off");
    assert.equal(env["KONG_DECLARATIVE_CONFIG"], "/etc/kong/kong.yml");
    assert.equal(env["KONG_PROXY_ACCESS_LOG"], "/dev/stdout");
    assert.equal(env["KONG_ADMIN_ACCESS_LOG"], "/dev/stdout");
    assert.equal(env["KONG_PROXY_ERROR_LOG"], "/dev/stderr");
    assert.equal(env["KONG_ADMIN_ERROR_LOG"], "/dev/stderr");
    assert.equal(env["KONG_TRUSTED_IPS"], "10.0.101.0/24,10.0.102.0/24");
  });

  it("AUI-GW-01 keeps its routes in a database where it is set, after migrations", async () => {
    const deployed = await make({ mode: postgres });
    const env = variables(deployed);
    assert.equal(env["KONG_DATABASE"], "postgres");
    assert.equal(env["KONG_PG_HOST"], "auterity.abc.us-east-1.rds.amazonaws.com");
    assert.equal(env["KONG_PG_DATABASE"], "kong");
    assert.equal(env["KONG_PG_SSL_REQUIRED"], "on");
    assert.ok(!("KONG_DECLARATIVE_CONFIG" in env));
    const job = deployed.one(Job);
    const commands = (path: string) =>
      (at(job, `spec.template.spec.${path}`) as { args: string[] }[]).map(({ args }) => args.join(" "));
    assert.deepEqual(
      [...commands("initContainers"), ...commands("containers")],
      [
        "kong migrations bootstrap",
        "kong migrations up",
        "kong migrations finish",
        "kong config db_import /etc/kong/kong.yml",
      ],
    );
    assert.ok(deployed.one(Deployment).dependencies.includes(job.urn));
    assert.deepEqual(at(deployed.one(NetworkPolicy, "kong-to-database"), "spec.egress.0.ports"), [
      { protocol: "TCP", port: 5432 },
    ]);
  });

  it("AUI-GW-02 serves 8000 and 8443, and its admin API on 8001 and 8444 to its namespace only", async () => {
    const { one, of } = await make();
    assert.deepEqual(at(one(Service, "kong-kong"), "spec.ports"), [
      { name: "proxy", port: 8000, targetPort: "proxy", protocol: "TCP" },
      { name: "proxy-tls", port: 8443, targetPort: "proxy-tls", protocol: "TCP" },
      { name: "status", port: 8100, targetPort: "status", protocol: "TCP" },
    ]);
    assert.deepEqual(at(one(Service, "kong-kong-admin"), "spec.ports"), [
      { name: "admin", port: 8001, targetPort: "admin", protocol: "TCP" },
      { name: "admin-tls", port: 8444, targetPort: "admin-tls", protocol: "TCP" },
    ]);
    for (const service of of(Service)) assert.equal(at(service, "spec.type"), "ClusterIP");
    assert.deepEqual(at(one(NetworkPolicy, "kong"), "spec.ingress"), [
      { from: [{ podSelector: {} }] },
      {
        ports: [
          { protocol: "TCP", port: 8000 },
          { protocol: "TCP", port: 8443 },
          { protocol: "TCP", port: 8100 },
        ],
      },
    ]);
    const binding = one("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding");
    assert.deepEqual(at(binding, "spec"), {
      serviceRef: { name: "kong", port: 8443 },
      targetGroupARN: targetGroupArn,
      targetType: "ip",
    });
  });

  it("AUI-GW-03 runs two replicas with a rolling update of one pod at a time", async () => {
    const { one } = await make();
    const deployment = one(Deployment);
    assert.equal(at(deployment, "spec.replicas"), 2);
    assert.equal(at(deployment, "spec.minReadySeconds"), 10);
    assert.deepEqual(at(deployment, "spec.strategy"), {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    assert.deepEqual(at(one(kubernetes.policy.v1.PodDisruptionBudget), "spec.maxUnavailable"), 1);
  });

  it("AUI-GW-03 mounts its configuration at /etc/kong/kong.yml from an immutable ConfigMap", async () => {
    const deployed = await make();
    const map = deployed.one(ConfigMap);
    assert.equal(map.inputs["immutable"], true);
    assert.equal(at(map, "metadata.name"), undefined);
    assert.ok(deployed.one(Deployment).dependencies.includes(map.urn));
    assert.deepEqual((pod(deployed, "containers.0.volumeMounts") as object[])[2], {
      name: "config",
      mountPath: "/etc/kong/kong.yml",
      subPath: "kong.yml",
      readOnly: true,
    });
  });

  it("AUI-GW-03 mounts kong_database_password as a file from Secrets Manager, not as a variable", async () => {
    const deployed = await make({ mode: postgres });
    assert.deepEqual(at(deployed.one("kubernetes:external-secrets.io/v1:ExternalSecret"), "spec"), {
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: "secrets-manager" },
      target: { name: "kong-database", creationPolicy: "Owner" },
      data: [
        { secretKey: "username", remoteRef: { key: "kong_database_password", property: "username" } },
        { secretKey: "password", remoteRef: { key: "kong_database_password", property: "password" } },
      ],
    });
    const env = variables(deployed);
    assert.equal(env["KONG_PG_PASSWORD_FILE"], "/run/secrets/kong/password");
    assert.ok(!("KONG_PG_PASSWORD" in env));
    assert.equal(deployed.of(kubernetes.core.v1.Secret).length, 0);
    assert.deepEqual((pod(deployed, "volumes") as object[])[3], {
      name: "database",
      secret: { secretName: "kong-database" },
    });
  });

  it("verifies tokens of the user pool on authenticated routes, by key ID", async () => {
    const [backend, status] = config(await make()).services;
    assert.deepEqual(plugin(backend, "jwt"), {
      key_claim_name: "kid",
      claims_to_verify: ["exp"],
      maximum_expiration: 86400,
      run_on_preflight: false,
      cookie_names: [],
      uri_param_names: [],
    });
    assert.equal(plugin(status, "jwt"), undefined);
    assert.deepEqual(config(await make()).consumers, [
      {
        username: "user-directory",
        jwt_secrets: [{ key: "key-1", algorithm: "RS256", rsa_public_key: publicKey }],
      },
    ]);
  });

  it("limits rates and body sizes, and sets CORS for the listed origins", async () => {
    const [backend, status] = config(await make()).services;
    assert.deepEqual(plugin(backend, "rate-limiting"), {
      minute: 300,
      limit_by: "header",
      header_name: "Authorization",
      policy: "local",
      fault_tolerant: true,
    });
    assert.equal(plugin(status, "rate-limiting"), undefined);
    const route = { upstream: "http://status", paths: ["/"], stripPath: true, authenticated: false };
    const limited = { ...route, rateLimit: { perMinute: 60, by: "ip" } } as const;
    const [open] = config(await make({ routes: { open: limited } })).services;
    assert.deepEqual(plugin(open, "rate-limiting"), {
      minute: 60,
      limit_by: "ip",
      policy: "local",
      fault_tolerant: true,
    });
    assert.deepEqual(plugin(status, "request-size-limiting"), {
      allowed_payload_size: 1,
      size_unit: "megabytes",
      require_content_length: false,
    });
    assert.match(
      JSON.stringify(plugin(backend, "cors")),
      /"origins":\["https:\/\/app\.example\.com"\],"credentials":true/,
    );
    assert.deepEqual(status.routes, [
      {
        name: "status",
        paths: ["/status"],
        hosts: ["status.example.com"],
        strip_path: true,
        protocols: ["http", "https"],
      },
    ]);
  });

  it("sets correlation IDs, counts requests, and samples traces where there is an endpoint", async () => {
    const observed = config(await make());
    assert.deepEqual(
      observed.plugins.map(({ name }: { name: string }) => name),
      ["correlation-id", "prometheus", "opentelemetry"],
    );
    assert.deepEqual(plugin(observed, "opentelemetry"), {
      traces_endpoint: "http://collector.monitoring.svc.cluster.local:4318/v1/traces",
      sampling_rate: 0.1,
      resource_attributes: { "service.name": "kong" },
    });
    const quiet = await make({ observation: { serviceName: "kong", samplingRate: 0 } });
    assert.equal(plugin(config(quiet), "opentelemetry"), undefined);
    assert.ok(!("KONG_TRACING_INSTRUMENTATIONS" in variables(quiet)));
    const { annotations } = at(quiet.one(Deployment), "spec.template.metadata") as { annotations: object };
    assert.deepEqual(annotations, {
      "prometheus.io/scrape": "true",
      "prometheus.io/path": "/metrics",
      "prometheus.io/port": "8100",
    });
  });

  it("AUI-GW-01 replaces a pod only when the load balancer reports the next one healthy", async () => {
    const { one } = await make();
    const labels = at(one(kubernetes.core.v1.Namespace), "metadata.labels") as Record<string, string>;
    assert.equal(labels["elbv2.k8s.aws/pod-readiness-gate-inject"], "enabled");
    // The controller injects readiness gates into pods that are created while their Service and binding exist.
    const binding = one("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding");
    assert.ok(one(Deployment).dependencies.includes(binding.urn));
    assert.ok(binding.dependencies.includes(one(Service, "kong-kong").urn));
    assert.deepEqual(at(one(Service, "kong-kong"), "metadata.annotations"), { "pulumi.com/skipAwait": "true" });
  });

  it("is allowed by every admission policy", async () => {
    const cel = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true });
    const rules = admissionPolicies(["public.ecr.aws/docker/library"]);
    const deployed = await make({ mode: postgres });
    for (const { inputs } of [deployed.one(Deployment), deployed.one(Job)]) {
      const { template } = inputs["spec"] as { template: object };
      for (const { name, subject, expressions } of rules.filter((each) => each.subject === "pods"))
        for (const expression of expressions)
          assert.equal(cel.evaluate(expression, { object: template }), true, `${subject} ${name}: ${expression}`);
    }
  });

  it("reports every fault of its arguments at once", async () => {
    assert.equal(
      await refusal(() =>
        program({
          routes: {
            api: {
              upstream: "http://api",
              paths: ["api"],
              stripPath: false,
              authenticated: false,
              rateLimit: { perMinute: 0, by: "token" },
              cors: { origins: ["*"], credentials: true },
              maxBodyMiB: 0,
            },
          },
          issuer: { publicKeys: { one: "secret" } },
          observation: { serviceName: "kong", samplingRate: 2 },
          replicas: 0,
          trustedCidrs: ["0.0.0.0/0"],
        }),
      ),
      [
        'Kong "kong":',
        '  - routes.api.paths must start with /, got "api"',
        "  - routes.api.cors.origins must be named where credentials are sent, got *",
        "  - routes.api.rateLimit.perMinute must be 1 or more, got 0",
        "  - routes.api.rateLimit.by must be ip where requests are not authenticated, got token",
        "  - routes.api.maxBodyMiB must be 1 or more, got 0",
        "  - issuer.publicKeys.one must be the PEM of a public key",
        "  - observation.samplingRate must be 0 to 1, got 2",
        "  - replicas must be 1 or more, got 0",
        '  - trustedCidrs must be the load balancer\'s networks, got "0.0.0.0/0"',
      ].join("\n"),
    );
    assert.match(await refusal(() => program({ routes: {} })), /routes must hold at least one route, got none/);
  });
});
