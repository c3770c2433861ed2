import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Alloy } from "../../../components/telemetry/alloy.ts";
import { at, deploy } from "../../harness.ts";

const args = { namespace: "monitoring", lokiUrl: "http://loki.monitoring.svc:3100", replicas: 2 };
const program = () => new Alloy("alloy", args);

/** The mounted configuration. */
async function config(): Promise<string> {
  const { one } = await deploy(program);
  return String(at(one(kubernetes.helm.v3.Release), "values.alloy.configMap.content"));
}

describe("Alloy", () => {
  it("AIV-OBS-02 collects logs of every pod and sends them to Loki, in place of Promtail", async () => {
    const { one } = await deploy(program);
    const release = one(kubernetes.helm.v3.Release);
    assert.deepEqual(
      [release.inputs["chart"], release.inputs["version"], at(release, "repositoryOpts.repo")],
      ["alloy", "1.11.1", "https://grafana.github.io/helm-charts"],
    );
    assert.match(await config(), /url = "http:\/\/loki\.monitoring\.svc:3100\/loki\/api\/v1\/push"/);
    for (const label of ["namespace", "pod", "container", "app"]) {
      assert.match(await config(), new RegExp(`target_label {2}= "${label}"`));
    }
  });

  it("is clustered, so that no log line is sent twice", async () => {
    const { one } = await deploy(program);
    const release = one(kubernetes.helm.v3.Release);
    assert.equal(at(release, "values.controller.replicas"), 2);
    assert.deepEqual(at(release, "values.alloy.clustering"), { enabled: true });
    assert.match(await config(), /loki\.source\.kubernetes "pods" \{[^}]*clustering \{\s*enabled = true/);
  });

  it("has valid references between components, and no Helm template syntax", async () => {
    const text = await config();
    const made = [...text.matchAll(/^([a-z.]+) "(\w+)" \{$/gm)].map(([, kind, label]) => `${kind}.${label}`);
    assert.deepEqual(made, [
      "discovery.kubernetes.pods",
      "discovery.relabel.pods",
      "loki.source.kubernetes.pods",
      "loki.write.loki",
    ]);
    const used = [...text.matchAll(/\b((?:discovery|loki)\.[a-z_.]+)\.(?:targets|output|receiver)\b/g)];
    assert.deepEqual(
      used.map(([, component]) => component),
      ["discovery.kubernetes.pods", "discovery.relabel.pods", "loki.write.loki"],
    );
    assert.equal(text.split("{").length, text.split("}").length);
    assert.doesNotMatch(text, /\{\{/);
  });

  it("sets a higher memory limit for the config reloader than its chart", async () => {
    const { one } = await deploy(program);
    assert.deepEqual(at(one(kubernetes.helm.v3.Release), "values.configReloader.resources"), {
      requests: { cpu: "10m", memory: "64Mi" },
      limits: { memory: "64Mi" },
    });
  });

  it("mounts no host paths, and does not run as root", async () => {
    const { one } = await deploy(program);
    const release = one(kubernetes.helm.v3.Release);
    assert.equal(at(release, "values.alloy.mounts.varlog"), false);
    assert.equal(at(release, "values.global.podSecurityContext.runAsNonRoot"), true);
    assert.deepEqual(at(release, "values.alloy.securityContext"), {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });
});
