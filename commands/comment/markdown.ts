import { isTouched, type StackReview } from "./review.ts";
import { sections } from "./sections.ts";

/** The review of stacks as Markdown: a table of all, and below it what each of them has to say. */
export function markdown(title: string, reviews: readonly StackReview[]): string {
  const touched = reviews.filter(isTouched);
  const same = reviews.filter((review) => !touched.includes(review)).map(({ stack }) => stack);
  const parts = [
    `### ${title}`,
    ...(touched.length === 0 ? [] : [table(touched)]),
    ...(same.length === 0 ? [] : [`No change: ${same.join(", ")}.`]),
    ...touched.map(details),
  ];
  return `${parts.join("\n\n")}\n`;
}

function table(reviews: readonly StackReview[]): string {
  const head = ["Stack", ...sections.map(({ title }) => title)];
  const rows = reviews.map((review) => [review.stack, ...sections.map(({ cell }) => cell(review))]);
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function details(review: StackReview): string {
  const own = sections.flatMap(({ title, lines }) => {
    const said = lines(review);
    return said.length === 0 ? [] : [`#### ${title}\n\n${said.join("\n").trim()}`];
  });
  return `<details><summary>${review.stack}</summary>\n\n${own.join("\n\n")}\n\n</details>`;
}
