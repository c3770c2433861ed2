import { components } from "../components.ts";
import type { Diagram } from "../diagram.ts";
import type { Page } from "../page.ts";
import type { PageData } from "./page-data.ts";

/** The resources with what all sections know of them, and the boxes of all diagrams. */
export function pageData({ review, parts }: Page): PageData {
  const { resources } = review.plan;
  const index = new Map(resources.map(({ urn }, at) => [urn, at]));
  const facts = Map.groupBy(
    parts.flatMap(({ section, content }) => (content.facts ?? []).map((fact) => ({ ...fact, section: section.id }))),
    ({ urn }) => urn,
  );
  const boxes = parts
    .flatMap(({ content }) => content.blocks)
    .filter((block): block is Diagram => block.kind === "diagram")
    .flatMap((diagram) => diagram.boxes)
    .flatMap(({ id, label, urns }) =>
      urns === undefined ? [] : [[id, { label, resources: urns.flatMap((urn) => index.get(urn) ?? []) }] as const],
    );
  const tops = components(resources);
  return {
    boxes: Object.fromEntries(boxes),
    resources: resources.map(({ urn, name, type, op }) => ({
      name,
      type,
      op,
      component: tops.get(urn)?.name ?? "",
      facts: (facts.get(urn) ?? []).map(({ urn: _, ...fact }) => fact),
    })),
  };
}
