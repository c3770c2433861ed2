import type * as pulumi from "@pulumi/pulumi";
import { TelemetryNamespace } from "../../components/telemetry/telemetry-namespace.ts";
import type { Context } from "../context.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { FoundationDefinition } from "../foundation.ts";
import type { Images } from "../images.ts";
import type { WithKubernetes } from "../kubernetes.ts";

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
  /** Arguments of every component that installs a chart. */
  charts: Images;
  /** Options of components whose pods have roles of their own: these do not wait, their charts wait for the namespace. */
  early: pulumi.ComponentResourceOptions;
  opts: pulumi.ComponentResourceOptions & { dependsOn: pulumi.Resource[] };
}

/** The name of the namespace, and what is to run in it. */
interface Wanted {
  namespace: string;
  prometheus?: object;
  collector?: object;
}

/** The namespace of telemetry on the stack's cluster. */
export function telemetryNamespace(
  { home }: Context,
  { network }: Pick<FoundationDefinition, "network">,
  { cluster, kubernetes, images, made }: Foundation & WithKubernetes,
  { prometheusCrds, ready }: Prepared,
  { namespace: namespaceName, prometheus, collector }: Wanted,
): Place | undefined {
  if (cluster === undefined || kubernetes === undefined) return undefined;
  // Among the optional add-ons of EKS is the operator that runs collectors.
  const kinds = [prometheusCrds, ...made.addons].filter((each) => each !== undefined);
  const dependsOn = [...made.cluster, ...made.images, ...ready, ...kinds];
  const { provider, newNamespaces: transformations } = kubernetes;
  const early = { ...home.opts, provider, transformations };
  const opts = { ...early, dependsOn };
  const runs = { prometheus: prometheus !== undefined, collector: collector !== undefined };
  const { namespace } = new TelemetryNamespace(
    "telemetry",
    { namespaceName, nodeCidr: network.cidrBlock, ...runs },
    opts,
  );
  return { cluster, namespace, namespaceName, charts: images, early, opts };
}
