import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { deployStack, origins } from "../origins.ts";

const { Deployment } = kubernetes.apps.v1;
const { NetworkPolicy } = kubernetes.networking.v1;
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";
const targetGroupBinding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const gateways = ["llm-gateway", "memory-gateway", "retrieval-gateway"] as const;

describe("agents: the gateways on the cluster", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("agents");
  });
  const container = (name: string, path: string) =>
    at(deployed.one(Deployment, `deployment-${name}`), `spec.template.spec.containers.0.${path}`);
  const environment = (name: string) =>
    at(deployed.one(kubernetes.core.v1.ConfigMap, `deployment-${name}`), "data") as Record<string, string>;

  /** Which ports of what the pods of a gateway reach: addresses by CIDR block, pods by their labels. */
  function reaches(name: string): string[] {
    const rules = at(deployed.one(NetworkPolicy, `deployment-${name}`), "spec.egress") as {
      to: { ipBlock?: { cidr: string }; podSelector?: { matchLabels: Record<string, string> } }[];
      ports: { port: number }[];
    }[];
    return rules.flatMap(({ to, ports }) =>
      to.map(({ ipBlock, podSelector }) => {
        const whom = ipBlock?.cidr ?? Object.values(podSelector?.matchLabels ?? {}).join();
        return `${whom} ${ports.map(({ port }) => port).join()}`;
      }),
    );
  }

  it("has only objects that match the schemas of Kubernetes", () => {
    assert.deepEqual(invalid(deployed.resources), []);
  });

  it("AGT-APP-01, AGT-APP-02: runs three gateways as the service accounts that their roles trust", () => {
    const run = deployed
      .of(Deployment)
      .map((each) => [
        at(each, "metadata.name"),
        at(each, "metadata.namespace"),
        at(each, "spec.template.spec.serviceAccountName"),
        at(each, "spec.template.spec.containers.0.ports.0.containerPort"),
        String(at(each, "spec.template.spec.containers.0.image")).replace(/^.*\.com\//, ""),
      ]);
    assert.deepEqual(run, [
      ["llm-gateway", "default", "llm-gateway-sa", 8080, "agents/llm-gateway:1.0.0"],
      ["memory-gateway", "default", "memory-gateway-sa", 8080, "agents/memory-gateway:1.0.0"],
      ["retrieval-gateway", "default", "retrieval-gateway-sa", 8080, "agents/retrieval-gateway:1.0.0"],
    ]);
    for (const name of gateways) {
      for (const probe of ["readinessProbe", "livenessProbe"])
        assert.deepEqual(container(name, `${probe}.httpGet`), { path: "/health", port: 8080 });
      const shares = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"].map((each) =>
        container(name, `resources.${each}`),
      );
      assert.deepEqual(shares, ["500m", "1Gi", "1", "2Gi"]);
    }
  });

  it("AGT-APP-01: registers the pods of each gateway at its own target group of the load balancer", () => {
    for (const name of gateways) {
      const binding = deployed.one(targetGroupBinding, `deployment-${name}`);
      assert.deepEqual(origins(binding, "spec", "aws:lb/targetGroup:TargetGroup"), [`gateway-${name}`]);
      assert.deepEqual(at(binding, "spec.serviceRef"), { name, port: 8080 });
      assert.equal(at(binding, "spec.targetType"), "ip");
      const [from, ...others] = at(deployed.one(NetworkPolicy, `deployment-${name}`), "spec.ingress") as {
        from: object[];
        ports: object[];
      }[];
      assert.deepEqual(others, []);
      assert.deepEqual(from, {
        from: [{ ipBlock: { cidr: "10.0.128.0/24" } }, { ipBlock: { cidr: "10.0.129.0/24" } }],
        ports: [{ protocol: "TCP", port: 8080 }],
      });
    }
    const controller = deployed.one(kubernetes.helm.v3.Release, "load-balancer-controller").urn;
    const { dependencies } = deployed.one("platform:workload:Deployment", "deployment-llm-gateway");
    assert.ok(dependencies.includes(controller));
  });

  it("AGT-APP-01: lets each gateway connect only to its own stores and services", () => {
    const dns = "kube-dns 53,53";
    const collector = "opentelemetry-collector,observability.otel 4318";
    const https = "0.0.0.0/0 443";
    const credentials = "169.254.170.23/32 80";
    const stores = (port: number) => ["10.0.0.0/20", "10.0.16.0/20"].map((cidr) => `${cidr} ${port}`);
    assert.deepEqual(reaches("llm-gateway"), [dns, collector, ...stores(6379), https, credentials]);
    assert.deepEqual(reaches("memory-gateway"), [dns, collector, ...stores(5432), https, credentials]);
    assert.deepEqual(reaches("retrieval-gateway"), [dns, collector, https, credentials]);
    const deny = deployed.one(NetworkPolicy, "namespace-default-default-deny");
    assert.equal(at(deny, "metadata.namespace"), "default");
    assert.deepEqual(deny.inputs["spec"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("AGT-APP-01: copies each gateway's own secret from Secrets Manager with External Secrets", () => {
    for (const name of gateways) {
      const secret = deployed.one(externalSecret, `deployment-${name}-${name}-secrets`);
      assert.deepEqual(origins(secret, "spec", "aws:secretsmanager/secret:Secret"), [`secret-${name}`]);
      const variable = `${name.replace("-", "_").toUpperCase()}_SETTINGS`;
      assert.equal(at(secret, "metadata.namespace"), "default");
      const variables = container(name, "env") as { name: string }[];
      assert.deepEqual(variables.find((each) => each.name === variable) ?? variables, {
        name: variable,
        valueFrom: { secretKeyRef: { name: `${name}-secrets`, key: variable } },
      });
    }
  });

  it("AGT-APP-03, AGT-IDP-05: configures the LLM Gateway with its user pool, its cache and its tables", () => {
    const told = environment("llm-gateway");
    assert.match(told["OIDC_ISSUER"] ?? "", /^https:\/\/cognito-idp\.us-west-2\.amazonaws\.com\/us-west-2_\w+$/);
    assert.match(told["CACHE_MAIN_HOST"] ?? "", /^master\.agents\./);
    assert.equal(told["CACHE_MAIN_PORT"], "6379");
    assert.equal(told["CACHE_MAIN_USER"], "agents-llm-gateway");
    assert.equal(told["TABLE_USAGE_PLANS_NAME"], "usage_plans");
    assert.equal(told["TABLE_USAGE_LOGS_NAME"], "usage_logs");
    const map = deployed.one(kubernetes.core.v1.ConfigMap, "deployment-llm-gateway");
    assert.deepEqual(origins(map, "data", "aws:cognito/userPool:UserPool"), ["directory"]);
    assert.equal(container("llm-gateway", "envFrom.0.configMapRef.name"), at(map, "metadata.name"));
  });

  it("AGT-IDP-05, AGT-SEC-02: configures every gateway with the token issuer and the path of its settings", () => {
    for (const name of gateways) {
      assert.match(environment(name)["OIDC_ISSUER"] ?? "", /^https:\/\/cognito-idp\.us-west-2\./, name);
      assert.equal(environment(name)["PARAMETERS_PATH"], "/agents/prod", name);
    }
    assert.match(environment("memory-gateway")["DATABASE_MAIN_HOST"] ?? "", /^agents\.cluster-/);
    assert.equal(environment("memory-gateway")["DATABASE_MAIN_USER"], "memory_gateway");
    const map = deployed.one(kubernetes.core.v1.ConfigMap, "deployment-retrieval-gateway");
    assert.ok(environment("retrieval-gateway")["KNOWLEDGE_BASE_ID"]);
    assert.deepEqual(origins(map, "data", "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"), ["knowledge"]);
    assert.ok(!("KNOWLEDGE_BASE_ID" in environment("llm-gateway")));
  });

  it("AGT-EKS-02, AGT-CST-01: scales pods by load, and nodes for the pods", () => {
    for (const name of gateways) {
      const { inputs } = deployed.one(kubernetes.autoscaling.v2.HorizontalPodAutoscaler, `deployment-${name}`);
      const { minReplicas, maxReplicas } = inputs["spec"] as { minReplicas: number; maxReplicas: number };
      assert.deepEqual([minReplicas, maxReplicas], [2, 6], name);
      const budget = deployed.one(kubernetes.policy.v1.PodDisruptionBudget, `deployment-${name}`);
      assert.equal(at(budget, "spec.maxUnavailable"), 1, name);
    }
    const autoscaler = deployed.one(kubernetes.helm.v3.Release, "cluster-autoscaler");
    assert.equal(at(autoscaler, "values.autoDiscovery.clusterName"), "agents");
  });

  it("AGT-EKS-03: installs the load balancer controller with its chart, for target groups only", () => {
    const chart = deployed.one(kubernetes.helm.v3.Release, "load-balancer-controller");
    assert.equal(at(chart, "chart"), "aws-load-balancer-controller");
    assert.equal(at(chart, "values.clusterName"), "agents");
  });
});
