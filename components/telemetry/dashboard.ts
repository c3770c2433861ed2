import type { Graph } from "./graph.ts";

/** A Grafana dashboard with rows of panels. */
export interface Dashboard {
  /** UID, at most 40 letters, digits and hyphens. */
  uid: string;

  /** Title of the dashboard. */
  title: string;
  /** Tags. */
  tags: readonly string[];

  /** Graphs by the heading of their row. */
  rows: Readonly<Record<string, readonly Graph[]>>;
}

/** Dashboard schema version of Grafana 12.4. */
const schemaVersion = 42;
const columns = 24;
const size = { w: 8, h: 8 };

/** A dashboard as Grafana JSON: three panels per row, log panels over the full width. */
export function dashboardJson({ uid, title, tags, rows }: Dashboard): Record<string, unknown> {
  const panels: Record<string, unknown>[] = [];
  let y = 0;
  const add = (panel: Record<string, unknown>, x: number, w: number, h: number) => {
    panels.push({ id: panels.length + 1, gridPos: { x, y, w, h }, ...panel });
  };
  for (const [heading, graphs] of Object.entries(rows)) {
    add({ type: "row", title: heading, collapsed: false, panels: [] }, 0, columns, 1);
    y += 1;
    let x = 0;
    for (const graph of graphs) {
      const w = graph.type === "logs" ? columns : size.w;
      if (x + w > columns) {
        x = 0;
        y += size.h;
      }
      add(panelJson(graph), x, w, size.h);
      x += w;
    }
    y += size.h;
  }
  return {
    uid,
    title,
    tags: ["platform", ...tags],
    schemaVersion,
    editable: false,
    timezone: "browser",
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    panels,
  };
}

function panelJson({ title, type, datasource, targets, unit, limit }: Graph): Record<string, unknown> {
  const panel = { title, type, datasource, targets: [...targets] };
  if (type === "logs") return { ...panel, options: { showTime: true, wrapLogMessage: true, sortOrder: "Descending" } };
  return {
    ...panel,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        custom: {
          lineWidth: 1,
          fillOpacity: 10,
          showPoints: "never",
          thresholdsStyle: { mode: limit ? "line" : "off" },
        },
        ...(limit && { thresholds: thresholds(limit) }),
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
      tooltip: { mode: "multi", sort: "desc" },
    },
  };
}

/** Threshold steps begin at their value, the first at minus infinity. */
function thresholds({ value, bad }: NonNullable<Graph["limit"]>) {
  const [low, high] = bad === "above" ? ["green", "red"] : ["red", "green"];
  return {
    mode: "absolute",
    steps: [
      { color: low, value: null },
      { color: high, value },
    ],
  };
}
