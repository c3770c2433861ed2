import type { Api, KubernetesObject } from "./api.ts";

/** A node, as its pods see it. */
export interface Node {
  name: string;
  labels: Readonly<Record<string, string>>;
  taints: readonly { key: string; value?: string; effect: string }[];
  /** vCPU that pods may request, for example 3920m. */
  cpu: string;
  /** Memory that pods may request, for example 15000Mi. */
  memory: string;
  /** How many pods it takes. */
  pods: number;
}

/** Registers nodes, ready, as their kubelets would. */
export async function register(api: Api, nodes: readonly Node[]): Promise<void> {
  for (const node of nodes) await api.send("POST", "/api/v1/nodes", nodeObject(node));
}

/** A node as its kubelet registers it, ready. */
export function nodeObject({ name, labels, taints, cpu, memory, pods }: Node): KubernetesObject {
  const size = { cpu, memory, pods: String(pods), "ephemeral-storage": "80Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { ...systemLabels(name), ...labels } },
    spec: { taints },
    status: {
      capacity: size,
      allocatable: size,
      conditions: [{ type: "Ready", status: "True", reason: "KubeletReady" }],
    },
  };
}

function systemLabels(name: string): Record<string, string> {
  return { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "arm64" };
}

/** The one node of a kind cluster with the label of docs/local.md; its size is that of a small laptop, which no document fixes. */
export const kindNode: Node = {
  name: "platform-control-plane",
  labels: { "topology.kubernetes.io/zone": "local" },
  taints: [],
  cpu: "4",
  memory: "8Gi",
  pods: 110,
};
