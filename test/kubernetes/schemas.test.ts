import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { charts } from "../../components/helm/charts.ts";
import { published, written } from "../../rehearsal/kubernetes/custom-definitions.ts";
import { type Request, verdicts } from "./api-server.ts";
import {
  binding,
  configMap,
  custom,
  deployment,
  externalSecret,
  nodePool,
  service,
  spot,
  statefulSet,
} from "./objects.ts";
import { refusedCustom } from "./refused-custom.ts";
import { refusedChanges, refusedObjects } from "./refused-objects.ts";
import { refusedPods } from "./refused-pods.ts";
import { faults, withoutDefinition } from "./schemas.ts";

const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
const probe = { httpGet: { path: "/health", port: "http" } };

/** Objects of every way to be judged that are as they should be. */
const accepted: readonly Request["object"][] = [
  service({ selector: { app: "api" }, ports: [{ port: 80, targetPort: "http" }] }),
  service({ clusterIP: "None", ports: [{ port: 80 }] }),
  deployment({ livenessProbe: probe, ports: [{ name: "http", containerPort: 80 }] }),
  statefulSet("1Gi"),
  custom("external-secrets.io/v1", "ExternalSecret", externalSecret),
  custom("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", binding),
  nodePool([spot]),
];

describe("the judgement of Kubernetes objects", () => {
  for (const [what, object, said, rest] of [...refusedObjects, ...refusedPods, ...refusedChanges, ...refusedCustom]) {
    it(`refuses ${what}`, () => {
      const found = faults([{ id: "one", object, ...rest }]);
      assert.ok(found.length === 1 && found[0]?.includes(said), found.join("\n") || "nothing is wrong");
    });
  }

  it("accepts objects without faults, in a namespace with the restricted standard", () => {
    const requests = accepted.map((object, index) => ({ id: String(index), object, namespaceLabels: restricted }));
    assert.deepEqual(faults(requests), []);
  });

  it("accepts the changes that the API server can make in place", () => {
    const requests: [object: Request["object"], old: Request["object"]][] = [
      [deployment({ env: [{ name: "MODE", value: "a" }] }), deployment()],
      [configMap({ a: "2" }), configMap({ a: "1" })],
    ];
    assert.deepEqual(faults(requests.map(([object, old], index) => ({ id: String(index), object, old }))), []);
  });

  it("answers in the order of the requests, thousands in seconds", function () {
    this.timeout(60_000);
    const requests = Array.from({ length: 3_000 }, (_, index) => ({ id: String(index), object: deployment() }));
    assert.deepEqual(
      verdicts(requests).map(({ id }) => id),
      requests.map(({ id }) => id),
    );
  });

  it("lists the kinds without a published definition", () => {
    assert.deepEqual(Object.keys(written), ["elbv2.k8s.aws/TargetGroupBinding"]);
    assert.deepEqual(Object.keys(withoutDefinition), ["opentelemetry.io/OpenTelemetryCollector"]);
  });

  it("reads the definitions of the versions that the charts install", () => {
    const pinned = readFileSync("tools/kubernetes-definitions/go.mod", "utf8");
    const versions = new Map(
      [...pinned.matchAll(/^\t(\S+) v(\S+)$/gm)].map(([, name = "", version]) => [name, version]),
    );
    const expected = {
      "github.com/aws/karpenter-provider-aws": charts["karpenter-crd"],
      "github.com/cert-manager/cert-manager": charts["cert-manager"],
      "github.com/kyverno/kyverno": charts.kyverno,
      "github.com/prometheus-operator/prometheus-operator": charts["prometheus-operator-crds"],
      "github.com/vmware-tanzu/velero": charts.velero,
    };
    for (const [name, { appVersion }] of Object.entries(expected)) {
      assert.equal(versions.get(name), appVersion.replace(/^v/, ""), name);
    }
    // The chart's version 2 has no Go module; the API version external-secrets.io/v1 is the same.
    const others = [
      "github.com/external-secrets/external-secrets",
      "github.com/kubernetes-csi/external-snapshotter/client/v8",
    ];
    const used = new Set(Object.values(published).map(([name]) => name));
    assert.deepEqual([...versions.keys()].sort(), [...used].sort());
    assert.deepEqual([...used].filter((name) => !(name in expected)).sort(), others);
  });
});
