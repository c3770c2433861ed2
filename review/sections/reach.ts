import type { Block, Mark, Matrix, Row, Table } from "../block.ts";
import type { Connection } from "../reach/connections.ts";
import type { End } from "../reach/ends.ts";
import { defaultRoute, subnetsOf } from "../reach/network.ts";
import { type Reach, reachOf, type Way, ways } from "../reach/reach.ts";
import type { Content, Fact, Review, Section } from "../section.ts";
import { urns } from "../urns.ts";

/** Who reaches what, and what is told to be called and is not reached. */
export const reach: Section = {
  id: "reach",
  title: "Reach",
  about: "Who can connect to what, from the internet to the stores, and which calls do not get through.",
  make,
};

function make(review: Review): Content {
  const found = reachOf(review.made);
  const blocked = faults(found);
  const isOpen = found.openings.filter(({ isPublic }) => isPublic).length;
  return {
    tiles: [
      {
        label: "Unreachable calls",
        value: String(blocked.length),
        note: `of ${found.told.length + found.outside.length} that are told`,
        level: blocked.length > 0 ? "bad" : "good",
      },
      { label: "Open to the internet", value: String(isOpen), note: "entries" },
    ],
    facts: facts(review, found),
    blocks: [...notices(blocked), entries(found), matrix(found), paths(found), outside(found), tiers(found)],
  };
}

interface Blocked {
  from: string;
  to: string;
  port: number;
  told: string;
  why: string;
}

/** What is told to be called, and is not reached. */
function faults({ told, outside: calls }: Reach): Blocked[] {
  const inside = told.map(({ from, to, port, told: by = "", faults: why }) => ({
    from: from.label,
    to: to.label,
    port,
    told: by,
    why,
  }));
  const beyond = calls.map(({ from, host, port, told: by, faults: why }) => ({
    from: from.label,
    to: host,
    port,
    told: by,
    why,
  }));
  return [...inside, ...beyond].flatMap(({ why, ...call }) => why.map((each) => ({ ...call, why: each })));
}

function notices(blocked: readonly Blocked[]): Block[] {
  if (blocked.length === 0)
    return [{ kind: "notice", level: "good", text: "Everything that a workload is told to call can be reached." }];
  return blocked.map(({ from, to, port, told, why }) => ({
    kind: "notice",
    level: "bad",
    text: `${from} cannot reach ${to}:${port}, which ${told} names: ${why}.`,
  }));
}

function facts({ plan }: Review, { told, open }: Reach): Fact[] {
  const known = urns(plan);
  return [...told, ...open].flatMap(({ from, to, port, told: by, faults: why }) => {
    const value = why.length > 0 ? why.join("; ") : (by ?? "open, and nothing tells it to connect");
    const level = why.length > 0 ? "bad" : "info";
    const out = { urn: known(from.made), label: `connects to ${to.label}:${port}`, value, level } as const;
    const back = { urn: known(to.made), label: `is reached by ${from.label} on ${port}`, value, level } as const;
    return [out, back].flatMap(({ urn, ...fact }) => (urn === undefined ? [] : [{ urn, ...fact }]));
  });
}

function entries({ openings }: Reach): Table {
  return {
    kind: "table",
    title: "Entries",
    columns: [
      { title: "Entry", kind: "text" },
      { title: "Clients", kind: "text" },
      { title: "Ports", kind: "text" },
      { title: "Web ACL", kind: "text" },
    ],
    rows: openings.map(({ entry, from, ports, firewall, isPublic }) => ({
      cells: [entry.label, from.join(", ") || "none", ports.join(", "), firewall ?? "none"],
      ...(isPublic && firewall === undefined && { level: "warning" as const }),
    })),
    empty: "Nothing takes requests from outside the stack.",
  };
}

/** Rows are what connects, columns what is connected to; without ends that nothing reaches. */
function matrix({ told, open, ends, openings }: Reach): Matrix {
  const all = [...told, ...open];
  const targets = ends.filter((end) => end.kind === "entry" || all.some(({ to }) => to === end));
  const callers = ends.filter((end) => all.some(({ from }) => from === end));
  const internet = targets.map((end): Mark | undefined => {
    const opening = openings.find(({ entry }) => entry === end);
    if (opening === undefined || !opening.isPublic) return undefined;
    const behind = opening.firewall === undefined ? "without a web ACL" : `behind the web ACL ${opening.firewall}`;
    return { text: opening.ports.join(" "), level: "good", why: `open to ${opening.from.join(", ")}, ${behind}` };
  });
  return {
    kind: "matrix",
    title: "Who reaches what, by port",
    row: "from",
    column: "to",
    columns: targets.map(({ label }) => label),
    rows: [
      { label: "internet", cells: internet },
      ...callers.map((from) => ({ label: from.label, cells: targets.map((to) => mark(all, from, to)) })),
    ],
  };
}

function mark(all: readonly Connection[], from: End, to: End): Mark | undefined {
  const own = all.filter((each) => each.from === from && each.to === to);
  if (own.length === 0) return undefined;
  const text = [...new Set(own.map(({ port }) => port))].join(" ");
  const blocked = own.flatMap(({ faults: why }) => why);
  if (blocked.length > 0) return { text, level: "bad", why: blocked.join("; ") };
  const told = own.flatMap(({ told: by }) => by ?? []);
  return told.length > 0
    ? { text, level: "good", why: `told by ${told.join(", ")}` }
    : { text, level: "info", why: "admitted, and nothing tells it to connect" };
}

function paths(found: Reach): Table {
  const rows = ways(found)
    .filter(({ hops }) => hops.length > 0)
    .map(row);
  return {
    kind: "table",
    title: "Paths from the internet",
    columns: [
      { title: "Ends at", kind: "text" },
      { title: "Path", kind: "text" },
      { title: "Hops", kind: "number" },
    ],
    rows,
    empty: "No request from the internet gets to a workload.",
  };
}

function row({ opening: { entry, firewall }, hops }: Way): Row {
  const start = ["internet", ...(firewall === undefined ? [] : [`web ACL ${firewall}`]), entry.label];
  const steps = hops.map(({ to, port }) => `${to.label}:${port}`);
  return { cells: [hops.at(-1)?.to.label, [...start, ...steps].join(" → "), hops.length + 1] };
}

function outside({ outside: calls }: Reach): Table {
  return {
    kind: "table",
    title: "Calls to hosts outside the stack",
    columns: [
      { title: "From", kind: "text" },
      { title: "Host", kind: "code" },
      { title: "Port", kind: "number" },
      { title: "Told by", kind: "code" },
    ],
    rows: calls.map(({ from, host, port, told, faults: why }) => ({
      cells: [from.label, host, port, told],
      ...(why.length > 0 && { level: "bad" as const }),
    })),
    empty: "No workload is told to call a host outside the stack.",
  };
}

function tiers({ graph }: Reach): Table {
  const subnets = subnetsOf(graph);
  const rows = [...Map.groupBy(subnets, ({ tier }) => tier)].map(([tier, own]) => ({
    cells: [tier, own.map(({ cidrBlock }) => cidrBlock).join(", "), defaultRoute(graph, subnets, tier)],
  }));
  return {
    kind: "table",
    title: "Subnets and their default routes",
    columns: [
      { title: "Tier", kind: "text" },
      { title: "Blocks", kind: "code" },
      { title: "Default route", kind: "text" },
    ],
    rows,
    empty: "The stack has no subnets.",
  };
}
