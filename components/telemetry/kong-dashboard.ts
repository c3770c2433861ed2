import type { Dashboard } from "./dashboard.ts";
import { promGraph } from "./graph.ts";

const quantile = (share: number, series: string) =>
  `histogram_quantile(${share}, sum by (le, route) (rate(${series}_bucket[$__rate_interval])))`;

/** Dashboard of Kong by route, from the metrics of its Prometheus plugin. */
export const kongDashboard: Dashboard = {
  uid: "kong",
  title: "API gateway",
  tags: ["gateway"],
  rows: {
    Requests: [
      promGraph("Requests by route", "reqps", [
        { expr: "sum by (route) (rate(kong_http_requests_total[$__rate_interval]))", legend: "{{route}}" },
      ]),
      promGraph("Share of failures by route", "percentunit", [
        {
          expr: 'sum by (route) (rate(kong_http_requests_total{code=~"5.."}[$__rate_interval])) / sum by (route) (rate(kong_http_requests_total[$__rate_interval]))',
          legend: "{{route}}",
        },
      ]),
      // 401 is an invalid token, 429 an exceeded rate limit.
      promGraph("Refused by status", "reqps", [
        {
          expr: 'sum by (code) (rate(kong_http_requests_total{code=~"4..", source="kong"}[$__rate_interval]))',
          legend: "{{code}}",
        },
      ]),
    ],
    Latency: [
      promGraph("95th percentile of milliseconds to the client", "short", [
        { expr: quantile(0.95, "kong_request_latency_ms"), legend: "{{route}}" },
      ]),
      promGraph("95th percentile of milliseconds of the upstream", "short", [
        { expr: quantile(0.95, "kong_upstream_latency_ms"), legend: "{{route}}" },
      ]),
      promGraph("95th percentile of milliseconds of Kong itself", "short", [
        { expr: quantile(0.95, "kong_kong_latency_ms"), legend: "{{route}}" },
      ]),
    ],
    Pods: [
      promGraph("Bandwidth", "Bps", [
        { expr: "sum by (direction) (rate(kong_bandwidth_bytes[$__rate_interval]))", legend: "{{direction}}" },
      ]),
      promGraph("Connections by state", "short", [
        { expr: "sum by (state) (kong_nginx_connections_total)", legend: "{{state}}" },
      ]),
      promGraph("Timers by state", "short", [{ expr: "sum by (state) (kong_nginx_timers)", legend: "{{state}}" }]),
    ],
  },
};
