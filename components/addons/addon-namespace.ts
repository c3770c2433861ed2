import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

export interface AddonNamespaceArgs {
  /** Name of the namespace. */
  namespace: string;
  /** TCP ports that the API server, the load balancer or Prometheus connect to, wherever they are; none keeps everybody else out. */
  ports: readonly number[];
  /** Whether pods count as ready only once the load balancer's target group says so. @default false */
  readinessGates?: boolean;
}

/**
 * A namespace for one add-on: its pods meet the restricted Pod Security Standard, talk to each other, to DNS, to the Pod
 * Identity agent and over HTTPS, and never to the node's instance metadata.
 */
export class AddonNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known from the start; whoever waits for the component finds its limits and policies in force. */
  readonly namespace: string;

  constructor(name: string, args: AddonNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:AddonNamespace", name, {}, opts);
    const { readinessGates = false } = args;
    const child = { parent: this };

    const labels = {
      ...podSecurity,
      "app.kubernetes.io/part-of": "platform",
      ...(readinessGates && { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" }),
    };
    const namespace = new kubernetes.core.v1.Namespace(name, { metadata: { name: args.namespace, labels } }, child);
    const inside = { namespace: namespace.metadata.name };
    new kubernetes.core.v1.LimitRange(
      name,
      { metadata: { name: "defaults", ...inside }, spec: { limits: [containerDefaults] } },
      child,
    );
    // An add-on that could open a load balancer or a node port would open it past the gateway.
    const hard = { pods: "50", "services.loadbalancers": "0", "services.nodeports": "0" };
    new kubernetes.core.v1.ResourceQuota(name, { metadata: { name: "bounds", ...inside }, spec: { hard } }, child);
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-default-deny`,
      { metadata: { name: "default-deny", ...inside }, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
      child,
    );
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      { metadata: { name: "add-on", ...inside }, spec: traffic(args.ports) },
      child,
    );

    this.namespace = args.namespace;
    this.registerOutputs(outputs(this));
  }
}

/** Labels that make the API server enforce the restricted Pod Security Standard. */
export const podSecurity = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
} as const;

/** For containers whose chart says nothing. */
const containerDefaults = {
  type: "Container",
  defaultRequest: { cpu: "20m", memory: "64Mi" },
  default: { memory: "256Mi" },
};

/** DNS of the cluster, the Pod Identity agent on every node, and HTTPS; the node's own credentials are out of reach. */
export const outward: kubernetes.types.input.networking.v1.NetworkPolicyEgressRule[] = [
  {
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ],
    ports: [
      { protocol: "UDP", port: 53 },
      { protocol: "TCP", port: 53 },
    ],
  },
  { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ protocol: "TCP", port: 80 }] },
  {
    to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
    ports: [{ protocol: "TCP", port: 443 }],
  },
];

function traffic(ports: readonly number[]): kubernetes.types.input.networking.v1.NetworkPolicySpec {
  return {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [{ podSelector: {} }] },
      // The API server has no pods: webhooks are called from addresses of the VPC. A rule without ports would open them all.
      ...(ports.length === 0 ? [] : [{ ports: ports.map((port) => ({ protocol: "TCP", port })) }]),
    ],
    egress: [{ to: [{ podSelector: {} }] }, ...outward],
  };
}
