import type { StackDefinition } from "../../layers/definition.ts";
import { Graph } from "../../rehearsal/proofs/graph.ts";
import type { Plan, Resource, Review } from "../../review/section.ts";
import { definitions } from "../../stacks/definitions.ts";
import type { Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf } from "../stacks/stack-settings.ts";

/** A resource of a plan; what a case does not say is empty. */
export function resource(given: Partial<Resource> & Pick<Resource, "type" | "name">): Resource {
  const urn = `urn:pulumi:dev::platform::${given.type}::${given.name}`;
  const empty = {
    parent: "",
    provider: "",
    region: "",
    inputs: {},
    dependencies: [],
    propertyDependencies: {},
    changed: [],
  };
  return { op: "create", urn, protect: false, ...empty, ...given };
}

/** A review of resources, with nothing besides them. */
export function review(resources: readonly Resource[], given: Partial<Review> = {}): Review {
  const plan: Plan = { stack: "dev", resources, violations: [], errors: [] };
  return { stack: "dev", plan, made: [], config: {}, definition: undefined, today: "2026-11-30", ...given };
}

const reviews = new Map<string, Promise<Review>>();

/** The review of a shipped stack, from what its program registers; the engine is not asked. */
export function reviewOf(stack: string): Promise<Review> {
  const known = reviews.get(stack) ?? registeredReview(stack);
  reviews.set(stack, known);
  return known;
}

async function registeredReview(stack: string): Promise<Review> {
  const { resources } = await deployStack(stack);
  const config = Object.fromEntries(
    Object.entries(configOf(stack)).flatMap(([key, value]) =>
      key.startsWith("platform:") ? [[key.slice("platform:".length), value]] : [],
    ),
  );
  const regions = new Map(
    new Graph(resources).of("pulumi:providers:aws").map(({ name, inputs }) => [name, String(inputs["region"])]),
  );
  const definition: StackDefinition | undefined = definitions[config["definition"] ?? stack];
  return review(
    resources.map((each) => planned(each, regions)),
    {
      stack,
      made: resources.map(({ outputs, id, ...each }) => ({ ...each, outputs: { ...outputs, id } })),
      config,
      definition,
    },
  );
}

function planned(each: Registered, regions: ReadonlyMap<string, string>): Resource {
  const { urn, type, name, parent, inputs, protect, dependencies, propertyDependencies } = each;
  const reference = each.provider.split("::").slice(0, -1);
  const own = inputs["region"];
  const region = typeof own === "string" ? own : (regions.get(reference.at(-1) ?? "") ?? "");
  const rest = { protect, dependencies, propertyDependencies, changed: [] };
  return { op: "create", urn, type, name, parent, provider: reference.join("::"), region, inputs, ...rest };
}
