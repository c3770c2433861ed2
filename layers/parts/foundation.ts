import { addressSums } from "../addresses.ts";
import type { Context } from "../context.ts";
import type { FoundationContract } from "../contracts/foundation.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { StackDefinition } from "../definition.ts";
import { foundation } from "../foundation.ts";
import { each } from "../table.ts";
import type { Made } from "./run.ts";

/** Keys, network, clusters and image repositories. */
export function foundationPart(
  context: Context,
  definition: StackDefinition,
): Made<Foundation & Pick<FoundationContract, "keys">> {
  const { config, keys } = context;
  const { cluster } = definition;
  const made = foundation(context, definition);
  return {
    handed: { ...made, keys },
    outputs: {
      vpcId: made.network.vpcId,
      addresses: addressSums(config, definition),
      kubeconfigCommand: cluster && `aws eks update-kubeconfig --name ${cluster.clusterName} --region ${config.region}`,
      repositories: each(made.repositories, (_, { repositoryUrl }) => repositoryUrl),
    },
  };
}
