const words = (text: string) => text.trim().split(/\s+/);

/** Organisations that publish the charts of their add-ons on GitHub Pages. */
const pages = words(`
  aquasecurity argoproj aws aws-observability awslabs bitnami-labs dapr emberstack falcosecurity fluent
  fluxcd-community grafana grafana-community jaegertracing kedacore kubecost kubereboot kubernetes kubernetes-sigs
  kyverno nats-io oauth2-proxy open-policy-agent open-telemetry opencost percona prometheus-community stakater traefik
  victoriametrics vmware-tanzu
`);

/** Hosts of chart publishers. */
const hosts = words(`
  charts.bitnami.com charts.crossplane.io charts.dexidp.io charts.external-secrets.io charts.fairwinds.com
  charts.gitlab.io charts.jetstack.io charts.karpenter.sh charts.konghq.com charts.longhorn.io helm.cilium.io
  helm.datadoghq.com helm.elastic.co helm.goharbor.io helm.linkerd.io helm.nginx.com helm.releases.hashicorp.com
  helm-charts.newrelic.com istio-release.storage.googleapis.com kiali.org releases.rancher.com strimzi.io
`);

/** Amazon ECR, Amazon ECR Public and registry.k8s.io. */
const registries =
  /^(?:\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)|public\.ecr\.aws|registry\.k8s\.io)$/;
/** Namespaces of chart publishers in public registries. */
const corners =
  /^(?:quay\.io\/(?:jetstack|strimzi)|(?:registry-1\.)?docker\.io\/(?:bitnamicharts|envoyproxy)|ghcr\.io\/(?:aquasecurity|argoproj|external-secrets|fluxcd-community|grafana|kedacore|kyverno|nginx|open-telemetry|opencost|prometheus-community|traefik))\//;

/** Whether a host is a chart publisher's, or a registry of mirrors. */
export function isMaker(host: string, path: string): boolean {
  const [, organisation = ""] = /^([a-z0-9-]+)\.github\.io$/.exec(host) ?? [];
  const known = registries.test(host) || hosts.includes(host) || pages.includes(organisation);
  return known || corners.test(`${host}${path}/`);
}
