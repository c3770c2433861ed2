import type { Dashboard } from "./dashboard.ts";
import { promGraph } from "./graph.ts";
import type { ServiceThresholds } from "./service-alerts.ts";

/** Dashboard of all services. */
export function servicesDashboard(uid: string, { errorRatePercent, latencyP95Seconds }: ServiceThresholds): Dashboard {
  return {
    uid,
    title: "Service overview",
    tags: ["services"],
    rows: {
      Services: [
        promGraph("Requests by service", "reqps", [
          { expr: "sum by (job) (rate(http_requests_total[$__rate_interval]))", legend: "{{job}}" },
        ]),
        promGraph(
          "Share of failures by service",
          "percentunit",
          [
            {
              expr: 'sum by (job) (rate(http_requests_total{status=~"5.."}[$__rate_interval])) / sum by (job) (rate(http_requests_total[$__rate_interval]))',
              legend: "{{job}}",
            },
          ],
          { value: errorRatePercent / 100, bad: "above" },
        ),
        promGraph(
          "95th percentile of latency by handler",
          "s",
          [
            {
              expr: 'histogram_quantile(0.95, sum by (le, handler) (rate(http_request_duration_seconds_bucket{handler!="metrics"}[$__rate_interval])))',
              legend: "{{handler}}",
            },
          ],
          { value: latencyP95Seconds, bad: "above" },
        ),
      ],
      "Error budgets": [
        promGraph("Bad requests of the last hour by objective", "percentunit", [
          { expr: "objective:bad_requests:ratio_rate1h", legend: "{{objective}}" },
        ]),
        promGraph("Bad requests of the last three days by objective", "percentunit", [
          { expr: "objective:bad_requests:ratio_rate3d", legend: "{{objective}}" },
        ]),
      ],
      Workloads: [
        promGraph("Pods that are not available", "short", [
          {
            expr: "kube_deployment_spec_replicas - kube_deployment_status_replicas_available > 0",
            legend: "{{namespace}}/{{deployment}}",
          },
        ]),
        promGraph("Restarts in an hour", "short", [
          {
            expr: "sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1h])) > 0",
            legend: "{{namespace}}/{{pod}}",
          },
        ]),
      ],
    },
  };
}

/** Nodes have a label with their EKS node group or Karpenter node pool. */
const byGroup = (series: string) =>
  `sum by (label_eks_amazonaws_com_nodegroup, label_karpenter_sh_nodepool) (${series} * on (node) group_left (label_eks_amazonaws_com_nodegroup, label_karpenter_sh_nodepool) kube_node_labels)`;
const group = "{{label_eks_amazonaws_com_nodegroup}}{{label_karpenter_sh_nodepool}}";

/** Requests of a node's pods in relation to its allocatable resources. */
function requested(resource: "cpu" | "memory"): string {
  const asked = `sum by (node) (kube_pod_container_resource_requests{resource="${resource}"})`;
  return `${byGroup(asked)} / ${byGroup(`sum by (node) (kube_node_status_allocatable{resource="${resource}"})`)}`;
}

/** Dashboard of node groups, nodes and volumes. */
export const nodesDashboard: Dashboard = {
  uid: "nodes",
  title: "Nodes",
  tags: ["nodes"],
  rows: {
    "Node groups": [
      promGraph("Ready nodes by node group", "short", [
        {
          expr: byGroup('sum by (node) (kube_node_status_condition{condition="Ready", status="true"})'),
          legend: group,
        },
      ]),
      promGraph("CPU asked for by node group", "percentunit", [{ expr: requested("cpu"), legend: group }]),
      promGraph("Memory asked for by node group", "percentunit", [{ expr: requested("memory"), legend: group }]),
    ],
    Nodes: [
      promGraph("CPU by node", "percentunit", [
        {
          expr: 'sum by (node) (rate(node_cpu_usage_seconds_total[$__rate_interval])) / on (node) kube_node_status_capacity{resource="cpu"}',
          legend: "{{node}}",
        },
      ]),
      promGraph(
        "Memory by node",
        "percentunit",
        [
          {
            expr: 'node_memory_working_set_bytes / on (node) kube_node_status_capacity{resource="memory"}',
            legend: "{{node}}",
          },
        ],
        { value: 0.9, bad: "above" },
      ),
      promGraph("Nodes under pressure", "short", [
        {
          expr: 'kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure", status="true"} == 1',
          legend: "{{node}} {{condition}}",
        },
      ]),
    ],
    Volumes: [
      promGraph(
        "Volumes free",
        "percentunit",
        [
          {
            expr: "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes",
            legend: "{{namespace}}/{{persistentvolumeclaim}}",
          },
        ],
        { value: 0.2, bad: "below" },
      ),
      promGraph("Pods without a node", "short", [
        { expr: "sum by (namespace) (kube_pod_status_unschedulable)", legend: "{{namespace}}" },
      ]),
    ],
  },
};

/** Dashboard of Prometheus, Alertmanager, the collector and Loki. */
export const telemetryDashboard: Dashboard = {
  uid: "telemetry",
  title: "Telemetry",
  tags: ["telemetry"],
  rows: {
    Prometheus: [
      promGraph("Targets that are down", "short", [{ expr: "count by (job) (up == 0)", legend: "{{job}}" }]),
      promGraph("Series", "short", [{ expr: "prometheus_tsdb_head_series", legend: "{{pod}}" }]),
      promGraph("Failed evaluations", "short", [
        {
          expr: "sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0",
          legend: "{{rule_group}}",
        },
      ]),
    ],
    Alerts: [
      promGraph("Firing", "short", [
        { expr: 'count by (severity, alertname) (ALERTS{alertstate="firing"})', legend: "{{severity}} {{alertname}}" },
      ]),
      promGraph("Failed notifications", "reqps", [
        {
          expr: "sum by (integration) (rate(alertmanager_notifications_failed_total[$__rate_interval]))",
          legend: "{{integration}}",
        },
      ]),
    ],
    "Traces and logs": [
      promGraph("Taken by the collector", "short", [
        {
          expr: 'sum by (__name__) (rate({__name__=~"otelcol_receiver_accepted_(spans|metric_points|log_records)(_total)?"}[$__rate_interval]))',
          legend: "{{__name__}}",
        },
      ]),
      promGraph("Lost by exporter", "short", [
        {
          expr: 'sum by (exporter) (rate({__name__=~"otelcol_exporter_send_failed_(spans|metric_points|log_records)(_total)?"}[$__rate_interval]))',
          legend: "{{exporter}}",
        },
      ]),
      promGraph("Loki by status", "reqps", [
        {
          expr: "sum by (status_code) (rate(loki_request_duration_seconds_count[$__rate_interval]))",
          legend: "{{status_code}}",
        },
      ]),
    ],
  },
};
