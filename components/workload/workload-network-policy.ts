import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Callee, type Caller, credentials, dnsRule, egressRule, ingressRule } from "../cluster/network-peers.ts";
import type { DeploymentArgs } from "./deployment-args.ts";
import type { Named } from "./labels.ts";

/** Network policy of a workload: ingress from its callers to its port, egress to its callees. */
export function workloadNetworkPolicy(
  name: string,
  { callers, callees, identity, metrics, route, workload }: DeploymentArgs,
  metadata: Named,
  child: { parent: pulumi.Resource },
): kubernetes.networking.v1.NetworkPolicy {
  const from: Caller[] = [
    ...Object.values(callers),
    ...(metrics ? [metrics.scraper] : []),
    ...(route ? [{ kind: "addresses" as const, cidrBlocks: route.cidrBlocks }] : []),
  ];
  const to: Callee[] = [...Object.values(callees), ...(identity ? [credentials[identity.kind]] : [])];
  return new kubernetes.networking.v1.NetworkPolicy(
    name,
    {
      metadata,
      spec: {
        podSelector: { matchLabels: { app: metadata.labels.app } },
        policyTypes: ["Ingress", "Egress"],
        ingress: from.map((caller) => ingressRule(caller, workload.port)),
        egress: [dnsRule, ...to.map(egressRule)],
      },
    },
    child,
  );
}
