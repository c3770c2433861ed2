import type { Dashboard } from "./dashboard.ts";
import { logGraph, promGraph } from "./graph.ts";

/** A workload on the cluster, by which its series are found. */
export interface WatchedWorkload {
  /** Namespace of its pods. */
  namespace: string;
  /** Name of its Deployment, and of the job that its pods are scraped under. */
  deployment: string;
}

/** Everything about one workload: its requests, what it needs, how many of it run, and what it writes. */
export function workloadDashboard(name: string, { namespace, deployment }: WatchedWorkload): Dashboard {
  const job = `job="${deployment}"`;
  const pods = `namespace="${namespace}", pod=~"${deployment}-.+", container!=""`;
  const quantile = (share: number) =>
    `histogram_quantile(${share}, sum by (le) (rate(http_request_duration_seconds_bucket{${job}}[$__rate_interval])))`;
  return {
    uid: `workload-${name}`,
    title: `Workload ${name}`,
    tags: ["workload"],
    rows: {
      Requests: [
        promGraph("Requests by status", "reqps", [
          { expr: `sum by (status) (rate(http_requests_total{${job}}[$__rate_interval]))`, legend: "{{status}}" },
        ]),
        promGraph("Share of failures", "percentunit", [
          {
            expr: `(sum(rate(http_requests_total{${job}, status=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(http_requests_total{${job}}[$__rate_interval]))`,
            legend: "5xx",
          },
        ]),
        promGraph("Latency", "s", [
          { expr: quantile(0.5), legend: "median" },
          { expr: quantile(0.95), legend: "95th percentile" },
          { expr: `job:request_latency_seconds:mean5m{${job}}`, legend: "mean" },
        ]),
      ],
      Resources: [
        promGraph("CPU cores by pod", "short", [
          {
            expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{${pods}}[$__rate_interval]))`,
            legend: "{{pod}}",
          },
          {
            expr: `max(kube_pod_container_resource_requests{namespace="${namespace}", pod=~"${deployment}-.+", resource="cpu"})`,
            legend: "request",
          },
        ]),
        promGraph("Memory by pod", "bytes", [
          { expr: `sum by (pod) (container_memory_working_set_bytes{${pods}})`, legend: "{{pod}}" },
          {
            expr: `max(kube_pod_container_resource_limits{namespace="${namespace}", pod=~"${deployment}-.+", resource="memory"})`,
            legend: "limit",
          },
        ]),
        promGraph("Throttled share of CPU periods", "percentunit", [
          {
            expr: `sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{${pods}}[$__rate_interval])) / sum by (pod) (rate(container_cpu_cfs_periods_total{${pods}}[$__rate_interval]))`,
            legend: "{{pod}}",
          },
        ]),
      ],
      Pods: [
        promGraph("Replicas", "short", [
          {
            expr: `kube_deployment_status_replicas_available{namespace="${namespace}", deployment="${deployment}"}`,
            legend: "available",
          },
          {
            expr: `kube_deployment_spec_replicas{namespace="${namespace}", deployment="${deployment}"}`,
            legend: "wanted",
          },
        ]),
        promGraph("Restarts in an hour", "short", [
          {
            expr: `sum by (pod) (increase(kube_pod_container_status_restarts_total{namespace="${namespace}", pod=~"${deployment}-.+"}[1h]))`,
            legend: "{{pod}}",
          },
        ]),
        promGraph("Network", "Bps", [
          {
            expr: `sum(rate(container_network_receive_bytes_total{namespace="${namespace}", pod=~"${deployment}-.+"}[$__rate_interval]))`,
            legend: "received",
          },
          {
            expr: `sum(rate(container_network_transmit_bytes_total{namespace="${namespace}", pod=~"${deployment}-.+"}[$__rate_interval]))`,
            legend: "sent",
          },
        ]),
      ],
      Logs: [logGraph("Log lines", `{namespace="${namespace}", app="${deployment}"}`)],
    },
  };
}
