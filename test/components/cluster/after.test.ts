import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { chartsAfter } from "../../../components/cluster/after.ts";
import { deploy } from "../../harness.ts";

describe("chartsAfter", () => {
  it("has charts wait, and neither namespaces nor charts of CRDs", async () => {
    const { resources } = await deploy(() => {
      const first = new kubernetes.core.v1.ConfigMap("first", {});
      const parent = new pulumi.ComponentResource(
        "test:index:Component",
        "component",
        {},
        { transformations: [chartsAfter([first])] },
      );
      const release = (name: string) => new kubernetes.helm.v3.Release(name, { chart: name }, { parent });
      new kubernetes.core.v1.Namespace("karpenter", {}, { parent });
      release("karpenter-crd");
      release("karpenter");
      return {};
    });
    const waits = resources
      .filter(({ dependencies }) => dependencies.some((urn) => urn.endsWith("::first")))
      .map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(waits, ["kubernetes:helm.sh/v3:Release karpenter"]);
  });
});
