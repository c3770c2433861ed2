import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

/** Arguments of AddonNamespace. */
export interface AddonNamespaceArgs {
  /** Name of the namespace. */
  namespace: string;
  /** TCP ports that the API server, the load balancer or Prometheus connect to, from any address; none allows no ingress from outside the namespace. */
  ports: readonly number[];
  /** Whether a pod is ready only when the load balancer's target group reports it healthy (pod readiness gate). @default false */
  readinessGates?: boolean;
}

/**
 * A namespace for one add-on. Its pods meet the restricted Pod Security Standard and may connect to each other, to DNS,
 * to the EKS Pod Identity Agent and to HTTPS endpoints, but not to the instance metadata service.
 */
export class AddonNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known at preview; resources that depend on the component are created after its quota and network policies. */
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
    // A Service of type LoadBalancer or NodePort would bypass the gateway.
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

/** Defaults for containers whose chart sets no requests or limits. */
const containerDefaults = {
  type: "Container",
  defaultRequest: { cpu: "20m", memory: "64Mi" },
  default: { memory: "256Mi" },
};

/** Egress to the cluster's DNS, the Pod Identity Agent on every node, and HTTPS; the instance metadata service is excluded. */
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
      // The API server calls webhooks from addresses of the VPC, not from pods; a rule without ports would open every port.
      ...(ports.length === 0 ? [] : [{ ports: ports.map((port) => ({ protocol: "TCP", port })) }]),
    ],
    egress: [{ to: [{ podSelector: {} }] }, ...outward],
  };
}
