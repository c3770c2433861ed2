import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";
import platform from "../../../index.ts";
import { at, type Deployed, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { configOf } from "../stack-settings.ts";

const run = (stack: string) => deploy(platform, { stack, config: configOf(stack) });

describe("the stack local", () => {
  let local: Deployed;
  let dev: Deployed;
  before(async () => {
    local = await run("local");
    dev = await run("dev");
  });

  it("has only resources and providers of Kubernetes", () => {
    const types = local.resources.filter(({ custom }) => custom).map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => !/^(kubernetes:|pulumi:providers:kubernetes$)/.test(type)),
      [],
    );
    assert.doesNotMatch(JSON.stringify(local.resources.map(({ inputs }) => inputs)), /arn:aws|amazonaws/);
  });

  it("registers only objects that match their schemas, of kinds that every cluster has", () => {
    assert.deepEqual(invalid(local.resources), []);
    const groups = new Set(local.resources.map(({ inputs }) => inputs["apiVersion"]).filter(Boolean));
    assert.deepEqual([...groups].sort(), ["apps/v1", "networking.k8s.io/v1", "policy/v1", "v1"]);
  });

  it("uses the cluster that its configuration names, whatever the current context of kubectl", () => {
    const settings = {
      context: "kind-platform",
      clusterIdentifier: "kind-platform",
      enableConfigMapMutable: "true",
    };
    const provider = (name: string) => local.one("pulumi:providers:kubernetes", name).inputs;
    assert.deepEqual(provider("cluster"), { ...settings, enableServerSideApply: "true" });
    assert.deepEqual(provider("cluster-namespaces"), { ...settings, enableServerSideApply: "false" });
  });

  it("makes dev's namespaces and workloads as dev has them", () => {
    for (const type of [
      kubernetes.core.v1.Namespace,
      kubernetes.core.v1.ResourceQuota,
      kubernetes.core.v1.LimitRange,
    ]) {
      const [here, there] = [local, dev].map((each) => each.one(type, "namespace-application").inputs);
      assert.deepEqual(here, there);
    }
    assert.deepEqual(
      local.of("platform:workload:Deployment").map(({ name }) => name),
      dev.of("platform:workload:Deployment").map(({ name }) => name),
    );
    const [here, there] = [local, dev].map((each) => each.one(kubernetes.apps.v1.Deployment, "deployment-api"));
    assert.ok(here && there);
    for (const path of [
      "replicas",
      "strategy",
      "selector",
      "template.spec.securityContext",
      "template.spec.topologySpreadConstraints",
      "template.spec.volumes",
      "template.spec.containers.0.securityContext",
      "template.spec.containers.0.resources",
      "template.spec.containers.0.startupProbe",
      "template.spec.containers.0.readinessProbe",
      "template.spec.containers.0.livenessProbe",
      "template.spec.containers.0.ports",
    ]) {
      assert.notEqual(at(here, `spec.${path}`), undefined, path);
      assert.deepEqual(at(here, `spec.${path}`), at(there, `spec.${path}`), path);
    }
  });

  it("uses images that are on the nodes, or in the registry that its configuration names", async () => {
    const image = ({ one }: Deployed) =>
      at(one(kubernetes.apps.v1.Deployment), "spec.template.spec.containers.0.image");
    assert.equal(image(local), "localhost/platform-dev/application:1.0.0");
    const config = { ...configOf("local"), "platform:imageRegistry": "localhost:5001" };
    assert.equal(
      image(await deploy(platform, { stack: "local", config })),
      "localhost:5001/platform-dev/application:1.0.0",
    );
  });

  it("gives the workload the same environment variables of stores as on AWS, and network access to them", () => {
    assert.deepEqual(local.one(kubernetes.core.v1.ConfigMap).inputs["data"], {
      CACHE_MAIN_HOST: "cache-main.stores.svc",
      CACHE_MAIN_PORT: "6379",
      CACHE_MAIN_USER: "application",
      DATABASE_MAIN_HOST: "database-main.stores.svc",
      DATABASE_MAIN_PORT: "5432",
      DATABASE_MAIN_USER: "application",
      LOG_LEVEL: "debug",
    });
    const to = (store: string, port: number) => ({
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "stores" } },
          podSelector: {
            matchLabels: { "app.kubernetes.io/name": store, "app.kubernetes.io/instance": store },
          },
        },
      ],
      ports: [{ protocol: "TCP", port }],
    });
    const policy = local.one(kubernetes.networking.v1.NetworkPolicy, "deployment-api");
    assert.deepEqual(at(policy, "spec.egress.1"), to("database-main", 5432));
    assert.deepEqual(at(policy, "spec.egress.2"), to("cache-main", 6379));
    assert.equal(at(policy, "spec.egress.3"), undefined);
    assert.deepEqual(
      at(local.one(kubernetes.networking.v1.NetworkPolicy, "store-cache-main"), "spec.ingress.0.from.0.podSelector"),
      { matchLabels: { app: "api" } },
    );
  });

  it("has no Secret and no password: the output has a command for each Secret", () => {
    assert.deepEqual(local.of(kubernetes.core.v1.Secret), []);
    const env = at(local.one(kubernetes.apps.v1.Deployment), "spec.template.spec.containers.0.env");
    const from = (variable: string, name: string, key: string) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key } },
    });
    assert.deepEqual(env, [
      from("OPENAI_API_KEY", "api-keys", "OPENAI_API_KEY"),
      from("DATABASE_MAIN_PASSWORD", "database-main", "password"),
      from("CACHE_MAIN_PASSWORD", "cache-main", "password"),
    ]);
    const put = (namespace: string, name: string) =>
      `printf %s $VALUE | kubectl --context kind-platform --namespace ${namespace} ` +
      `create secret generic ${name} --from-file=password=/dev/stdin`;
    const drawn = (name: string) => ["VALUE=$(openssl rand -hex 24)", put("stores", name), put("application", name)];
    assert.deepEqual(local.outputs, {
      images: { api: "localhost/platform-dev/application:1.0.0" },
      secretCommands: {
        "application/api-keys":
          "for KEY in OPENAI_API_KEY; do printf '%s: ' $KEY >&2 && IFS= read -rs VALUE && printf '%s=' $KEY && " +
          "VALUE=$VALUE printenv VALUE; " +
          "done | kubectl --context kind-platform --namespace application " +
          "create secret generic api-keys --from-env-file=/dev/stdin",
        "stores/database-main": drawn("database-main").join(" && "),
        "stores/cache-main": drawn("cache-main").join(" && "),
      },
      forwardCommands: {
        api: "kubectl --context kind-platform --namespace application port-forward service/api 8000",
      },
    });
  });

  it("is described in docs/local.md, command by command", () => {
    const text = readFileSync("docs/local.md", "utf8");
    const told = Object.values(local.outputs).flatMap((each) => Object.values(each ?? {}));
    assert.equal(told.length, 5);
    for (const each of told) assert.ok(text.includes(String(each)), String(each));
  });

  it("reports every fault of its configuration at once, and refuses the keys of AWS by name", async () => {
    const config = {
      "platform:region": "us-east-1",
      "platform:accountId": "111122223333",
      "platform:imageRegistry": "https://localhost",
    };
    assert.deepEqual((await refusal(platform, { stack: "local", config })).split("\n"), [
      "Pulumi.local.yaml is not usable:",
      "  - platform:kubeContext must be a context of the kubeconfig such as kind-platform, got nothing",
      '  - platform:imageRegistry must be a registry such as localhost:5001, got "https://localhost"',
      "  - platform:region, platform:accountId are not keys of this stack, allowed are kubeContext, imageRegistry, definition",
    ]);
  });

  it("runs as a stack of another name that names it, and no other stack accepts its keys", async () => {
    const config = { ...configOf("local"), "platform:definition": "local" };
    assert.equal((await deploy(platform, { stack: "alice", config })).resources.length, local.resources.length);
    const dev = { ...configOf("dev"), "platform:kubeContext": "kind-platform" };
    assert.match(
      await refusal(platform, { stack: "dev", config: dev }),
      /platform:kubeContext is not a key of this stack, allowed are region, /,
    );
  });
});
