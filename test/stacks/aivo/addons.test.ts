import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { origins } from "../origins.ts";
import { aivoEnvironments, inputs } from "./environments.ts";

const { Release } = kubernetes.helm.v3;
const nodePool = "kubernetes:karpenter.sh/v1:NodePool";
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";
const validating = "kubernetes:policies.kyverno.io/v1:ValidatingPolicy";
const schedule = "kubernetes:velero.io/v1:Schedule";

describe("add-ons of aivo's clusters", () => {
  let aivo: Deployed;
  let staging: Deployed;
  let development: Deployed;
  let all: readonly Deployed[];
  before(async () => {
    ({ aivo, staging, development, all } = await aivoEnvironments());
  });

  it("AIV-EKS-06, AIV-CST-02: add nodes of the node groups' kinds with Karpenter, within limits, and consolidate them", () => {
    for (const [deployed, limits] of [
      [
        aivo,
        [
          ["64", "256Gi"],
          ["32", "256Gi"],
          ["120", "480Gi"],
        ],
      ],
      [
        staging,
        [
          ["16", "64Gi"],
          ["8", "64Gi"],
          ["32", "128Gi"],
        ],
      ],
      [
        development,
        [
          ["8", "32Gi"],
          ["4", "32Gi"],
          ["8", "32Gi"],
        ],
      ],
    ] as const) {
      const pools = deployed.of(nodePool).sort((a, b) => a.name.localeCompare(b.name));
      assert.deepEqual(
        pools.map((each) => inputs(each, "spec.limits.cpu", "spec.limits.memory")),
        limits,
      );
      const required = pools.map((each) =>
        inputs(
          each,
          "metadata.name",
          "spec.template.spec.requirements.0.values",
          "spec.template.spec.requirements.1.values",
          "spec.template.spec.taints.0.value",
        ),
      );
      assert.deepEqual(required, [
        ["general", ["m6i.large", "m6i.xlarge"], ["on-demand"], undefined],
        ["memory", ["r6i.large", "r6i.xlarge"], ["on-demand"], "memory"],
        ["spot", ["m6i.large", "m5.large"], ["spot"], "spot"],
      ]);
      for (const each of pools) {
        assert.equal(at(each, "spec.disruption.consolidationPolicy"), "WhenEmptyOrUnderutilized", each.name);
      }
      const controller = deployed.one(Release, "karpenter");
      assert.equal(at(controller, "chart"), "oci://public.ecr.aws/karpenter/karpenter");
      assert.deepEqual(origins(controller, "values", "aws:sqs/queue:Queue"), ["karpenter"]);
      const heard = deployed
        .of(aws.cloudwatch.EventTarget)
        .filter((each) => origins(each, "arn", "aws:sqs/queue:Queue").includes("karpenter"))
        .map(({ name }) => name);
      assert.deepEqual(heard.sort(), [
        "karpenter-rebalance",
        "karpenter-reservation-interruption",
        "karpenter-scheduled-change",
        "karpenter-spot-interruption",
        "karpenter-state-change",
      ]);
      assert.equal(at(deployed.one(aws.eks.AccessEntry, "karpenter-node"), "type"), "EC2_LINUX");
      // Its two pods stand on nodes that it did not make.
      assert.ok(Number(at(deployed.one(aws.eks.NodeGroup, "cluster-general"), "scalingConfig.minSize")) >= 2);
    }
  });

  it("AIV-EKS-07: have charts for the cluster, for monitoring and for security, with rules, dashboards and policies", () => {
    for (const deployed of all) {
      const charts = deployed.of(Release).map((each) => `${at(each, "namespace")} ${String(at(each, "chart"))}`);
      assert.deepEqual(charts.sort(), [
        "cert-manager cert-manager",
        "external-secrets external-secrets",
        "karpenter oci://public.ecr.aws/karpenter/karpenter",
        "karpenter oci://public.ecr.aws/karpenter/karpenter-crd",
        "kube-system aws-load-balancer-controller",
        "kube-system prometheus-operator-crds",
        "kyverno kyverno",
        "monitoring alloy",
        "monitoring kube-prometheus-stack",
        "monitoring loki",
        "velero velero",
      ]);
      for (const each of deployed.of(Release))
        assert.match(String(at(each, "version")), /^v?\d+\.\d+\.\d+$/, each.name);
    }
  });

  it("AIV-SEC-03: copy four secrets from Secrets Manager into the namespaces that need them, with one role", () => {
    for (const deployed of all) {
      assert.equal(at(deployed.one(Release, "external-secrets"), "chart"), "external-secrets");
      const store = deployed.one("kubernetes:external-secrets.io/v1:ClusterSecretStore");
      assert.deepEqual(at(store, "spec.conditions"), [{ namespaces: ["aivo", "monitoring"] }]);
      const copies = deployed.of(externalSecret).map((each) => {
        const [source] = origins(each, "spec", "aws:secretsmanager/secret:Secret");
        return `${at(each, "metadata.namespace")}/${at(each, "spec.target.name")} from ${source}`;
      });
      assert.deepEqual(copies.sort(), [
        "aivo/auth-svc-secrets from secret-auth-svc",
        "aivo/content-svc-secrets from secret-content-svc",
        "monitoring/alert-receivers from secret-alert-receivers",
        "monitoring/grafana-admin from secret-grafana",
      ]);
      const reader = deployed.one(aws.iam.RolePolicy, "external-secrets");
      assert.deepEqual(origins(reader, "policy", "aws:secretsmanager/secret:Secret"), [
        "secret-alert-receivers",
        "secret-auth-svc",
        "secret-content-svc",
        "secret-grafana",
      ]);
    }
  });

  it("gives no service account two roles", () => {
    for (const deployed of all) {
      const accounts = deployed
        .of(aws.eks.PodIdentityAssociation)
        .map((each) => inputs(each, "namespace", "serviceAccount").join("/"));
      assert.deepEqual(accounts.sort(), [
        "aivo/auth-svc",
        "aivo/content-svc",
        "database-users/database-users",
        "external-secrets/external-secrets",
        "karpenter/karpenter",
        "kube-system/aws-load-balancer-controller",
        "monitoring/grafana",
        "monitoring/loki",
        "velero/velero-server",
      ]);
    }
  });

  it("AIV-SEC-04: refuse objects that violate Kyverno's policies, and images of other registries", () => {
    for (const [deployed, accountId, replicas] of [
      [aivo, "555566667777", 3],
      [staging, "666677778888", 3],
      [development, "777788889999", 1],
    ] as const) {
      const chart = deployed.one(Release, "admission");
      assert.deepEqual(inputs(chart, "chart", "values.admissionController.replicas"), ["kyverno", replicas]);
      const policies = deployed.of(validating);
      assert.deepEqual(policies.map((each) => at(each, "metadata.name")).sort(), [
        "image-pinned",
        "image-registry",
        "namespace-pod-security",
        "no-host-access",
        "no-literal-secrets",
        "no-privileges",
        "own-service-account",
        "probes",
        "read-only-root",
        "requests-and-limits",
        "run-as-non-root",
        "seccomp",
      ]);
      for (const each of policies) {
        assert.deepEqual(at(each, "spec.validationActions"), ["Deny"], each.name);
        const exempt = at(each, "spec.matchConstraints.namespaceSelector.matchExpressions.0.values") as string[];
        assert.ok(!exempt.includes("aivo"), each.name);
      }
      assert.match(
        String(at(deployed.one(validating, "admission-image-registry"), "spec.validations.0.expression")),
        new RegExp(`\\['${accountId}\\.dkr\\.ecr\\.us-east-1\\.amazonaws\\.com/'\\]`),
      );
    }
  });

  it("AIV-DR-03: back up the whole cluster every six hours, and critical namespaces every hour", () => {
    const schedules = (deployed: Deployed) =>
      deployed
        .of(schedule)
        .map((each) =>
          inputs(each, "metadata.name", "spec.schedule", "spec.template.includedNamespaces", "spec.template.ttl"),
        );
    assert.deepEqual(schedules(aivo), [
      ["cluster", "0 */6 * * *", ["*"], "720h0m0s"],
      ["critical", "0 * * * *", ["aivo"], "168h0m0s"],
    ]);
    assert.deepEqual(schedules(staging), [["cluster", "0 */6 * * *", ["*"], "336h0m0s"]]);
    assert.deepEqual(schedules(development), [["cluster", "0 */6 * * *", ["*"], "168h0m0s"]]);
    for (const deployed of all) {
      const velero = deployed.one(Release, "cluster-backup");
      assert.equal(at(velero, "chart"), "velero");
      assert.deepEqual(origins(velero, "values", "aws:s3/bucket:Bucket"), ["bucket-velero"]);
    }
  });

  it("have a certificate authority inside the cluster", () => {
    for (const deployed of all) {
      const issuers = deployed
        .of("kubernetes:cert-manager.io/v1:ClusterIssuer")
        .map((each) => at(each, "metadata.name"));
      assert.deepEqual(issuers.sort(), ["internal", "internal-root"]);
    }
  });
});
