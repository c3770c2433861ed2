/** Series in promtool's notation, with one value per minute. */
type Series = Readonly<Record<string, string>>;

/** An alert with series for which it fires, and series for which it does not. */
export interface AlertCase {
  alert: string;
  /** Minutes after which the alert must fire for the first series, and not for the second. */
  minutes: number;
  /** Minutes at which it must not fire yet. */
  notYet?: number;
  broken: Series;
  healthy: Series;
  /** Labels besides severity and team. */
  labels: Readonly<Record<string, string>>;
  severity: "critical" | "warning" | "none";
  summary: string;
  description: string;
  dashboard: "services" | "nodes" | "telemetry";
  runbook: string;
}

const web = { namespace: "shop", deployment: "web" };
const pod = { namespace: "shop", pod: "web-1", container: "web" };

/** Settings of the rules of services, workloads and nodes. */
export const alertCases: readonly AlertCase[] = [
  {
    alert: "HighErrorRate",
    // 2 failures in 100 requests a minute, then 1 in 200.
    broken: {
      'http_requests_total{job="web", status="200"}': "0+98x30",
      'http_requests_total{job="web", status="500"}': "0+2x30",
    },
    healthy: {
      'http_requests_total{job="web", status="200"}': "0+199x30",
      'http_requests_total{job="web", status="500"}': "0+1x30",
    },
    minutes: 10,
    notYet: 2,
    labels: { job: "web" },
    severity: "critical",
    summary: "High error rate of web",
    description: "web answers 2% of its requests with a 5xx status, above the 1% error rate that is allowed.",
    dashboard: "services",
    runbook: "high-error-rate",
  },
  {
    alert: "APILatencyHigh",
    // Of 100 requests a minute, 50 take up to 0.5 s and 50 up to 1 s.
    broken: {
      'http_request_duration_seconds_bucket{handler="/orders", le="0.5"}': "0+50x30",
      'http_request_duration_seconds_bucket{handler="/orders", le="1.0"}': "0+100x30",
      'http_request_duration_seconds_bucket{handler="/orders", le="+Inf"}': "0+100x30",
      // Scrapes of /metrics are excluded.
      'http_request_duration_seconds_bucket{handler="metrics", le="0.5"}': "0+0x30",
      'http_request_duration_seconds_bucket{handler="metrics", le="1.0"}': "0+100x30",
      'http_request_duration_seconds_bucket{handler="metrics", le="+Inf"}': "0+100x30",
    },
    healthy: {
      'http_request_duration_seconds_bucket{handler="/orders", le="0.5"}': "0+100x30",
      'http_request_duration_seconds_bucket{handler="/orders", le="1.0"}': "0+100x30",
      'http_request_duration_seconds_bucket{handler="/orders", le="+Inf"}': "0+100x30",
    },
    minutes: 12,
    notYet: 4,
    labels: { handler: "/orders" },
    severity: "warning",
    summary: "Slow answers of /orders",
    description: "The 95th percentile of /orders is 950ms, above the 500ms that are allowed.",
    dashboard: "services",
    runbook: "high-latency",
  },
  {
    alert: "DeploymentDown",
    broken: {
      'kube_deployment_status_replicas_available{namespace="shop", deployment="web"}': "0x10",
      'kube_deployment_spec_replicas{namespace="shop", deployment="web"}': "2x10",
    },
    // No pod is desired.
    healthy: {
      'kube_deployment_status_replicas_available{namespace="shop", deployment="web"}': "0x10",
      'kube_deployment_spec_replicas{namespace="shop", deployment="web"}': "0x10",
    },
    minutes: 3,
    notYet: 1,
    labels: web,
    severity: "critical",
    summary: "shop/web is down",
    description: "No pod of shop/web is available.",
    dashboard: "services",
    runbook: "deployment-unavailable",
  },
  {
    alert: "DeploymentShortOfReplicas",
    broken: {
      'kube_deployment_status_replicas_available{namespace="shop", deployment="web"}': "1x30",
      'kube_deployment_spec_replicas{namespace="shop", deployment="web"}': "2x30",
    },
    healthy: {
      'kube_deployment_status_replicas_available{namespace="shop", deployment="web"}': "2x30",
      'kube_deployment_spec_replicas{namespace="shop", deployment="web"}': "2x30",
    },
    minutes: 16,
    notYet: 14,
    labels: web,
    severity: "warning",
    summary: "shop/web lacks pods",
    description: "Only 1 pods of shop/web are available.",
    dashboard: "services",
    runbook: "deployment-unavailable",
  },
  {
    alert: "PodCrashLooping",
    broken: {
      'kube_pod_container_status_waiting_reason{namespace="shop", pod="web-1", container="web", reason="CrashLoopBackOff"}':
        "0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1",
    },
    healthy: {
      'kube_pod_container_status_waiting_reason{namespace="shop", pod="web-1", container="web", reason="ContainerCreating"}':
        "1x20",
    },
    minutes: 12,
    notYet: 9,
    labels: { ...pod, reason: "CrashLoopBackOff" },
    severity: "warning",
    summary: "shop/web-1 keeps crashing",
    description: "Container web of shop/web-1 waits to be started again.",
    dashboard: "services",
    runbook: "pod-crash-loop",
  },
  {
    alert: "ContainerOutOfMemory",
    broken: {
      'kube_pod_container_status_restarts_total{namespace="shop", pod="web-1", container="web"}': "0 0 0 0 0 1x20",
      'kube_pod_container_status_last_terminated_reason{namespace="shop", pod="web-1", container="web", reason="OOMKilled"}':
        "1x20",
    },
    // The last restart had another reason.
    healthy: {
      'kube_pod_container_status_restarts_total{namespace="shop", pod="web-1", container="web"}': "0 0 0 0 0 1x20",
      'kube_pod_container_status_last_terminated_reason{namespace="shop", pod="web-1", container="web", reason="Error"}':
        "1x20",
    },
    minutes: 8,
    notYet: 4,
    labels: pod,
    severity: "warning",
    summary: "shop/web-1 ran out of memory",
    description: "Container web reached its memory limit and was killed.",
    dashboard: "services",
    runbook: "out-of-memory",
  },
  {
    alert: "PodUnschedulable",
    broken: { 'kube_pod_status_unschedulable{namespace="shop", pod="web-1"}': "1x20" },
    healthy: { 'kube_pod_status_unschedulable{namespace="shop", pod="web-1"}': "0x20" },
    minutes: 11,
    notYet: 9,
    labels: { namespace: "shop", pod: "web-1" },
    severity: "warning",
    summary: "shop/web-1 finds no node",
    description: "No node has had room for shop/web-1 for ten minutes.",
    dashboard: "nodes",
    runbook: "unschedulable-pods",
  },
  {
    alert: "AutoscalerAtMaximum",
    broken: {
      'kube_horizontalpodautoscaler_status_current_replicas{namespace="shop", horizontalpodautoscaler="web"}': "10x30",
      'kube_horizontalpodautoscaler_spec_max_replicas{namespace="shop", horizontalpodautoscaler="web"}': "10x30",
      'kube_horizontalpodautoscaler_spec_min_replicas{namespace="shop", horizontalpodautoscaler="web"}': "2x30",
    },
    // The minimum and the maximum are equal.
    healthy: {
      'kube_horizontalpodautoscaler_status_current_replicas{namespace="shop", horizontalpodautoscaler="web"}': "2x30",
      'kube_horizontalpodautoscaler_spec_max_replicas{namespace="shop", horizontalpodautoscaler="web"}': "2x30",
      'kube_horizontalpodautoscaler_spec_min_replicas{namespace="shop", horizontalpodautoscaler="web"}': "2x30",
    },
    minutes: 16,
    notYet: 14,
    labels: { namespace: "shop", horizontalpodautoscaler: "web" },
    severity: "warning",
    summary: "shop/web cannot grow further",
    description: "It has run at its maximum of 10 replicas for a quarter of an hour.",
    dashboard: "services",
    runbook: "autoscaler-maximum",
  },
  {
    alert: "JobFailed",
    broken: { 'kube_job_status_failed{namespace="shop", job_name="migrate"}': "2x20" },
    // The third attempt succeeded.
    healthy: {
      'kube_job_status_failed{namespace="shop", job_name="migrate"}': "2x20",
      'kube_job_status_succeeded{namespace="shop", job_name="migrate"}': "1x20",
    },
    minutes: 6,
    notYet: 4,
    labels: { namespace: "shop", job_name: "migrate" },
    severity: "warning",
    summary: "Job shop/migrate failed",
    description: "2 pods of shop/migrate failed, and none succeeded.",
    dashboard: "services",
    runbook: "job-failed",
  },
  {
    alert: "CertificateExpiring",
    // Thirteen days and an hour, and fifteen days, after the first minute.
    broken: {
      'certmanager_certificate_expiration_timestamp_seconds{exported_namespace="shop", name="web"}': "1126800x90",
    },
    healthy: {
      'certmanager_certificate_expiration_timestamp_seconds{exported_namespace="shop", name="web"}': "1296000x90",
    },
    minutes: 60,
    notYet: 58,
    labels: { exported_namespace: "shop", name: "web" },
    severity: "warning",
    summary: "Certificate shop/web was not renewed",
    description: "It expires in 13d 0h 0m 0s; cert-manager renews it a third of its life before.",
    dashboard: "services",
    runbook: "certificate-expiring",
  },
  {
    alert: "SecretNotCopied",
    broken: {
      'externalsecret_status_condition{condition="Ready", status="False", exported_namespace="shop", name="web-secrets"}':
        "1x30",
    },
    healthy: {
      'externalsecret_status_condition{condition="Ready", status="False", exported_namespace="shop", name="web-secrets"}':
        "0x30",
      'externalsecret_status_condition{condition="Ready", status="True", exported_namespace="shop", name="web-secrets"}':
        "1x30",
    },
    minutes: 16,
    notYet: 14,
    labels: { condition: "Ready", status: "False", exported_namespace: "shop", name: "web-secrets" },
    severity: "warning",
    summary: "Secret shop/web-secrets is not copied",
    description: "External Secrets cannot read it: pods have its old value, or do not start where there is none.",
    dashboard: "services",
    runbook: "secret-not-copied",
  },
  {
    alert: "ClusterBackupFailed",
    // A Job that was created by hand has no CronJob.
    broken: {
      'velero_backup_last_status{schedule="critical"}': "0x30",
      'velero_backup_last_status{schedule=""}': "0x30",
    },
    healthy: {
      'velero_backup_last_status{schedule="critical"}': "1x30",
      'velero_backup_last_status{schedule=""}': "0x30",
    },
    minutes: 16,
    notYet: 14,
    labels: { schedule: "critical" },
    severity: "critical",
    summary: "Backup critical of the cluster failed",
    description: "Velero did not complete the last backup of critical: the newest one to restore is older.",
    dashboard: "services",
    runbook: "cluster-backup-failed",
  },
  {
    alert: "NodeNotReady",
    broken: { 'kube_node_status_condition{condition="Ready", status="true", node="ip-10-0-1-7"}': "0x10" },
    healthy: { 'kube_node_status_condition{condition="Ready", status="true", node="ip-10-0-1-7"}': "1x10" },
    minutes: 6,
    notYet: 4,
    labels: { condition: "Ready", status: "true", node: "ip-10-0-1-7" },
    severity: "critical",
    summary: "Node ip-10-0-1-7 is not ready",
    description: "The kubelet of ip-10-0-1-7 has not said that it is well for five minutes; its pods move away.",
    dashboard: "nodes",
    runbook: "failed-nodes",
  },
  {
    alert: "NodeMemoryLow",
    broken: {
      'node_memory_working_set_bytes{node="ip-10-0-1-7", instance="10.0.1.7:10250"}': "950x20",
      'kube_node_status_capacity{node="ip-10-0-1-7", resource="memory", unit="byte"}': "1000x20",
      'kube_node_status_capacity{node="ip-10-0-1-7", resource="cpu", unit="core"}': "4x20",
    },
    healthy: {
      'node_memory_working_set_bytes{node="ip-10-0-1-7", instance="10.0.1.7:10250"}': "850x20",
      'kube_node_status_capacity{node="ip-10-0-1-7", resource="memory", unit="byte"}': "1000x20",
    },
    minutes: 11,
    notYet: 9,
    labels: { node: "ip-10-0-1-7" },
    severity: "warning",
    summary: "Node ip-10-0-1-7 is short of memory",
    description: "95% of the memory of ip-10-0-1-7 is in use.",
    dashboard: "nodes",
    runbook: "node-pressure",
  },
  {
    alert: "NodeUnderPressure",
    broken: { 'kube_node_status_condition{condition="DiskPressure", status="true", node="ip-10-0-1-7"}': "1x10" },
    healthy: {
      'kube_node_status_condition{condition="DiskPressure", status="true", node="ip-10-0-1-7"}': "0x10",
      'kube_node_status_condition{condition="Ready", status="true", node="ip-10-0-1-7"}': "1x10",
    },
    minutes: 3,
    notYet: 1,
    labels: { condition: "DiskPressure", status: "true", node: "ip-10-0-1-7" },
    severity: "warning",
    summary: "Node ip-10-0-1-7 reports DiskPressure",
    description: "The kubelet of ip-10-0-1-7 takes no new pods, and evicts some of those that it has.",
    dashboard: "nodes",
    runbook: "node-pressure",
  },
  {
    alert: "VolumeFilling",
    // From 40 of 100 by 1 every 10 minutes: 19 are left after 3.5 hours.
    broken: {
      'kubelet_volume_stats_available_bytes{namespace="shop", persistentvolumeclaim="data"}': "40-0.1x330",
      'kubelet_volume_stats_capacity_bytes{namespace="shop", persistentvolumeclaim="data"}': "100x330",
    },
    // Little is left, but it does not change.
    healthy: {
      'kubelet_volume_stats_available_bytes{namespace="shop", persistentvolumeclaim="data"}': "10x330",
      'kubelet_volume_stats_capacity_bytes{namespace="shop", persistentvolumeclaim="data"}': "100x330",
    },
    minutes: 300,
    notYet: 250,
    labels: { namespace: "shop", persistentvolumeclaim: "data" },
    severity: "warning",
    summary: "Volume shop/data fills up",
    description: "10% is left, and at the pace of the last hours nothing in four days.",
    dashboard: "nodes",
    runbook: "volume-filling",
  },
  {
    alert: "VolumeFull",
    broken: {
      'kubelet_volume_stats_available_bytes{namespace="shop", persistentvolumeclaim="data"}': "4x20",
      'kubelet_volume_stats_capacity_bytes{namespace="shop", persistentvolumeclaim="data"}': "100x20",
    },
    healthy: {
      'kubelet_volume_stats_available_bytes{namespace="shop", persistentvolumeclaim="data"}': "6x20",
      'kubelet_volume_stats_capacity_bytes{namespace="shop", persistentvolumeclaim="data"}': "100x20",
    },
    minutes: 6,
    notYet: 4,
    labels: { namespace: "shop", persistentvolumeclaim: "data" },
    severity: "critical",
    summary: "Volume shop/data is almost full",
    description: "4% of it is left.",
    dashboard: "nodes",
    runbook: "volume-filling",
  },
];
