import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type SubnetBlocks, subnetBlocks } from "../../components/network/subnets.ts";
import type { Context } from "../context.ts";
import { type Images, imageArgs, type WithCharts } from "../images.ts";
import type { FoundationContract } from "./foundation.ts";

/** What connects to a data store: pods and nodes of the cluster, or tasks of the services. */
export type Caller = "cluster" | "services";

/** The foundation as other layers use it, made in this run or handed over by another part. */
export interface Foundation extends Omit<FoundationContract, "keys"> {
  /** CIDR blocks of the subnets, as the definition has them or as they are computed. */
  subnets: SubnetBlocks;
  /** Security groups of the callers that the stack has. */
  callers: Partial<Record<Caller, pulumi.Output<string>>>;
  images: Images;
  /** What was made in this run. */
  made: MadeFoundation;
}

/** Resources that others wait for where they are made in the same run; empty where another part made them. */
export interface MadeFoundation {
  cluster: readonly pulumi.Resource[];
  /** Kubernetes provider of the cluster. */
  provider?: kubernetes.Provider;
  /** Pull through cache of images. */
  images: readonly pulumi.Resource[];
  /** Add-ons of EKS that not every cluster has; some bring kinds of objects, and what handles them. */
  addons: readonly pulumi.Resource[];
}

/** The definition as far as it says what follows from the contract. */
type Definition = WithCharts & { network: Omit<Parameters<typeof subnetBlocks>[0], "zones"> };

/** What other layers use of the foundation: the contract, and what follows from it and from the definition. */
export function handedFoundation(
  context: Context,
  definition: Definition,
  contract: Omit<FoundationContract, "keys">,
  made: MadeFoundation = { cluster: [], images: [], addons: [] },
): Foundation {
  const { cluster, containers } = contract;
  return {
    ...contract,
    subnets: subnetBlocks({ ...definition.network, zones: context.zones }),
    callers: {
      ...(cluster && { cluster: cluster.securityGroupId }),
      ...(containers && { services: containers.securityGroupId }),
    },
    images: imageArgs(context, definition),
    made,
  };
}
