import * as pulumi from "@pulumi/pulumi";
import { release } from "../helm/release.ts";
import { outputs } from "../outputs.ts";

/**
 * CRDs of Prometheus Operator, such as PrometheusRule and ServiceMonitor, in a separate release, since Helm
 * installs CRDs of a chart's crds folder but does not upgrade them.
 */
export class PrometheusCrds extends pulumi.ComponentResource {
  constructor(name: string, _args: Record<string, never>, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:PrometheusCrds", name, {}, opts);

    const settings = { namespace: "kube-system", timeout: 300, values: {} };
    release(name, "prometheus-operator-crds", settings, { parent: this });

    this.registerOutputs(outputs(this));
  }
}
