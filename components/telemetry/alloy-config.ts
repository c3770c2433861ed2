/** Configuration of Grafana Alloy, in its own language: every line that a pod of the node writes, to Loki, under where it came from. */
export function alloyConfig(lokiUrl: string): string {
  const rule = (target: string, ...sources: string[]) =>
    [
      "  rule {",
      `    source_labels = [${sources.map((source) => `"${source}"`).join(", ")}]`,
      `    target_label  = "${target}"`,
      "  }",
    ].join("\n");
  return `discovery.kubernetes "pods" {
  role = "pod"
  // Each node reads its own files, and needs to know of its own pods alone.
  selectors {
    role  = "pod"
    field = "spec.nodeName=" + sys.env("HOSTNAME")
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets

${rule("namespace", "__meta_kubernetes_namespace")}
${rule("pod", "__meta_kubernetes_pod_name")}
${rule("container", "__meta_kubernetes_pod_container_name")}
${rule("app", "__meta_kubernetes_pod_label_app_kubernetes_io_name")}
  rule {
    source_labels = ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    target_label  = "__path__"
    replacement   = "/var/log/pods/*$1/*.log"
  }
}

local.file_match "pods" {
  path_targets = discovery.relabel.pods.output
}

loki.source.file "pods" {
  targets    = local.file_match.pods.targets
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri { }
  stage.label_drop {
    values = ["filename"]
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "${lokiUrl}/loki/api/v1/push"
  }
}
`;
}
