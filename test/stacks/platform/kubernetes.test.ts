import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import platform from "../../../index.ts";
import { at, type Deployed, deploy, type Registered } from "../../harness.ts";
import { waitsFor } from "../order.ts";
import { deployStack, origins } from "../origins.ts";
import { configOf } from "../stack-settings.ts";

const { Release } = kubernetes.helm.v3;
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";
const nodePool = "kubernetes:karpenter.sh/v1:NodePool";
const binding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

/** What production and staging differ in. */
const sizes = {
  prod: {
    pods: [3, 3, 12],
    kong: 3,
    pools: { general: { cpu: "64", memory: "256Gi" }, spot: { cpu: "128", memory: "512Gi" } },
    addresses: "10.0",
    days: "840h0m0s",
    domain: "example.com",
  },
  staging: {
    pods: [2, 2, 4],
    kong: 2,
    pools: { general: { cpu: "16", memory: "64Gi" }, spot: { cpu: "32", memory: "128Gi" } },
    addresses: "10.20",
    days: "336h0m0s",
    domain: "staging.example.com",
  },
} as const;

/** Kong's routes, plugins and consumers, as Kong reads them. */
function kongOf(deployed: Deployed) {
  const { data } = deployed.one(kubernetes.core.v1.ConfigMap, "kong-config").inputs as {
    data: Record<string, string>;
  };
  return JSON.parse(String(data["kong.yml"]));
}

for (const [stack, size] of Object.entries(sizes)) {
  describe(`the cluster of ${stack}`, () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deployStack(stack);
    });
    const api = () => deployed.one(kubernetes.apps.v1.Deployment, "deployment-api");
    const pod = (path: string) => at(api(), `spec.template.spec.${path}`);
    const container = (path: string) => pod(`containers.0.${path}`);
    /** Fails unless one waits for the other, and so is gone before the other goes. */
    const leaves = (first: Registered, then: Registered) => {
      assert.ok(waitsFor(deployed, first).has(then.urn), `${first.name} does not wait for ${then.name}`);
    };

    it("runs the API in a namespace with the restricted standard, a quota, and default-deny network policies", () => {
      const namespace = deployed.one(kubernetes.core.v1.Namespace, "namespace-application");
      const labels = at(namespace, "metadata.labels") as Record<string, string>;
      assert.equal(at(namespace, "metadata.name"), "application");
      assert.equal(labels["pod-security.kubernetes.io/enforce"], "restricted");
      const quota = deployed.one(kubernetes.core.v1.ResourceQuota, "namespace-application");
      const { pods, ...resources } = at(quota, "spec.hard") as Record<string, string>;
      assert.equal(String(pods), "20");
      assert.deepEqual(
        ["requests.cpu", "limits.cpu", "requests.memory", "limits.memory"].map((key) => resources[key]),
        ["10", "20", "20Gi", "40Gi"],
      );
      const limits = deployed.one(kubernetes.core.v1.LimitRange, "namespace-application");
      assert.equal(at(limits, "spec.limits.0.type"), "Container");
      const deny = deployed.one(kubernetes.networking.v1.NetworkPolicy, "namespace-application-default-deny");
      assert.deepEqual(deny.inputs["spec"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    });

    it("replaces the API's pods one by one, and scales them by CPU from the initial number", () => {
      const [initial, least, most] = size.pods;
      assert.equal(at(api(), "spec.replicas"), initial);
      assert.deepEqual(api().ignoreChanges, ["spec.replicas"]);
      assert.deepEqual(at(api(), "spec.strategy"), {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      });
      const scaler = deployed.one(kubernetes.autoscaling.v2.HorizontalPodAutoscaler);
      assert.deepEqual([at(scaler, "spec.minReplicas"), at(scaler, "spec.maxReplicas")], [least, most]);
      assert.equal(at(scaler, "spec.metrics.0.resource.target.averageUtilization"), 70);
      const budget = deployed.one(kubernetes.policy.v1.PodDisruptionBudget, "deployment-api");
      assert.equal(at(budget, "spec.maxUnavailable"), 1);
      const spread = pod("topologySpreadConstraints") as { topologyKey: string }[];
      assert.deepEqual(
        spread.map(({ topologyKey }) => topologyKey),
        ["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
      );
    });

    it("gives the API its image, probes and limits, and drops privileges", () => {
      const registry = `${configOf(stack)["platform:accountId"]}.dkr.ecr.us-east-1.amazonaws.com`;
      assert.equal(container("image"), `${registry}/platform-${stack}/application:1.0.0`);
      for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"])
        assert.deepEqual(container(`${probe}.httpGet`), { path: "/health", port: 8000 }, probe);
      const { requests, limits } = container("resources") as Record<string, Record<string, string>>;
      assert.deepEqual([requests?.["cpu"], requests?.["memory"]], ["500m", "1Gi"]);
      assert.deepEqual([limits?.["cpu"], limits?.["memory"]], ["1", "2Gi"]);
      assert.deepEqual(container("securityContext"), {
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert.equal(pod("securityContext.runAsNonRoot"), true);
      assert.equal(pod("automountServiceAccountToken"), false);
      const association = deployed.one(aws.eks.PodIdentityAssociation, "identity-application");
      assert.deepEqual(
        [pod("serviceAccountName"), at(association, "namespace"), at(association, "serviceAccount")],
        ["application", "application", "application"],
      );
    });

    it("gives the API its key from Secrets Manager, its settings as a ConfigMap, and models on a shared volume", () => {
      const copied = deployed.one(externalSecret, "deployment-api-api-keys");
      assert.deepEqual(at(copied, "spec.secretStoreRef"), { kind: "ClusterSecretStore", name: "secrets-manager" });
      assert.deepEqual(origins(copied, "spec", "aws:secretsmanager/secret:Secret"), ["secret-api-keys"]);
      assert.deepEqual(container("env.0"), {
        name: "OPENAI_API_KEY",
        valueFrom: { secretKeyRef: { name: "api-keys", key: "OPENAI_API_KEY" } },
      });
      const settings = deployed.one(kubernetes.core.v1.ConfigMap, "deployment-api").inputs["data"] as Record<
        string,
        string
      >;
      assert.equal(settings["LOG_LEVEL"], "info");
      assert.equal(settings["OTEL_EXPORTER_OTLP_ENDPOINT"], "http://otel-collector.monitoring.svc.cluster.local:4318");
      assert.match(settings["OIDC_ISSUER"] ?? "", /^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_/);
      assert.equal(container("envFrom.0.configMapRef.name"), "api-environment");
      const claim = deployed.one(kubernetes.core.v1.PersistentVolumeClaim, "deployment-api-models");
      assert.deepEqual(at(claim, "spec.accessModes"), ["ReadWriteMany"]);
      const volume = deployed.one(kubernetes.core.v1.PersistentVolume, "deployment-api-models");
      assert.equal(at(volume, "spec.csi.driver"), "efs.csi.aws.com");
      assert.deepEqual(origins(volume, "spec", "aws:efs/accessPoint:AccessPoint"), ["files-shared-models"]);
    });

    it("lets only the driver's role mount the models", () => {
      const policy = deployed.one(aws.efs.FileSystemPolicy, "files-shared");
      const { Statement } = JSON.parse(String(at(policy, "policy"))) as {
        Statement: { Effect: string; Principal: { AWS: string | string[] } }[];
      };
      const role = deployed.one(aws.iam.Role, "file-system-driver");
      const allowed = Statement.filter(({ Effect }) => Effect === "Allow").map(({ Principal }) => Principal.AWS);
      assert.deepEqual(allowed.flat(), [role.outputs["arn"]]);
    });

    it("admits Kong, Prometheus and the load balancer to the API, and the API to its stores and the collector", () => {
      const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, "deployment-api");
      const pods = (namespace: string, name: string) => [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          podSelector: { matchLabels: { "app.kubernetes.io/name": name } },
        },
      ];
      const subnets = (first: number) =>
        [first, first + 1, first + 2].map((third) => ({ ipBlock: { cidr: `${size.addresses}.${third}.0/24` } }));
      const at8000 = [{ protocol: "TCP", port: 8000 }];
      assert.deepEqual(at(policy, "spec.ingress"), [
        { from: pods("kong", "kong"), ports: at8000 },
        { from: pods("monitoring", "prometheus"), ports: at8000 },
        { from: subnets(101), ports: at8000 },
      ]);
      const outward = at(policy, "spec.egress") as { to: object[]; ports: { port: number }[] }[];
      const to = (port: number) => outward.find(({ ports }) => ports[0]?.port === port)?.to;
      assert.deepEqual(
        outward.map(({ ports }) => ports[0]?.port),
        [53, 4318, 5432, 6379, 443, 80],
      );
      assert.deepEqual(to(4318), pods("monitoring", "otel-collector"));
      assert.deepEqual(to(5432), subnets(201));
      assert.deepEqual(to(6379), subnets(201));
    });

    it("installs every add-on with its chart, at a pinned version, atomically", () => {
      const charts = deployed
        .of(Release)
        .map(({ inputs }) => [String(inputs["chart"]).split("/").at(-1), inputs["version"], inputs["atomic"]]);
      assert.deepEqual(charts.map(([chart]) => chart).toSorted(), [
        "alloy",
        "aws-load-balancer-controller",
        "cert-manager",
        "external-dns",
        "external-secrets",
        "karpenter",
        "karpenter-crd",
        "kube-prometheus-stack",
        "kyverno",
        "loki",
        "prometheus-operator-crds",
        "velero",
      ]);
      for (const [chart, version, atomic] of charts) {
        assert.match(String(version), /^v?\d+\.\d+\.\d+$/, String(chart));
        assert.equal(atomic, true, String(chart));
      }
      const ofEks = deployed.of(aws.eks.Addon).map(({ inputs }) => String(inputs["addonName"]));
      for (const name of ["metrics-server", "aws-ebs-csi-driver", "aws-efs-csi-driver", "snapshot-controller"])
        assert.ok(ofEks.includes(name), name);
    });

    it("adds nodes only with Karpenter, within limits, and disrupts a tenth of them at a time", () => {
      const scalers = deployed.of(Release).filter(({ inputs }) => /autoscaler/.test(String(inputs["chart"])));
      assert.deepEqual(scalers, []);
      const pools = deployed.of(nodePool);
      assert.deepEqual(Object.fromEntries(pools.map((each) => [at(each, "metadata.name"), at(each, "spec.limits")])), {
        ...size.pools,
      });
      for (const each of pools) {
        assert.deepEqual(at(each, "spec.disruption.budgets"), [{ nodes: "10%" }]);
        assert.equal(at(each, "spec.disruption.consolidationPolicy"), "WhenEmptyOrUnderutilized");
        // The pool is not gone before its nodes are.
        assert.deepEqual(at(each, "metadata.annotations"), { "pulumi.com/deletionPropagationPolicy": "foreground" });
      }
      const chart = deployed.one(Release, "karpenter");
      assert.deepEqual(origins(chart, "values", "aws:sqs/queue:Queue"), ["karpenter"]);
    });

    it("is deleted in an order that leaves nothing behind", () => {
      const { one, of } = deployed;
      const chart = (name: string) => one(Release, name);
      const workload = api();
      // Pods go while their nodes, targets, secrets and volumes are still looked after.
      for (const name of ["karpenter", "load-balancer-controller", "external-secrets"]) leaves(workload, chart(name));
      leaves(workload, one(aws.eks.Addon, "file-system-driver"));
      // Nodes go while Karpenter runs and hears of them, and everything of the cluster while it has other nodes.
      for (const pool of of(nodePool)) {
        leaves(workload, pool);
        leaves(one(Release, "prometheus"), pool);
        leaves(pool, chart("karpenter"));
        leaves(pool, one("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "karpenter"));
        leaves(pool, one(aws.eks.AccessEntry, "karpenter-node"));
      }
      leaves(chart("karpenter"), chart("karpenter-crd"));
      leaves(chart("karpenter"), one(aws.sqs.Queue, "karpenter"));
      for (const each of of(Release)) {
        for (const node of of(aws.eks.NodeGroup)) leaves(each, node);
        leaves(each, one(aws.eks.Addon, "cluster-metrics-server"));
      }
      // Targets leave their groups before these go, and the load balancer before its subnets.
      for (const each of of(binding)) leaves(each, chart("load-balancer-controller"));
      leaves(one(binding, "kong"), one(aws.lb.TargetGroup, "gateway-kong"));
      leaves(one(binding, "deployment-api"), one(aws.lb.TargetGroup, "gateway-api"));
      leaves(one(aws.lb.LoadBalancer, "gateway"), one(aws.ec2.Subnet, "network-public-a"));
      // What an add-on makes outside the cluster it takes back before it loses the right to.
      leaves(chart("external-dns"), one(aws.eks.PodIdentityAssociation, "external-dns"));
      leaves(chart("loki"), one(aws.s3.Bucket, "loki"));
      leaves(chart("cluster-backup"), one(aws.s3.Bucket, "bucket-cluster-backups"));
      // Monitors of the add-ons go before their kind, and everything of telemetry before the add-ons.
      for (const name of ["cert-manager", "karpenter", "prometheus"]) leaves(chart(name), chart("prometheus-crds"));
      for (const name of ["prometheus", "loki", "alloy"]) leaves(chart(name), chart("external-secrets"));
      // The nodes go before the cluster, and the cluster before its network.
      for (const node of of(aws.eks.NodeGroup)) leaves(node, one(aws.eks.Cluster, "cluster"));
      leaves(one(aws.eks.Cluster, "cluster"), one(aws.ec2.Subnet, "network-private-a"));
    });

    it("puts Kong behind the gateway's route, with its admin API inside the cluster", () => {
      const kong = deployed.one(kubernetes.apps.v1.Deployment, "kong");
      assert.equal(at(kong, "spec.replicas"), size.kong);
      assert.equal(at(kong, "spec.template.spec.containers.0.image"), "public.ecr.aws/docker/library/kong:3.9.3");
      const bound = deployed.one(binding, "kong");
      assert.deepEqual(at(bound, "spec.serviceRef"), { name: "kong", port: 8000 });
      assert.deepEqual(origins(bound, "spec", "aws:lb/targetGroup:TargetGroup"), ["gateway-kong"]);
      const rule = deployed.one(aws.lb.ListenerRule, "gateway-200");
      assert.deepEqual(at(rule, "conditions.0.pathPattern.values"), ["/partners", "/partners/*"]);
      const services = deployed
        .of(kubernetes.core.v1.Service)
        .filter((each) => at(each, "metadata.namespace") === "kong");
      assert.deepEqual(
        services.map((each) => [at(each, "metadata.name"), at(each, "spec.type")]),
        [
          ["kong-admin", "ClusterIP"],
          ["kong", "ClusterIP"],
        ],
      );
      const leaving = deployed.one(kubernetes.networking.v1.NetworkPolicy, "kong-to-upstreams");
      assert.deepEqual(at(leaving, "spec.egress.0.to.0.namespaceSelector.matchExpressions.0.values"), [
        "application",
        "monitoring",
      ]);
    });

    it("requires a token from partners, limits each address, and counts, traces and identifies every request", () => {
      const { plugins, services, consumers } = kongOf(deployed);
      const [partners, ...others] = services;
      assert.deepEqual(others, []);
      assert.equal(partners.url, "http://api.application.svc.cluster.local:8000");
      assert.deepEqual(partners.routes[0].paths, ["/partners"]);
      const config = (of: { name: string; config: Record<string, unknown> }[], name: string) =>
        of.find((each) => each.name === name)?.config;
      assert.deepEqual(
        partners.plugins.map(({ name }: { name: string }) => name),
        ["request-size-limiting", "jwt", "rate-limiting"],
      );
      assert.equal(config(partners.plugins, "jwt")?.["key_claim_name"], "kid");
      assert.deepEqual(
        [
          config(partners.plugins, "rate-limiting")?.["minute"],
          config(partners.plugins, "rate-limiting")?.["limit_by"],
        ],
        [300, "ip"],
      );
      assert.deepEqual(
        plugins.map(({ name }: { name: string }) => name),
        ["correlation-id", "prometheus", "opentelemetry"],
      );
      const traced = config(plugins, "opentelemetry");
      assert.equal(traced?.["traces_endpoint"], "http://otel-collector.monitoring.svc.cluster.local:4318/v1/traces");
      assert.equal(traced?.["sampling_rate"], 1);
      // Nobody has listed the keys of the user pool yet: no token is good.
      assert.deepEqual(consumers, [{ username: "user-directory", jwt_secrets: [] }]);
    });

    it("writes records only in its own zone, and removes them", () => {
      const names = deployed.one(Release, "external-dns");
      assert.deepEqual(at(names, "values.domainFilters"), [size.domain]);
      assert.equal(at(names, "values.policy"), "sync");
      assert.equal(at(names, "values.txtOwnerId"), `platform-${stack}`);
    });

    it("allows images only from the account's registry, and backs the cluster up to the stack's bucket", () => {
      const registry = deployed.one("kubernetes:policies.kyverno.io/v1:ValidatingPolicy", "admission-image-registry");
      assert.deepEqual(at(registry, "spec.validationActions"), ["Deny"]);
      const own = `${configOf(stack)["platform:accountId"]}.dkr.ecr.us-east-1.amazonaws.com`;
      assert.equal(at(registry, "spec.validations.0.message"), `Images must come from ${own}.`);
      const schedules = deployed.of("kubernetes:velero.io/v1:Schedule").map((each) => {
        const { includedNamespaces, ttl } = at(each, "spec.template") as Record<string, unknown>;
        return [at(each, "spec.schedule"), includedNamespaces, ttl];
      });
      assert.deepEqual(schedules, [
        ["0 */4 * * *", ["application"], size.days],
        ["0 0 * * *", ["*"], size.days],
      ]);
    });
  });
}

describe("the keys of the user pool", () => {
  it("are read by Kong from the configuration, by their key IDs", async () => {
    const pem = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n";
    const config = { ...configOf("staging"), "platform:tokenKeys": JSON.stringify({ "abc+d/e=": pem }) };
    const deployed = await deploy(platform, { stack: "staging", config });
    assert.deepEqual(kongOf(deployed).consumers, [
      {
        username: "user-directory",
        jwt_secrets: [{ key: "abc+d/e=", algorithm: "RS256", rsa_public_key: pem }],
      },
    ]);
  });
});
