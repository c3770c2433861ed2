import type { RuleGroup } from "./alert-rules.ts";

/** Alerts of nodes and volumes. */
export const nodeAlerts: RuleGroup = {
  name: "nodes",
  rules: [
    {
      alert: "NodeNotReady",
      expr: 'kube_node_status_condition{condition="Ready", status="true"} == 0',
      for: "5m",
      severity: "critical",
      summary: "Node {{ $labels.node }} is not ready",
      description:
        "The kubelet of {{ $labels.node }} has not said that it is well for five minutes; its pods move away.",
      runbook: "failed-nodes",
      dashboard: "nodes",
    },
    {
      alert: "NodeMemoryLow",
      expr: 'node_memory_working_set_bytes / on (node) kube_node_status_capacity{resource="memory"} > 0.9',
      for: "10m",
      severity: "warning",
      summary: "Node {{ $labels.node }} is short of memory",
      description: "{{ $value | humanizePercentage }} of the memory of {{ $labels.node }} is in use.",
      runbook: "node-pressure",
      dashboard: "nodes",
    },
    {
      alert: "NodeUnderPressure",
      expr: 'kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure", status="true"} == 1',
      for: "2m",
      severity: "warning",
      summary: "Node {{ $labels.node }} reports {{ $labels.condition }}",
      description: "The kubelet of {{ $labels.node }} takes no new pods, and evicts some of those that it has.",
      runbook: "node-pressure",
      dashboard: "nodes",
    },
    {
      alert: "VolumeFilling",
      expr: [
        "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.2",
        "and predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400) < 0",
      ].join(" "),
      for: "1h",
      severity: "warning",
      summary: "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} fills up",
      description: "{{ $value | humanizePercentage }} is left, and at the pace of the last hours nothing in four days.",
      runbook: "volume-filling",
      dashboard: "nodes",
    },
    {
      alert: "VolumeFull",
      expr: "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.05",
      for: "5m",
      severity: "critical",
      summary: "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is almost full",
      description: "{{ $value | humanizePercentage }} of it is left.",
      runbook: "volume-filling",
      dashboard: "nodes",
    },
  ],
};
