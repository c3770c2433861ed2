import { everyItem, type GithubApi } from "../github/api.ts";
import { isObject, number, text } from "../inputs.ts";

const marker = "<!-- platform:review -->";

/** GitHub refuses a longer body: https://github.com/danger/danger/issues/424 */
const limit = 65_536;

/** Writes a section into the comment of a pull request, and leaves its other sections; the first section creates it. */
export async function post(
  api: GithubApi,
  pull: number,
  section: string,
  body: string,
): Promise<"created" | "updated"> {
  const comments = await everyItem(api, `issues/${pull}/comments`);
  const known = comments.filter(isObject).find((each) => text(each, "body")?.startsWith(marker));
  const sections = sectionsOf(text(known, "body") ?? "");
  sections.set(section, body);
  const whole = composed(sections);
  const id = number(known, "id");
  if (id === undefined) {
    await api.send("POST", `issues/${pull}/comments`, { body: whole });
    return "created";
  }
  await api.send("PATCH", `issues/comments/${id}`, { body: whole });
  return "updated";
}

const begin = (section: string) => `<!-- section ${section} -->`;
const end = "<!-- end of section -->";

function sectionsOf(body: string): Map<string, string> {
  const found = body.matchAll(/<!-- section (\S+) -->\n(.*?)<!-- end of section -->/gs);
  return new Map([...found].map(([, section = "", text = ""]) => [section, text]));
}

/** All sections in the order of their names; a section that is too long for its share of the comment is cut. */
export function composed(sections: ReadonlyMap<string, string>): string {
  const share = Math.floor((limit - marker.length) / Math.max(1, sections.size)) - 200;
  const parts = [...sections]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([section, body]) => {
      const cut =
        body.length > share
          ? `${body.slice(0, body.lastIndexOf("\n", share))}\n\n</details>\n\n(cut: the log has all of it)\n`
          : body;
      return `${begin(section)}\n${cut}${end}`;
    });
  return [marker, ...parts].join("\n");
}
