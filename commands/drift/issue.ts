import { everyItem, type GithubApi } from "../github/api.ts";
import { isObject, number, text } from "../inputs.ts";
import type { Drift } from "./drift.ts";

/** Label of the issues. */
const label = "drift";

/** What changed, as Markdown. */
export function markdown(stack: string, drifts: readonly Drift[]): string {
  const lines = drifts.flatMap(({ type, name, id, gone, changed, by }) => [
    `- \`${type}\` \`${name}\` (\`${id}\`): ${gone ? "is gone" : changed.map((input) => `\`${input}\``).join(", ")}`,
    ...by.map((each) => `  - ${each}`),
  ]);
  const advice = [
    `An update of ${stack} does not see what changed in the account. Either put the values into the definition, or`,
    "set them back with `pulumi refresh` and an update, after a review of both previews.",
  ];
  return [
    marker(stack),
    `${drifts.length} resources are not as the last update left them.`,
    "",
    ...lines,
    "",
    ...advice,
  ].join("\n");
}

const marker = (stack: string) => `<!-- platform:drift ${stack} -->`;

/** What came of the issue. */
export type Kept = "created" | "updated" | "closed" | "not needed";

/** Keeps one open issue for a stack while it has drift, and closes it when it has none. */
export async function keepIssue(api: GithubApi, stack: string, drifts: readonly Drift[]): Promise<Kept> {
  const open = await everyItem(api, `issues?state=open&labels=${label}`);
  const known = open.filter(isObject).find((each) => text(each, "body")?.startsWith(marker(stack)));
  const id = number(known, "number");
  if (drifts.length === 0) {
    if (id === undefined) return "not needed";
    await api.send("POST", `issues/${id}/comments`, { body: "The last refresh found no difference." });
    await api.send("PATCH", `issues/${id}`, { state: "closed", state_reason: "completed" });
    return "closed";
  }
  const issue = { title: `${stack} has changed outside of updates`, body: markdown(stack, drifts), labels: [label] };
  if (id === undefined) await api.send("POST", "issues", issue);
  else await api.send("PATCH", `issues/${id}`, issue);
  return id === undefined ? "created" : "updated";
}
