import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KongArgs } from "./kong-args.ts";
import { metadata, selector } from "./kong-pod.ts";

/** Network policies for egress to the upstreams and the database. */
export function networkPolicies(
  name: string,
  { upstreamNamespaces, mode }: Pick<KongArgs, "upstreamNamespaces" | "mode">,
  child: pulumi.CustomResourceOptions,
): kubernetes.networking.v1.NetworkPolicy[] {
  const policy = (
    role: string,
    podSelector: kubernetes.types.input.meta.v1.LabelSelector,
    egress: kubernetes.types.input.networking.v1.NetworkPolicyEgressRule[],
  ) =>
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-to-${role}`,
      { metadata: metadata(`to-${role}`), spec: { podSelector, policyTypes: ["Egress"], egress } },
      child,
    );
  const upstreams = {
    namespaceSelector: {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...upstreamNamespaces] }],
    },
  };
  return [
    ...(upstreamNamespaces.length === 0 ? [] : [policy("upstreams", { matchLabels: selector }, [{ to: [upstreams] }])]),
    // The database has no pod selector and its address can change; its security group allows the cluster.
    ...(mode.kind === "postgres"
      ? [
          policy("database", {}, [
            {
              to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }],
              ports: [{ protocol: "TCP", port: mode.port }],
            },
          ]),
        ]
      : []),
  ];
}
