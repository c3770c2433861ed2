import type { RuleGroup } from "./alert-rules.ts";

/** Pods, deployments and autoscalers, as kube-state-metrics sees them. */
export const workloadAlerts: RuleGroup = {
  name: "workloads",
  rules: [
    {
      alert: "DeploymentDown",
      expr: "kube_deployment_status_replicas_available == 0 and kube_deployment_spec_replicas > 0",
      for: "2m",
      severity: "critical",
      summary: "{{ $labels.namespace }}/{{ $labels.deployment }} is down",
      description: "No pod of {{ $labels.namespace }}/{{ $labels.deployment }} is available.",
      runbook: "deployment-unavailable",
    },
    {
      alert: "DeploymentShortOfReplicas",
      expr: "kube_deployment_status_replicas_available < kube_deployment_spec_replicas",
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.deployment }} lacks pods",
      description: "Only {{ $value }} pods of {{ $labels.namespace }}/{{ $labels.deployment }} are available.",
      runbook: "deployment-unavailable",
    },
    {
      alert: "PodCrashLooping",
      expr: 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} keeps crashing",
      description:
        "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} waits to be started again.",
      runbook: "pod-crash-loop",
    },
    {
      alert: "ContainerOutOfMemory",
      expr: [
        "increase(kube_pod_container_status_restarts_total[10m]) > 0",
        "and on (namespace, pod, container)",
        'kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1',
      ].join(" "),
      for: "1m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} ran out of memory",
      description: "Container {{ $labels.container }} reached its memory limit and was killed.",
      runbook: "out-of-memory",
    },
    {
      alert: "PodUnschedulable",
      expr: "kube_pod_status_unschedulable == 1",
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} finds no node",
      description: "No node has had room for {{ $labels.namespace }}/{{ $labels.pod }} for ten minutes.",
      runbook: "unschedulable-pods",
      dashboard: "nodes",
    },
    {
      alert: "AutoscalerAtMaximum",
      expr: [
        "kube_horizontalpodautoscaler_status_current_replicas == kube_horizontalpodautoscaler_spec_max_replicas",
        "and kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas",
      ].join(" "),
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot grow further",
      description: "It has run at its maximum of {{ $value }} replicas for a quarter of an hour.",
      runbook: "autoscaler-maximum",
    },
    {
      alert: "JobFailed",
      expr: "kube_job_status_failed > 0 unless on (namespace, job_name) kube_job_status_succeeded > 0",
      for: "5m",
      severity: "warning",
      summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} failed",
      description: "{{ $value }} pods of {{ $labels.namespace }}/{{ $labels.job_name }} failed, and none succeeded.",
      runbook: "job-failed",
    },
    {
      alert: "CertificateExpiring",
      expr: "certmanager_certificate_expiration_timestamp_seconds - time() < 14 * 86400",
      for: "1h",
      severity: "warning",
      summary: "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} was not renewed",
      description: "It expires in {{ $value | humanizeDuration }}; cert-manager renews it a third of its life before.",
      runbook: "certificate-expiring",
    },
  ],
};
