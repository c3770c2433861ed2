import type { Dashboard } from "./dashboard.ts";
import { type Graph, logGraph, promGraph } from "./graph.ts";

/** A workload on the cluster, by which its series are found. */
export interface WatchedWorkload {
  /** Namespace of its pods. */
  namespace: string;
  /** Name of its Deployment. */
  deployment: string;
  /** Job that its pods are scraped under, which is their label app. */
  app: string;
}

/** Everything about one workload: its requests, what it needs, how many of it run, and what it writes. */
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

/** Pods of a Deployment are called after it. */
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
      // Without a failure there is no series of failures.
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
  // Kubelets tell of containers' CPU and memory at a second path too, and a sum of both would be twice as much.
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
