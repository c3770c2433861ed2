import type { Input } from "@pulumi/pulumi";
import type { Panel } from "../observability/panels.ts";
import type { DataSource } from "./grafana-values.ts";

/** A unit of Grafana. */
export type Unit = "none" | "short" | "percentunit" | "s" | "bytes" | "reqps" | "Bps";

/** A panel without its position. */
export interface Graph {
  /** Title of the panel. */
  title: string;

  /** Panel type of Grafana. */
  type: "timeseries" | "logs";

  /** Data source of the queries. */
  datasource: {
    /** Plugin type of the data source. */
    type: DataSource;
    /** UID of the data source. */
    uid: DataSource;
  };

  /** Queries, as the data source takes them. */
  targets: readonly Record<string, unknown>[];

  /** Unit of the values. */
  unit: Unit;
  /** Threshold line. @default none */
  limit?: {
    /** Value at which the line is drawn. */
    value: number;
    /** Side of the line that breaches it. */
    bad: "above" | "below";
  };
}

/** A PromQL query with its legend. */
export interface Query {
  expr: string;
  legend: string;
}

/** A time series panel of Prometheus. */
export function promGraph(title: string, unit: Unit, queries: readonly Query[], limit?: Graph["limit"]): Graph {
  const datasource = { type: "prometheus", uid: "prometheus" } as const;
  return {
    title,
    type: "timeseries",
    datasource,
    unit,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: letter(index),
      datasource,
      expr,
      legendFormat: legend,
      range: true,
    })),
    ...(limit && { limit }),
  };
}

/** A logs panel of Loki. */
export function logGraph(title: string, expr: string): Graph {
  const datasource = { type: "loki", uid: "loki" } as const;
  const target = { refId: "A", datasource, expr, queryType: "range", maxLines: 200 };
  return { title, type: "logs", datasource, unit: "none", targets: [target] };
}

/** A time series panel of CloudWatch, with metric, statistic and threshold of the alarm. */
export function cloudWatchGraph(region: string, panel: Panel): Graph {
  const { title, alarm } = panel;
  return {
    title,
    type: "timeseries",
    datasource: { type: "cloudwatch", uid: "cloudwatch" },
    unit: "none",
    targets: cloudWatchTargets(region, panel),
    ...(alarm && { limit: { value: alarm.threshold, bad: alarm.when } }),
  };
}

const cloudWatchMode = { queryMode: "Metrics", metricQueryType: 0 } as const;
const builder = 0;
const code = 1;

function cloudWatchTargets(region: string, { metric, namespace, dimensions, statistic, period, title }: Panel) {
  const common = {
    datasource: { type: "cloudwatch", uid: "cloudwatch" },
    ...cloudWatchMode,
    region,
    namespace,
    statistic,
    period: String(period),
  };
  const stat = (refId: string, metricName: string, rest: { id: string; label: string; hide: boolean }) => ({
    refId,
    ...common,
    metricEditorMode: builder,
    metricName,
    dimensions: each(dimensions),
    matchExact: true,
    ...rest,
  });
  if (typeof metric === "string") return [stat("A", metric, { id: "", label: title, hide: false })];
  const parts = Object.entries(metric.of);
  return [
    ...parts.map(([id, metricName], index) => stat(letter(index), metricName, { id, label: metricName, hide: true })),
    {
      refId: letter(parts.length),
      ...common,
      metricEditorMode: code,
      id: "result",
      expression: metric.expression,
      label: title,
      hide: false,
    },
  ];
}

function each(dimensions: Panel["dimensions"]): Record<string, Input<string>> {
  return { ...dimensions };
}

/** Query IDs of a panel are A, B, C. */
function letter(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}
