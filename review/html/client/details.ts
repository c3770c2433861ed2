import type { DataFact, DataResource, PageData } from "../page-data.ts";
import { byId, make } from "./data.ts";

/** The panel at the side. */
export interface Details {
  /** Shows resources under a title; the opener gets the focus back when the panel closes. */
  open(title: string, resources: readonly number[], opener: Opener, chosen?: number): void;
  close(): void;
}

type Opener = HTMLElement | SVGElement;

const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

export function details(data: PageData): Details {
  const panel = byId("details");
  let last: Opener | undefined;
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    last?.setAttribute("aria-expanded", "false");
    last?.focus();
    last = undefined;
  };
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  const open: Details["open"] = (title, indexes, opener, chosen) => {
    last?.setAttribute("aria-expanded", "false");
    last = opener;
    if (opener.getAttribute("role") === "button") opener.setAttribute("aria-expanded", "true");
    // A component has no resource in the cloud; what it has is listed below its name.
    const all = indexes.flatMap((at) => data.resources[at] ?? []);
    const resources = all.filter(({ type, facts }) => !type.startsWith("platform:") || facts.length > 0);
    const shut = make("button", "close", "Close");
    shut.type = "button";
    shut.addEventListener("click", close);
    panel.replaceChildren(
      make("div", "head", make("h2", "", title), shut),
      sums(resources),
      ...grouped(resources, chosen === undefined ? undefined : data.resources[chosen]),
    );
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
    panel.querySelector(".chosen")?.scrollIntoView({ block: "center" });
  };
  return { open, close };
}

/** Number of resources, sum of the amounts, number of findings. */
function sums(resources: readonly DataResource[]): HTMLElement {
  const facts = resources.flatMap((each) => each.facts);
  const usd = facts.reduce((sum, fact) => sum + (fact.usd ?? 0), 0);
  const marked = facts.filter(({ level }) => level === "bad" || level === "warning").length;
  const list = make("dl", "sums");
  const add = (term: string, value: string) =>
    list.append(make("div", "", make("dt", "", term), make("dd", "", value)));
  add("Resources", String(resources.length));
  if (usd > 0) add("Per month", dollars.format(usd));
  add("To be looked at", String(marked));
  return list;
}

/** The resources below their components; what has facts comes first and is open. */
function grouped(resources: readonly DataResource[], chosen: DataResource | undefined): HTMLElement[] {
  const groups = new Map<string, DataResource[]>();
  for (const each of resources) groups.set(each.component, [...(groups.get(each.component) ?? []), each]);
  return [...groups].map(([component, own]) => {
    const holder = make(
      "details",
      "",
      make("summary", "group", component, " ", make("span", "count", String(own.length))),
    );
    holder.open = groups.size === 1 || (chosen !== undefined && own.includes(chosen));
    const known = [...own].sort((one, other) => other.facts.length - one.facts.length);
    holder.append(make("ul", "resources", ...known.map((each) => item(each, each === chosen))));
    return holder;
  });
}

function item({ name, type, op, facts }: DataResource, isChosen: boolean): HTMLElement {
  const kind = type.split(":").at(-1) ?? type;
  const operation = op === "create" || op === "same" ? [] : [make("span", "badge warning", op)];
  const head = make("p", "", make("span", "kind", kind), " ", make("strong", "", name), " ", ...operation);
  head.title = type;
  return make("li", isChosen ? "chosen" : "", head, ...inOrder(facts).map(line));
}

/** What is wrong comes first. */
function inOrder(facts: readonly DataFact[]): DataFact[] {
  const rank = ({ level }: DataFact) => (level === "bad" ? 0 : level === "warning" ? 1 : 2);
  return [...facts].sort((one, other) => rank(one) - rank(other));
}

function line({ label, value, level, href, section }: DataFact): HTMLElement {
  const link = make("a", "", label);
  link.href = href ?? `#${section}`;
  return make("p", `fact ${level ?? ""}`, link, " ", value);
}
