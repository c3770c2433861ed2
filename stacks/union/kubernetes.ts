import type { AddOnsDefinition } from "../../layers/addons.ts";
import type { KubernetesDefinition } from "../../layers/kubernetes.ts";
import type { Size } from "./size.ts";

/** What runs on the cluster besides AWS's own add-ons. */
export function kubernetes(_size: Size): AddOnsDefinition & KubernetesDefinition {
  return { clusterAddOns: undefined, namespaces: {}, deployments: {} };
}
