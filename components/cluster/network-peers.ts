import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Pods of a namespace, by their labels; all pods without labels. */
export interface Pods {
  /** Pods, selected by namespace and labels. */
  kind: "pods";
  /** Name of the namespace. */
  namespace: string;
  /** Labels of the pods. */
  labels: Readonly<Record<string, string>>;
}

/** IPv4 addresses, as CIDR blocks. */
export interface Addresses {
  /** IPv4 addresses. */
  kind: "addresses";
  /** CIDR blocks. */
  cidrBlocks: readonly pulumi.Input<string>[];
}

/** Source of ingress to a pod. */
export type Caller = Pods | Addresses;

/** Destination of egress from a pod over TCP. */
export type Callee =
  | ((Pods | Addresses) & {
      /** TCP port. */
      port: number;
    })
  | {
      /** HTTPS to any address, on port 443. */
      kind: "https";
    };

type Ingress = kubernetes.types.input.networking.v1.NetworkPolicyIngressRule;
type Egress = kubernetes.types.input.networking.v1.NetworkPolicyEgressRule;

/** The EKS Pod Identity Agent on every node. */
const podIdentityAgent: Callee = { kind: "addresses", cidrBlocks: ["169.254.170.23/32"], port: 80 };

/** Egress for AWS credentials: the Pod Identity Agent on the node, or AWS STS. */
export const credentials: Readonly<Record<"podIdentity" | "irsa", Callee>> = {
  podIdentity: podIdentityAgent,
  irsa: { kind: "https" },
};

/** Ingress rule for one port. */
export function ingressRule(from: Caller, port: number): Ingress {
  return { from: peers(from), ports: [tcp(port)] };
}

/** Egress rule; HTTPS to any address excludes the instance metadata service with the node's credentials. */
export function egressRule(to: Callee): Egress {
  if (to.kind === "https")
    return { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }], ports: [tcp(443)] };
  return { to: peers(to), ports: [tcp(to.port)] };
}

/** Egress rule for the cluster's DNS over UDP and TCP. */
export const dnsRule: Egress = {
  to: peers({ kind: "pods", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } }),
  ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
};

function peers(of: Caller): kubernetes.types.input.networking.v1.NetworkPolicyPeer[] {
  if (of.kind === "addresses") return of.cidrBlocks.map((cidr) => ({ ipBlock: { cidr } }));
  return [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": of.namespace } },
      podSelector: { matchLabels: of.labels },
    },
  ];
}

function tcp(port: number): kubernetes.types.input.networking.v1.NetworkPolicyPort {
  return { protocol: "TCP", port };
}
