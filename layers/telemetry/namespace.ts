import type * as pulumi from "@pulumi/pulumi";
import { TelemetryNamespace } from "../../components/telemetry/telemetry-namespace.ts";
import type { Context } from "../context.ts";
import type { Foundation, FoundationDefinition } from "../foundation.ts";

/** What telemetry waits for. */
export interface Prepared {
  /** CRDs of the Prometheus operator. */
  prometheusCrds: pulumi.Resource | undefined;
  /** Name of the ClusterSecretStore. */
  secretStore?: pulumi.Input<string> | undefined;
  /** Add-ons: nodes for its pods, and what fills its Secrets. */
  ready: readonly pulumi.Resource[];
}

/** The namespace of telemetry, and the options of what runs there. */
export interface Place {
  cluster: NonNullable<Foundation["cluster"]>;
  namespace: pulumi.Output<string>;
  namespaceName: string;
  opts: pulumi.ComponentResourceOptions & { dependsOn: pulumi.Resource[] };
}

/** The namespace of telemetry on the stack's cluster. */
export function telemetryNamespace(
  { home }: Context,
  { network }: Pick<FoundationDefinition, "network">,
  { cluster, optionalAddons, newNamespaces: transformations }: Foundation,
  { prometheusCrds, ready }: Prepared,
  namespaceName: string,
): Place | undefined {
  if (cluster === undefined) return undefined;
  // Among the optional add-ons of EKS is the operator that runs collectors.
  const kinds = [prometheusCrds, optionalAddons].filter((each) => each !== undefined);
  const dependsOn = [cluster, ...ready, ...kinds];
  const opts = { ...home.opts, provider: cluster.provider, transformations, dependsOn };
  const { namespace } = new TelemetryNamespace("telemetry", { namespaceName, nodeCidr: network.cidrBlock }, opts);
  return { cluster, namespace, namespaceName, opts };
}
