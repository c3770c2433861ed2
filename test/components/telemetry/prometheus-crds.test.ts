import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { PrometheusCrds } from "../../../components/telemetry/prometheus-crds.ts";
import { deploy } from "../../harness.ts";

describe("PrometheusCrds", () => {
  it("is the chart of CRDs, at the version of kube-prometheus-stack's operator", async () => {
    const { one } = await deploy(() => new PrometheusCrds("prometheus-crds", {}));
    const { chart, version, namespace, atomic } = one(kubernetes.helm.v3.Release).inputs;
    assert.deepEqual([chart, version, namespace, atomic], ["prometheus-operator-crds", "32.0.0", "kube-system", true]);
  });
});
