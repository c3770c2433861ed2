import * as pulumi from "@pulumi/pulumi";
import { release } from "../helm/release.ts";
import { outputs } from "../outputs.ts";

/**
 * The kinds that Prometheus Operator knows: PrometheusRule, ServiceMonitor and the others. They come by themselves and
 * before all that uses them, as a chart would only ever install the CRDs of its own crds folder and never bring them up to date.
 */
export class PrometheusCrds extends pulumi.ComponentResource {
  constructor(name: string, _args: Record<string, never>, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:PrometheusCrds", name, {}, opts);

    const settings = { namespace: "kube-system", timeout: 300, values: {} };
    release(name, "prometheus-operator-crds", settings, { parent: this });

    this.registerOutputs(outputs(this));
  }
}
