import * as pulumi from "@pulumi/pulumi";
import { release } from "../addons/release.ts";
import { resources } from "../addons/values.ts";
import { alloyConfig } from "./alloy-config.ts";

export interface AlloyArgs {
  /** Namespace of Alloy; its pods read files of the node, which the restricted Pod Security Standard forbids. */
  namespace: pulumi.Input<string>;
  /** URL of Loki, without a path. */
  lokiUrl: pulumi.Input<string>;
}

/** Grafana Alloy on every node: hands what pods write to Loki, as Promtail did until it ended in March 2026. */
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
          alloy: {
            configMap: { create: true, content: pulumi.output(args.lokiUrl).apply(alloyConfig) },
            // The name of the node stands where Alloy would find the name of its pod.
            extraEnv: [{ name: "HOSTNAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            enableReporting: false,
            mounts: { varlog: true, extra: [{ name: "storage", mountPath: "/tmp/alloy" }] },
            resources: resources("50m", "256Mi"),
            // The files belong to root; nothing else is needed of it.
            securityContext: {
              runAsUser: 0,
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
              seccompProfile: { type: "RuntimeDefault" },
            },
          },
          configReloader: {
            securityContext: {
              runAsUser: 65534,
              runAsNonRoot: true,
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
              seccompProfile: { type: "RuntimeDefault" },
            },
            resources: resources("5m", "32Mi"),
          },
          controller: {
            type: "daemonset",
            // Logs of every node, whatever it is reserved for.
            tolerations: [{ operator: "Exists" }],
            volumes: { extra: [{ name: "storage", emptyDir: { sizeLimit: "256Mi" } }] },
          },
          serviceMonitor: { enabled: true },
        },
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
