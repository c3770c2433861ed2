import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AddonNamespace } from "../addons/addon-namespace.ts";
import type { Pods } from "../cluster/network-peers.ts";
import { outputs } from "../outputs.ts";

/** Arguments of TelemetryNamespace. */
export interface TelemetryNamespaceArgs {
  /** Name of the namespace. */
  namespaceName: string;
  /** CIDR block of the nodes, for egress to kubelets. */
  nodeCidr: pulumi.Input<string>;
}

/** Selector of the pods that scrape, by the namespace of telemetry. */
export function scraper(namespace: string): Pods {
  return { kind: "pods", namespace, labels: prometheus };
}

const prometheus = { "app.kubernetes.io/name": "prometheus" };

/**
 * The namespace of telemetry with the restricted Pod Security Standard: logs come from the Kubernetes API and node metrics from
 * kubelets, so no pod needs host paths.
 */
export class TelemetryNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known when its network policies exist. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: TelemetryNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:TelemetryNamespace", name, {}, opts);
    const child = { parent: this };

    // The API server calls the webhook of Prometheus Operator.
    const room = new AddonNamespace(name, { namespace: args.namespaceName, ports: [10250] }, child);
    const { namespace } = room;
    const policies = Object.entries(traffic(args.nodeCidr)).map(
      ([label, spec]) =>
        new kubernetes.networking.v1.NetworkPolicy(
          `${name}-${label}`,
          { metadata: { name: label, namespace }, spec },
          // The name is known before the namespace exists.
          { ...child, dependsOn: room },
        ),
    );

    const holding = pulumi.all(policies.map(({ id }) => id));
    this.namespace = pulumi.all([namespace, holding]).apply(([made]) => made);
    this.registerOutputs(outputs(this));
  }
}

/** Network policies in addition to those of an add-on's namespace: ingress from collectors' clients, and egress to kubelets and SMTP. */
function traffic(
  nodeCidr: pulumi.Input<string>,
): Record<string, kubernetes.types.input.networking.v1.NetworkPolicySpec> {
  const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));
  return {
    "prometheus-scrapes": {
      podSelector: { matchLabels: prometheus },
      policyTypes: ["Egress"],
      egress: [{ to: [{ namespaceSelector: {} }] }, { to: [{ ipBlock: { cidr: nodeCidr } }], ports: tcp(10250) }],
    },
    "collector-takes": {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "otel-collector" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ namespaceSelector: {} }], ports: tcp(4317, 4318) }],
    },
    // SMTP submission port with TLS.
    "alertmanager-mails": {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "alertmanager" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }], ports: tcp(587) }],
    },
  };
}
