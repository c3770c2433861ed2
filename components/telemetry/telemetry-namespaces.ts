import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AddOnNamespace } from "../addons/add-on-namespace.ts";
import { Namespace } from "../cluster/namespace.ts";
import type { Pods } from "../cluster/network-peers.ts";

export interface TelemetryNamespacesArgs {
  /** Name of the namespace of everything that collects and shows. */
  namespaceName: string;
  /** Whether something reads files of the nodes, which needs a namespace of its own. */
  agents: boolean;
  /** IPv4 addresses of the nodes, as a CIDR block: kubelets and node exporters listen there. */
  nodeCidr: pulumi.Input<string>;
}

/** Name of the namespace of what reads files of the nodes. */
export const agentNamespace = "node-agents";

/** The pods that scrape, by the namespace of telemetry; workloads admit them. */
export function scraper(namespace: string): Pods {
  return { kind: "pods", namespace, labels: { "app.kubernetes.io/name": "prometheus" } };
}

type Spec = kubernetes.types.input.networking.v1.NetworkPolicySpec;

/** Namespaces of telemetry, with the traffic that telemetry alone has: Prometheus scrapes everywhere, and everybody sends OTLP. */
export class TelemetryNamespaces extends pulumi.ComponentResource {
  /** Name of the namespace of everything that collects and shows, known once its policies hold. */
  readonly main: pulumi.Output<string>;
  /** Name of the namespace of what reads files of the nodes, known once its policies hold. */
  readonly agents: pulumi.Output<string> | undefined;

  constructor(name: string, args: TelemetryNamespacesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:telemetry:TelemetryNamespaces", name, {}, opts);
    const child = { parent: this };

    // The API server calls the webhook of Prometheus Operator.
    const { namespace } = new AddOnNamespace(name, { namespace: args.namespaceName, ports: [10250] }, child);
    const policies = Object.entries(traffic(args)).map(
      ([label, spec]) =>
        new kubernetes.networking.v1.NetworkPolicy(
          `${name}-${label}`,
          { metadata: { name: label, namespace }, spec },
          child,
        ),
    );
    const agents = args.agents ? this.agentNamespace(name, args.namespaceName) : undefined;

    const holding = pulumi.all(policies.map(({ id }) => id));
    this.main = pulumi.all([namespace, holding]).apply(([made]) => made);
    this.agents = agents?.namespaceName;
    this.registerOutputs({ main: this.main, agents: this.agents });
  }

  private agentNamespace(name: string, main: string): Namespace {
    return new Namespace(
      `${name}-agents`,
      {
        namespaceName: agentNamespace,
        podSecurity: { level: "privileged", reason: "The node exporter and Alloy read files of the node they run on" },
        // Two pods on each of a hundred nodes.
        quota: { cpu: { request: 10, limit: 110 }, memory: { request: 40_960, limit: 81_920 }, pods: 200 },
        openings: {
          scrape: { direction: "in", from: scraper(main), port: 12345 },
          loki: {
            direction: "out",
            to: { kind: "pods", namespace: main, labels: loki, port: 3100 },
          },
          "api-server": { direction: "out", to: { kind: "https" } },
        },
      },
      { parent: this },
    );
  }
}

const loki = { "app.kubernetes.io/name": "loki" };

/** What the policies of an add-on's namespace do not have: they let its pods talk to each other, and out over HTTPS. */
function traffic({ namespaceName, nodeCidr }: TelemetryNamespacesArgs): Record<string, Spec> {
  const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));
  const from = (namespaceSelector: object) => [{ namespaceSelector }];
  const named = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
  return {
    "prometheus-scrapes": {
      podSelector: { matchLabels: scraper(namespaceName).labels },
      policyTypes: ["Egress"],
      egress: [
        { to: [{ namespaceSelector: {} }] },
        { to: [{ ipBlock: { cidr: nodeCidr } }], ports: tcp(9100, 10249, 10250) },
      ],
    },
    "collector-takes": {
      podSelector: {
        matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["otel-collector"] }],
      },
      policyTypes: ["Ingress"],
      ingress: [{ from: from({}), ports: tcp(4317, 4318) }],
    },
    "loki-takes": {
      podSelector: { matchLabels: loki },
      policyTypes: ["Ingress"],
      ingress: [{ from: from(named(agentNamespace)), ports: tcp(3100) }],
    },
    // Mail servers take mail on this port, over TLS.
    "alertmanager-mails": {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "alertmanager" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }], ports: tcp(587) }],
    },
  };
}
