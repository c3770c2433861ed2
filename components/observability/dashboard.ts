import type { Input } from "@pulumi/pulumi";
import type { Panel } from "./panels.ts";

interface Widget {
  type: "alarm" | "metric" | "text";
  x: number;
  y: number;
  width: number;
  height: number;
  properties: Record<string, unknown>;
}

/** CloudWatch dashboards have 24 columns, and alarm widgets at most 100 alarms. */
const grid = { columns: 24, graph: { width: 6, height: 6 }, alarmsPerWidget: 100, alarmsPerRow: 4 };

/** Body of a dashboard: alarm status first, then the graphs by resource. */
export function dashboardBody(
  region: string,
  panels: readonly Panel[],
  alarmArns: readonly Input<string>[],
): { widgets: Widget[] } {
  const widgets: Widget[] = [];
  let y = 0;
  const row = (type: Widget["type"], height: number, properties: Widget["properties"]) => {
    widgets.push({ type, x: 0, y, width: grid.columns, height, properties });
    y += height;
  };

  for (let first = 0; first < alarmArns.length; first += grid.alarmsPerWidget) {
    const alarms = alarmArns.slice(first, first + grid.alarmsPerWidget);
    row("alarm", 2 + Math.ceil(alarms.length / grid.alarmsPerRow), { title: "Alarms", alarms });
  }
  for (const [subject, group] of Map.groupBy(panels, (panel) => panel.subject)) {
    row("text", 1, { markdown: `## ${subject}` });
    const perRow = grid.columns / grid.graph.width;
    for (const [position, panel] of group.entries()) {
      const x = (position % perRow) * grid.graph.width;
      const down = Math.floor(position / perRow) * grid.graph.height;
      widgets.push({ type: "metric", x, y: y + down, ...grid.graph, properties: graph(region, panel) });
    }
    y += Math.ceil(group.length / perRow) * grid.graph.height;
  }
  return { widgets };
}

function graph(region: string, panel: Panel): Record<string, unknown> {
  const { title, statistic: stat, period, alarm } = panel;
  const annotation = alarm && { label: `${alarm.when} is ${alarm.severity}`, value: alarm.threshold };
  return {
    title,
    region,
    view: "timeSeries",
    stat,
    period,
    metrics: metrics(panel),
    ...(annotation && { annotations: { horizontal: [annotation] } }),
  };
}

/** Metrics in dashboard notation: namespace, name, dimensions, options. */
function metrics({ metric, namespace, dimensions, title }: Panel): unknown[][] {
  const where = Object.entries(dimensions).flat();
  if (typeof metric === "string") return [[namespace, metric, ...where]];
  return [
    [{ expression: metric.expression, id: "result", label: title }],
    ...Object.entries(metric.of).map(([id, name]) => [namespace, name, ...where, { id, visible: false }]),
  ];
}
