import { z } from "zod";
import type { Plan, Resource } from "./section.ts";

/** What a file of `npm run preview -- STACK --json FILE` has of a plan. */
const file = z.object({
  stack: z.string(),
  resources: z.array(
    z.object({
      op: z.string(),
      urn: z.string(),
      type: z.string(),
      name: z.string(),
      parent: z.string(),
      provider: z.string(),
      inputs: z.record(z.string(), z.unknown()),
      dependencies: z.array(z.string()),
      propertyDependencies: z.record(z.string(), z.array(z.string())),
      protect: z.boolean(),
      changed: z.array(z.string()),
    }),
  ),
  violations: z.array(
    z.object({ rule: z.string(), level: z.string(), severity: z.string(), urn: z.string(), message: z.string() }),
  ),
  errors: z.array(z.string()),
});

type Row = z.infer<typeof file>["resources"][number];

/** The plan in the JSON of a preview; undefined for anything else. */
export function planOf(read: unknown): Plan | undefined {
  const { data } = file.safeParse(read);
  if (data === undefined) return undefined;
  const regions = new Map(
    data.resources.filter(({ type }) => type === "pulumi:providers:aws").map((each) => [each.urn, regionIn(each)]),
  );
  return { ...data, resources: merged(data.resources.map((row) => resource(row, regions))) };
}

function resource(row: Row, regions: ReadonlyMap<string, string>): Resource {
  // A reference to a provider is its URN and its ID.
  const provider = row.provider.split("::").slice(0, -1).join("::");
  return { ...row, provider, region: regionIn(row) || (regions.get(provider) ?? "") };
}

function regionIn({ inputs }: Pick<Row, "inputs">): string {
  const { region } = inputs;
  return typeof region === "string" ? region : "";
}

/** A replacement has several steps; the one that says so stands for the resource. */
function merged(resources: readonly Resource[]): Resource[] {
  const byUrn = Map.groupBy(resources, ({ urn }) => urn);
  return [...byUrn.values()].flatMap((steps) => steps.find(({ op }) => op === "replace") ?? steps[0] ?? []);
}
