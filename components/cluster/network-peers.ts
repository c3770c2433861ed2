import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Pods of a namespace: those that carry the labels, or all of them where there are none. */
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

/** Who connects to a pod. */
export type Caller = Pods | Addresses;

/** What a pod connects to, over TCP; https is HTTPS to any address, in the VPC or outside. */
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

/** The agent from which EKS Pod Identity hands out credentials, on every node. */
const podIdentityAgent: Callee = { kind: "addresses", cidrBlocks: ["169.254.170.23/32"], port: 80 };

/** What a pod connects to for its AWS credentials: the agent on its node, or the regional endpoint of STS. */
export const credentials: Readonly<Record<"podIdentity" | "irsa", Callee>> = {
  podIdentity: podIdentityAgent,
  irsa: { kind: "https" },
};

/** Admits a caller to one port. */
export function ingressRule(from: Caller, port: number): Ingress {
  return { from: peers(from), ports: [tcp(port)] };
}

/** Lets a pod connect to a callee. HTTPS to everywhere leaves out the instance metadata, where a node keeps its credentials. */
export function egressRule(to: Callee): Egress {
  if (to.kind === "https")
    return { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }], ports: [tcp(443)] };
  return { to: peers(to), ports: [tcp(to.port)] };
}

/** Lets a pod ask the cluster's DNS, over both of its protocols. */
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
