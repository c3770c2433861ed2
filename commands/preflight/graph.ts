import type { PartName } from "../../layers/parts/order.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { type Inputs, isObject, text } from "../inputs.ts";

/** A resource that the first update creates. */
export interface Resource {
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  inputs: Inputs;
  /** Region of its provider; empty for what is not of AWS. */
  region: string;
  /** The part of the stack that creates it. */
  part: PartName;
  /** URNs that its inputs come from, by input. */
  uses: Readonly<Record<string, readonly string[]>>;
}

/** What a stack creates, and where. */
export interface Graph {
  stack: string;
  /** Account of the stack's configuration. */
  accountId: string;
  /** Region of the stack's configuration, then the other Regions of its providers. */
  regions: readonly string[];
  resources: readonly Resource[];
  /** The stack's configuration under `platform:`. */
  config: Inputs;
}

/** The resources of one of the types. */
export function ofType(graph: Graph, ...types: readonly string[]): Resource[] {
  return graph.resources.filter((each) => types.includes(each.type));
}

/** The resource that an input of another comes from. */
export function used(graph: Graph, resource: Resource, input: string, type: string): Resource | undefined {
  const urns = resource.uses[input] ?? [];
  return graph.resources.find((each) => each.type === type && urns.includes(each.urn));
}

/** Previews a stack offline, and keeps what it would create; the engine's errors end it. */
export async function graphOf(stack: string, config: Inputs): Promise<Graph> {
  const rehearsal = await Rehearsal.open({ stack, policyPack: "none" });
  try {
    const { steps, errors } = await rehearsal.preview();
    const aws = steps.filter(({ type }) => type === "pulumi:providers:aws");
    if (errors.length > 0 && steps.length === 0) throw new Error(errors.join("\n"));
    const regions = new Map(aws.map(({ urn, inputs }) => [urn, text(inputs, "region") ?? ""]));
    const dependencies = rehearsal.dependencies();
    const parts = rehearsal.parts(steps);
    const resources = steps.map(({ urn, type, name, inputs, provider }) => ({
      urn,
      type,
      name,
      inputs,
      region: text(inputs, "region") ?? regions.get(provider.split("::").slice(0, -1).join("::")) ?? "",
      part: parts.get(urn) ?? "foundation",
      uses: dependencies.get(urn)?.propertyDependencies ?? {},
    }));
    const home = text(config, "region") ?? [...regions.values()][0] ?? "";
    return {
      stack,
      accountId: text(config, "accountId") ?? "",
      regions: [...new Set([home, ...regions.values()])].filter((region) => region !== ""),
      resources,
      config,
    };
  } finally {
    rehearsal.close();
  }
}

/** The keys of a stack file under `platform:`, without the prefix. */
export function platformKeys(file: unknown): Inputs {
  const config = isObject(file) && isObject(file["config"]) ? file["config"] : {};
  const own = Object.entries(config).filter(([key]) => key.startsWith("platform:"));
  return Object.fromEntries(own.map(([key, value]) => [key.slice("platform:".length), value]));
}
