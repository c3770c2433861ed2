import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Alloy } from "../../../components/telemetry/alloy.ts";
import { at, deploy } from "../../harness.ts";

const program = () => new Alloy("alloy", { namespace: "node-agents", lokiUrl: "http://loki.monitoring.svc:3100" });

describe("Alloy", () => {
  it("AIV-OBS-02 reads the files of its node's pods on every node and hands them to Loki, in place of Promtail", async () => {
    const { one } = await deploy(program);
    const release = one(kubernetes.helm.v3.Release);
    assert.deepEqual(
      [release.inputs["chart"], release.inputs["version"], at(release, "repositoryOpts.repo")],
      ["alloy", "1.11.1", "https://grafana.github.io/helm-charts"],
    );
    assert.equal(at(release, "values.controller.type"), "daemonset");
    assert.deepEqual(at(release, "values.controller.tolerations"), [{ operator: "Exists" }]);
    assert.equal(at(release, "values.alloy.mounts.varlog"), true);
    const config = String(at(release, "values.alloy.configMap.content"));
    assert.match(config, /url = "http:\/\/loki\.monitoring\.svc:3100\/loki\/api\/v1\/push"/);
    assert.match(config, /field = "spec\.nodeName=" \+ sys\.env\("HOSTNAME"\)/);
    assert.deepEqual(at(release, "values.alloy.extraEnv.0.valueFrom.fieldRef.fieldPath"), "spec.nodeName");
  });

  it("leads every component's output into one that exists, in a text whose blocks close and that Helm leaves alone", async () => {
    const { one } = await deploy(program);
    const config = String(at(one(kubernetes.helm.v3.Release), "values.alloy.configMap.content"));
    const made = new Set(
      [...config.matchAll(/^([a-z.]+[a-z_]*(?:\.[a-z_]+)*) "(\w+)" \{$/gm)].map(
        ([, kind, label]) => `${kind}.${label}`,
      ),
    );
    assert.deepEqual(
      [...made],
      [
        "discovery.kubernetes.pods",
        "discovery.relabel.pods",
        "local.file_match.pods",
        "loki.source.file.pods",
        "loki.process.pods",
        "loki.write.loki",
      ],
    );
    const used = [...config.matchAll(/\b((?:discovery|local|loki)\.[a-z_.]+)\.(?:targets|output|receiver)\b/g)];
    assert.equal(used.length, 5);
    for (const [, component] of used) assert.ok(made.has(String(component)), String(component));
    assert.equal(config.split("{").length, config.split("}").length);
    assert.doesNotMatch(config, /\{\{/);
  });

  it("is root to read, and may do nothing with it", async () => {
    const { one } = await deploy(program);
    assert.deepEqual(at(one(kubernetes.helm.v3.Release), "values.alloy.securityContext"), {
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    });
  });
});
