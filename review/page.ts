import type { Content, Review, Section, Tile } from "./section.ts";

/** A review with what its sections say. */
export interface Page {
  review: Review;
  parts: readonly { section: Section; content: Content }[];
}

/** Asks every section, one after the other, and tells which one is asked. */
export async function page(
  review: Review,
  sections: readonly Section[],
  told: (section: Section) => void = () => {},
): Promise<Page> {
  const parts: { section: Section; content: Content }[] = [];
  for (const section of sections) {
    told(section);
    parts.push({ section, content: await section.make(review) });
  }
  return { review, parts };
}

/** The tiles of all sections, each with the ID of its section. */
export function tiles({ parts }: Page): (Tile & { section: string })[] {
  return parts.flatMap(({ section, content }) =>
    (content.tiles ?? []).map((tile) => ({ ...tile, section: section.id })),
  );
}
