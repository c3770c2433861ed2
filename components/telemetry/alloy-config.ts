/** Grafana Alloy configuration: sends container logs to Loki with labels of their origin. */
export function alloyConfig(lokiUrl: string): string {
  const rule = (target: string, source: string) =>
    ["  rule {", `    source_labels = ["${source}"]`, `    target_label  = "${target}"`, "  }"].join("\n");
  return `discovery.kubernetes "pods" {
  role = "pod"
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets

${rule("namespace", "__meta_kubernetes_namespace")}
${rule("pod", "__meta_kubernetes_pod_name")}
${rule("container", "__meta_kubernetes_pod_container_name")}
${rule("app", "__meta_kubernetes_pod_label_app_kubernetes_io_name")}
}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.write.loki.receiver]

  clustering {
    enabled = true
  }
}

loki.write "loki" {
  endpoint {
    url = "${lokiUrl}/loki/api/v1/push"
  }
}
`;
}
