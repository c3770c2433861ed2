import * as pulumi from "@pulumi/pulumi";
import { containerSecurity, podSecurity } from "../cluster/pod.ts";
import { release } from "../helm/release.ts";
import { resources } from "../helm/values.ts";
import { outputs } from "../outputs.ts";
import { alloyConfig } from "./alloy-config.ts";

/** Arguments of Alloy. */
export interface AlloyArgs {
  /** Namespace of Alloy. */
  namespace: pulumi.Input<string>;
  /** URL of Loki, without a path. */
  lokiUrl: pulumi.Input<string>;
  /** Number of clustered pods. */
  replicas: number;
}

/**
 * Grafana Alloy: sends container logs to Loki; it replaces Promtail, whose support ended in March 2026. It reads logs from the
 * Kubernetes API, so it needs no host paths and no privileged namespace.
 */
export class Alloy extends pulumi.ComponentResource {
  constructor(name: string, args: AlloyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:Alloy", name, {}, opts);

    release(
      name,
      "alloy",
      {
        namespace: args.namespace,
        timeout: 600,
        values: {
          crds: { create: false },
          global: { podSecurityContext: podSecurity(473) },
          alloy: {
            configMap: { create: true, content: pulumi.output(args.lokiUrl).apply(alloyConfig) },
            clustering: { enabled: true },
            enableReporting: false,
            mounts: { varlog: false, extra: [{ name: "storage", mountPath: "/tmp/alloy" }] },
            resources: resources("100m", "512Mi"),
            securityContext: containerSecurity,
          },
          configReloader: { securityContext: containerSecurity, resources: resources("10m", "64Mi") },
          controller: {
            type: "statefulset",
            replicas: args.replicas,
            volumes: { extra: [{ name: "storage", emptyDir: { sizeLimit: "256Mi" } }] },
            podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
          },
          serviceMonitor: { enabled: true },
        },
      },
      { parent: this },
    );

    this.registerOutputs(outputs(this));
  }
}
