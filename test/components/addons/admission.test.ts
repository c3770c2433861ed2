import assert from "node:assert/strict";
import { Environment } from "@marcbachmann/cel-js";
import * as kubernetes from "@pulumi/kubernetes";
import { Admission, type AdmissionArgs } from "../../../components/addons/admission.ts";
import { admissionPolicies } from "../../../components/addons/admission-policies.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "./documented-values.ts";
import { standing } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const policy = "kubernetes:policies.kyverno.io/v1:ValidatingPolicy";
const registry = "111122223333.dkr.ecr.us-east-1.amazonaws.com";

const program = (change: Partial<AdmissionArgs> = {}) => {
  const { opts } = standing();
  const args: AdmissionArgs = { enforcement: "Deny", registries: [registry], replicas: 3, serviceMonitor: false };
  return new Admission("admission", { ...args, exemptNamespaces: ["velero"], ...change }, opts);
};

/** A pod that every policy allows. */
const container = {
  name: "api",
  image: `${registry}/api:1.4.2`,
  resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "256Mi" } },
  env: [{ name: "LOG_LEVEL", value: "info" }],
  ports: [{ containerPort: 8000 }],
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
  },
};
const good = {
  metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  spec: {
    serviceAccountName: "api",
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    containers: [container],
    template: { spec: { containers: [{ readinessProbe: {}, livenessProbe: {} }] } },
  },
};
const withContainer = (change: object) => ({
  ...good,
  spec: { ...good.spec, containers: [{ ...container, ...change }] },
});
const withContext = (change: object) => withContainer({ securityContext: { ...container.securityContext, ...change } });
const withSpec = (change: object) => ({ ...good, spec: { ...good.spec, ...change } });

/** Pods that each policy must deny. */
const bad: Record<string, object[]> = {
  "no-host-access": [
    withSpec({ hostNetwork: true }),
    withSpec({ hostPID: true }),
    withSpec({ hostIPC: true }),
    withSpec({ volumes: [{ name: "docker", hostPath: { path: "/var/run/docker.sock" } }] }),
    withContainer({ ports: [{ containerPort: 80, hostPort: 80 }] }),
  ],
  "no-privileges": [
    withContext({ privileged: true }),
    withContext({ allowPrivilegeEscalation: true }),
    withContainer({ securityContext: { capabilities: { drop: ["ALL"] } } }),
    withContext({ capabilities: { drop: [] } }),
    withContext({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
    withSpec({ initContainers: [{ name: "init", image: `${registry}/init:1` }] }),
  ],
  "run-as-non-root": [
    withContext({ runAsNonRoot: false }),
    withContext({ runAsUser: 0 }),
    withSpec({ securityContext: { runAsUser: 0 } }),
  ],
  seccomp: [withSpec({ securityContext: {} }), withContext({ seccompProfile: { type: "Unconfined" } })],
  "read-only-root": [withContext({ readOnlyRootFilesystem: false })],
  "image-pinned": [
    withContainer({ image: `${registry}/api` }),
    withContainer({ image: `${registry}/api:latest` }),
    withContainer({ image: "localhost:5000/api" }),
  ],
  "requests-and-limits": [
    withContainer({ resources: {} }),
    withContainer({ resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } } }),
    withContainer({ resources: { requests: { cpu: "1", memory: "1Gi" } } }),
  ],
  "own-service-account": [withSpec({ serviceAccountName: "default" }), withSpec({ serviceAccountName: undefined })],
  "no-literal-secrets": [withContainer({ env: [{ name: "DB_PASSWORD", value: "hunter2" }] })],
  probes: [withSpec({ template: { spec: { containers: [{ readinessProbe: {} }] } } })],
  "namespace-pod-security": [
    { metadata: {} },
    { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
  ],
  "image-registry": [
    withContainer({ image: "docker.io/api:1" }),
    withContainer({ image: `${registry}.example.com/api:1` }),
  ],
};

const cel = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true });

/** Whether every expression of a policy is true for an object, as the API server evaluates it. */
function admits(expressions: readonly string[], object: object): boolean {
  // An undefined property is a missing one.
  const given = JSON.parse(JSON.stringify(object));
  return expressions.every((expression) => cel.evaluate(expression, { object: given }) === true);
}

describe("Admission", () => {
  it("AIV-SEC-04 installs Kyverno, then a ValidatingPolicy for every rule", async () => {
    const deployed = await deploy(() => program());
    assert.deepEqual(chartsIn(deployed), ["kyverno 3.9.1"]);
    assert.deepEqual(invalid(deployed.resources), []);
    const release = deployed.one(Release);
    assert.equal(at(release, "values.admissionController.replicas"), 3);
    const policies = deployed.of(policy);
    assert.deepEqual(policies.map((each) => at(each, "metadata.name")).toSorted(), Object.keys(bad).toSorted());
    for (const each of policies) {
      assert.equal(at(each, "apiVersion"), "policies.kyverno.io/v1");
      assert.ok(each.dependencies.includes(release.urn), each.name);
    }
  });

  it("AIV-SEC-04 denies or audits by enforcement, in every namespace but the system's", async () => {
    const { one } = await deploy(() => program());
    const made = one(policy, "admission-no-privileges");
    assert.deepEqual(at(made, "spec.validationActions"), ["Deny"]);
    assert.deepEqual(at(made, "spec.matchConstraints.namespaceSelector.matchExpressions"), [
      {
        key: "kubernetes.io/metadata.name",
        operator: "NotIn",
        values: ["kube-system", "kube-public", "kube-node-lease", "kyverno", "velero"],
      },
    ]);
    assert.deepEqual(at(made, "spec.matchConstraints.resourceRules"), [
      { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["pods"] },
    ]);
    assert.deepEqual(at(made, "spec.autogen.podControllers.controllers"), [
      "deployments",
      "statefulsets",
      "daemonsets",
      "jobs",
      "cronjobs",
    ]);
    const audited = await deploy(() => program({ enforcement: "Audit" }));
    assert.deepEqual(at(audited.one(policy, "admission-no-privileges"), "spec.validationActions"), ["Audit"]);
  });

  for (const { name, expressions } of admissionPolicies([registry])) {
    it(`AIV-SEC-04 ${name} allows a good object and denies bad ones`, () => {
      assert.equal(admits(expressions, good), true);
      for (const each of bad[name] ?? [{}]) assert.equal(admits(expressions, each), false, JSON.stringify(each));
    });
  }

  it("allows digests, secret references, and settings of the pod that containers do not repeat", () => {
    const pod = withContainer({
      image: `${registry}/api@sha256:${"0a".repeat(32)}`,
      env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "database", key: "password" } } }],
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
      },
    });
    const securityContext = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
    const object = { ...pod, spec: { ...pod.spec, securityContext } };
    for (const { name, expressions } of admissionPolicies([registry])) assert.ok(admits(expressions, object), name);
  });

  it("needs no PodDisruptionBudget with one replica, which would block a drain", async () => {
    const { one } = await deploy(() => program({ replicas: 1 }));
    assert.equal(at(one(Release), "values.admissionController.podDisruptionBudget.enabled"), false);
  });

  it("reports every fault of its arguments at once", async () => {
    assert.equal(
      await refusal(() => program({ replicas: 2, registries: ["https://ghcr.io/", "*"] })),
      [
        'Admission "admission":',
        "  - replicas must be 1, or 3 or more, got 2",
        '  - registries must be host names with a path at most, got "https://ghcr.io/"',
        '  - registries must be host names with a path at most, got "*"',
      ].join("\n"),
    );
    assert.match(await refusal(() => program({ registries: [] })), /registries must list at least one registry/);
  });
});
