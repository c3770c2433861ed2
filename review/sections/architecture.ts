import { runbooks } from "../architecture/runbooks.ts";
import { surroundings } from "../architecture/surroundings.ts";
import { traffic } from "../architecture/traffic.ts";
import type { Table } from "../block.ts";
import { components, isReal, shortType } from "../components.ts";
import type { Content, Review, Section } from "../section.ts";

/** What the stack is made of, drawn from its plan. */
export const architecture: Section = {
  id: "architecture",
  title: "Architecture",
  about: "What the stack is made of, and where requests go: each box is a component, and opens its resources.",
  make,
};

function make(review: Review): Content {
  const { resources } = review.plan;
  const regions = [...new Set(resources.map(({ region }) => region))].filter((region) => region !== "");
  const tops = new Set([...components(resources).values()].filter(({ type }) => type.startsWith("platform:")));
  return {
    tiles: [
      {
        label: "Resources",
        value: String(resources.filter(isReal).length),
        note: `${tops.size} components${regions.length > 1 ? `, ${regions.length} Regions` : ""}`,
      },
    ],
    facts: runbooks(review),
    blocks: [traffic(review), surroundings(review), all(review)],
  };
}

function all({ plan }: Review): Table {
  const tops = components(plan.resources);
  return {
    kind: "table",
    title: "All resources",
    columns: [
      { title: "Component", kind: "text" },
      { title: "Type", kind: "text" },
      { title: "Name", kind: "code" },
      { title: "Region", kind: "text" },
    ],
    rows: plan.resources.filter(isReal).map(({ urn, type, name, region }) => ({
      cells: [tops.get(urn)?.name, shortType(type), name, region],
    })),
    empty: "The stack has no resources.",
    folded: true,
  };
}
