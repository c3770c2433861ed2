import * as layers from "./layers/index.ts";
import { localSettings, type Settings, settings } from "./stacks/settings.ts";

/** The platform on one page: definition, providers, parts, outputs; of the stack that is given, or that Pulumi runs. */
export default async function platform(given?: Settings) {
  const withoutAws = given === undefined ? localSettings() : undefined;
  if (withoutAws !== undefined) return layers.local(withoutAws.config, withoutAws.definition);
  const { config, definition, part } = given ?? settings();

  const { contracts } = layers;
  const run = new layers.Run({ config, definition, part });
  const isFirst = part === undefined || part.name === "foundation";
  const keys = isFirst ? undefined : (await run.contract("foundation", contracts.foundation)).keys;
  const context = await layers.context(config, definition, keys);

  const foundation = run.part(
    "foundation",
    contracts.foundation,
    async () => layers.foundationPart(context, definition),
    (contract) => ({ ...layers.handedFoundation(context, definition, contract), keys: contract.keys }),
  );
  const stores = run.part(
    "stores",
    contracts.stores,
    async () => layers.storesPart(context, definition, await foundation()),
    (contract) => contract,
  );
  const edge = run.part(
    "edge",
    contracts.edge,
    async () => layers.edgePart(context, definition, await foundation()),
    (contract) => contract,
  );
  const upToEdge = async () => ({ ...(await foundation()), ...(await stores()), ...(await edge()) });
  const workloads = run.part(
    "workloads",
    contracts.workloads,
    async () => layers.workloadsPart(context, definition, await upToEdge()),
    (contract) => ({ ...contract, madeIdentities: [], madeDriver: [] }),
  );
  const upToWorkloads = async () => ({ ...(await upToEdge()), ...(await workloads()) });
  const objects = run.part(
    "objects",
    contracts.objects,
    async () => layers.objectsPart(context, definition, await upToWorkloads()),
    (contract) => contract,
  );
  run.part(
    "operations",
    contracts.operations,
    async () => layers.operationsPart(context, definition, { ...(await upToWorkloads()), ...(await objects()) }),
    (contract) => contract,
  );

  return run.end();
}
