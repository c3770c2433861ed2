import type { Dashboard } from "./dashboard.ts";
import { type Graph, logGraph, promGraph } from "./graph.ts";

/** A workload with the labels of its series. */
export interface WatchedWorkload {
  /** Namespace of its pods. */
  namespace: string;
  /** Name of the Deployment. */
  deployment: string;
  /** Scrape job of the pods, which is their label app. */
  app: string;
}

/** Dashboard of a workload: requests, resources, replicas and logs. */
export function workloadDashboard(name: string, of: WatchedWorkload): Dashboard {
  return {
    uid: `workload-${name}`,
    title: `Workload ${name}`,
    tags: ["workload"],
    rows: {
      Requests: requests(`job="${of.app}"`),
      Resources: resources(podsOf(of)),
      Pods: [...replicas(of), ...restartsAndNetwork(podsOf(of))],
      Logs: [logGraph("Log lines", `{namespace="${of.namespace}", app="${of.app}"}`)],
    },
  };
}

/** Pod names begin with the name of the Deployment. */
function podsOf({ namespace, deployment }: WatchedWorkload): string {
  return `namespace="${namespace}", pod=~"${deployment}-.+"`;
}

function requests(job: string): Graph[] {
  const rate = (labels: string) => `sum(rate(http_requests_total{${labels}}[$__rate_interval]))`;
  const quantile = (share: number) =>
    `histogram_quantile(${share}, sum by (le) (rate(http_request_duration_seconds_bucket{${job}}[$__rate_interval])))`;
  return [
    promGraph("Requests by status", "reqps", [
      { expr: `sum by (status) (rate(http_requests_total{${job}}[$__rate_interval]))`, legend: "{{status}}" },
    ]),
    promGraph("Share of failures", "percentunit", [
      // The series of failures exists only after a failure.
      { expr: `(${rate(`${job}, status=~"5.."`)} or vector(0)) / ${rate(job)}`, legend: "5xx" },
    ]),
    promGraph("Latency", "s", [
      { expr: quantile(0.5), legend: "median" },
      { expr: quantile(0.95), legend: "95th percentile" },
      { expr: `job:request_latency_seconds:mean5m{${job}}`, legend: "mean" },
    ]),
  ];
}

function resources(pods: string): Graph[] {
  // Kubelets publish container metrics at two paths, whose sum would be double.
  const containers = `${pods}, container!="", metrics_path="/metrics/cadvisor"`;
  const byPod = (series: string) => `sum by (pod) (rate(${series}{${containers}}[$__rate_interval]))`;
  return [
    promGraph("CPU cores by pod", "short", [
      { expr: byPod("container_cpu_usage_seconds_total"), legend: "{{pod}}" },
      { expr: `max(kube_pod_container_resource_requests{${pods}, resource="cpu"})`, legend: "request" },
    ]),
    promGraph("Memory by pod", "bytes", [
      { expr: `sum by (pod) (container_memory_working_set_bytes{${containers}})`, legend: "{{pod}}" },
      { expr: `max(kube_pod_container_resource_limits{${pods}, resource="memory"})`, legend: "limit" },
    ]),
    promGraph("Throttled share of CPU periods", "percentunit", [
      {
        expr: `${byPod("container_cpu_cfs_throttled_periods_total")} / ${byPod("container_cpu_cfs_periods_total")}`,
        legend: "{{pod}}",
      },
    ]),
  ];
}

function replicas({ namespace, deployment }: WatchedWorkload): Graph[] {
  const series = (name: string) => `${name}{namespace="${namespace}", deployment="${deployment}"}`;
  return [
    promGraph("Replicas", "short", [
      { expr: series("kube_deployment_status_replicas_available"), legend: "available" },
      { expr: series("kube_deployment_spec_replicas"), legend: "wanted" },
    ]),
  ];
}

function restartsAndNetwork(pods: string): Graph[] {
  const bytes = (series: string) => `sum(rate(${series}{${pods}}[$__rate_interval]))`;
  return [
    promGraph("Restarts in an hour", "short", [
      {
        expr: `sum by (pod) (increase(kube_pod_container_status_restarts_total{${pods}}[1h]))`,
        legend: "{{pod}}",
      },
    ]),
    promGraph("Network", "Bps", [
      { expr: bytes("container_network_receive_bytes_total"), legend: "received" },
      { expr: bytes("container_network_transmit_bytes_total"), legend: "sent" },
    ]),
  ];
}
