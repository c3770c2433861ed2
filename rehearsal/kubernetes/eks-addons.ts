import type { Thing } from "../account/thing.ts";
import type { KubernetesObject } from "./api.ts";
import { controller } from "./stand-in-pods.ts";
import { record } from "./values.ts";

interface AddonPods {
  /** Name of the Deployment or DaemonSet. */
  name: string;
  /** On each node. @default false */
  daemon?: boolean;
  /** @default 2 */
  replicas?: number;
  requests: Readonly<Record<string, string>>;
}

/** The pods of EKS add-ons by the name of the add-on, with the requests of their manifests (not looked up). */
const pods: Readonly<Record<string, readonly AddonPods[]>> = {
  coredns: [{ name: "coredns", requests: { cpu: "100m", memory: "70Mi" } }],
  "vpc-cni": [{ name: "aws-node", daemon: true, requests: { cpu: "50m" } }],
  "kube-proxy": [{ name: "kube-proxy", daemon: true, requests: { cpu: "100m" } }],
  "eks-pod-identity-agent": [{ name: "eks-pod-identity-agent", daemon: true, requests: {} }],
  "metrics-server": [{ name: "metrics-server", requests: { cpu: "100m", memory: "200Mi" } }],
  "aws-ebs-csi-driver": [
    { name: "ebs-csi-controller", requests: { cpu: "60m", memory: "240Mi" } },
    { name: "ebs-csi-node", daemon: true, requests: { cpu: "30m", memory: "120Mi" } },
  ],
  "aws-efs-csi-driver": [
    { name: "efs-csi-controller", requests: {} },
    { name: "efs-csi-node", daemon: true, requests: {} },
  ],
  "snapshot-controller": [{ name: "snapshot-controller", requests: {} }],
  adot: [{ name: "opentelemetry-operator", replicas: 1, requests: { cpu: "100m", memory: "64Mi" } }],
  "cert-manager": [{ name: "cert-manager", replicas: 1, requests: {} }],
  "amazon-cloudwatch-observability": [
    {
      name: "amazon-cloudwatch-observability-controller-manager",
      replicas: 1,
      requests: { cpu: "100m", memory: "64Mi" },
    },
    { name: "cloudwatch-agent", daemon: true, requests: { cpu: "250m", memory: "128Mi" } },
    { name: "fluent-bit", daemon: true, requests: { cpu: "50m", memory: "25Mi" } },
  ],
};

/** What the EKS add-ons of a cluster run in kube-system. */
export function addonPods(things: readonly Thing[]): KubernetesObject[] {
  return things
    .filter(({ type }) => type === "aws:eks/addon:Addon")
    .flatMap(({ inputs }) => pods[String(inputs["addonName"])] ?? [])
    .map(({ name, daemon = false, replicas = 2, requests }) =>
      controller({
        name,
        namespace: "kube-system",
        kind: daemon ? "DaemonSet" : "Deployment",
        replicas,
        requests,
        // What runs on each node runs on those with taints as well.
        placement: daemon ? { tolerations: [{ operator: "Exists" }] } : {},
      }),
    );
}

/** Whether an add-on is one whose pods are not known. */
export function isUnknownAddon({ type, inputs }: Thing): boolean {
  return type === "aws:eks/addon:Addon" && !(String(record(inputs)["addonName"]) in pods);
}
