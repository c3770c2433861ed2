import type { PageData } from "../page-data.ts";

/** The data in the page; the program that wrote the page has written them. */
export function pageData(): PageData {
  return JSON.parse(document.getElementById("data")?.textContent ?? "{}");
}

/** A new element with classes, text and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  classes = "",
  ...children: (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (classes !== "") element.className = classes;
  element.append(...children);
  return element;
}

/** The only element with an ID; the page has it. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}
