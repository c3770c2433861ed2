import type { PageData } from "../page-data.ts";
import { byId, make } from "./data.ts";
import type { Details } from "./details.ts";

/** How many resources are listed at once. */
const most = 30;

/** The field that finds resources by name, type and component; each found one opens its component. */
export function search(data: PageData, panel: Details): void {
  const [field, list, count] = [byId("search"), byId("found"), byId("count")];
  if (!(field instanceof HTMLInputElement)) return;
  const texts = data.resources.map(({ name, type, component }) => `${name} ${type} ${component}`.toLowerCase());
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits =
      words.length === 0 ? [] : [...texts.keys()].filter((at) => words.every((word) => texts[at]?.includes(word)));
    count.textContent = words.length === 0 ? "" : `${hits.length} resources found`;
    const more = hits.length > most ? [make("li", "more", `and ${hits.length - most} more`)] : [];
    list.replaceChildren(...hits.slice(0, most).map(found), ...more);
  });
  field.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") list.querySelector("button")?.click();
  });

  function found(at: number): HTMLElement {
    const { name = "", type = "", component = "" } = data.resources[at] ?? {};
    const button = make("button", "", make("strong", "", name), make("span", "", type.split(":").at(-1) ?? ""));
    button.type = "button";
    button.addEventListener("click", () => {
      const own = [...data.resources.keys()].filter((each) => data.resources[each]?.component === component);
      panel.open(component, own, button, at);
    });
    return make("li", "", button);
  }
}
