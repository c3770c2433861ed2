/** A Helm chart at its pinned version. */
export interface Chart {
  /** Name of the chart in its repository, or its URL in an OCI registry. */
  readonly chart: string;
  /** URL of the chart repository; not for OCI registries. */
  readonly repository?: string;
  /** Exact version of the chart. */
  readonly version: string;
  /** Version of the application. */
  readonly appVersion: string;
  /** Documentation of the chart's values. */
  readonly documentation: string;
  /** End of support. */
  readonly supported: string;
}

/**
 * Every Helm chart of the platform with its pinned version and end of support.
 * Each version was released, or in use in public repositories, between May and October 2026. The charts themselves were not
 * available: values follow the named documentation, and a newer version may exist.
 */
export const charts = {
  "aws-load-balancer-controller": {
    chart: "aws-load-balancer-controller",
    repository: "https://aws.github.io/eks-charts",
    version: "3.6.0",
    appVersion: "v3.6.0",
    documentation: "kubernetes-sigs/aws-load-balancer-controller, helm/aws-load-balancer-controller/values.yaml",
    supported: "newest minor",
  },
  "karpenter-crd": {
    chart: "oci://public.ecr.aws/karpenter/karpenter-crd",
    version: "1.14.0",
    appVersion: "1.14.0",
    documentation: "aws/karpenter-provider-aws, website/content/en/v1.14/upgrading/upgrade-guide.md",
    supported: "newest minor",
  },
  karpenter: {
    chart: "oci://public.ecr.aws/karpenter/karpenter",
    version: "1.14.0",
    appVersion: "1.14.0",
    documentation: "aws/karpenter-provider-aws, charts/karpenter/README.md and website/content/en/v1.14/reference",
    supported: "newest minor",
  },
  "cluster-autoscaler": {
    chart: "cluster-autoscaler",
    repository: "https://kubernetes.github.io/autoscaler",
    version: "9.59.0",
    appVersion: "1.35.0",
    documentation: "kubernetes/autoscaler, charts/cluster-autoscaler/README.md",
    supported: "as long as its Kubernetes minor",
  },
  "external-secrets": {
    chart: "external-secrets",
    repository: "https://charts.external-secrets.io",
    version: "2.10.0",
    appVersion: "v2.10.0",
    documentation: "external-secrets/external-secrets, deploy/charts/external-secrets/values.yaml",
    supported: "newest minor",
  },
  "cert-manager": {
    chart: "cert-manager",
    repository: "https://charts.jetstack.io",
    version: "v1.21.2",
    appVersion: "v1.21.2",
    documentation: "cert-manager/cert-manager, deploy/charts/cert-manager/README.template.md",
    supported: "until two minors later",
  },
  "external-dns": {
    chart: "external-dns",
    repository: "https://kubernetes-sigs.github.io/external-dns",
    version: "1.21.1",
    appVersion: "0.21.0",
    documentation: "kubernetes-sigs/external-dns, charts/external-dns/README.md",
    supported: "newest minor",
  },
  velero: {
    chart: "velero",
    repository: "https://vmware-tanzu.github.io/helm-charts",
    version: "12.0.2",
    appVersion: "1.18.1",
    documentation: "vmware-tanzu/helm-charts, charts/velero/values.yaml",
    supported: "two newest minors",
  },
  kyverno: {
    chart: "kyverno",
    repository: "https://kyverno.github.io/kyverno",
    version: "3.9.1",
    appVersion: "v1.19.1",
    documentation: "kyverno/kyverno, charts/kyverno/README.md; Kubernetes 1.33 to 1.35",
    supported: "newest minor",
  },
  "prometheus-operator-crds": {
    chart: "prometheus-operator-crds",
    repository: "https://prometheus-community.github.io/helm-charts",
    version: "32.0.0",
    appVersion: "v0.94.0",
    documentation: "prometheus-community/helm-charts, charts/prometheus-operator-crds/README.md",
    supported: "with kube-prometheus-stack 90, whose operator is 0.94",
  },
  "kube-prometheus-stack": {
    chart: "kube-prometheus-stack",
    repository: "https://prometheus-community.github.io/helm-charts",
    version: "90.1.1",
    appVersion: "v0.94.0",
    documentation: "prometheus-community/helm-charts, charts/kube-prometheus-stack/values.yaml",
    supported: "newest version",
  },
  loki: {
    chart: "loki",
    repository: "https://grafana-community.github.io/helm-charts",
    version: "18.13.1",
    appVersion: "3.7.7",
    documentation: "grafana-community/helm-charts, charts/loki/values.yaml",
    supported: "newest version; Loki 3.7 for a year",
  },
  alloy: {
    chart: "alloy",
    repository: "https://grafana.github.io/helm-charts",
    version: "1.11.1",
    appVersion: "v1.18.1",
    documentation: "grafana/alloy, operations/helm/charts/alloy/values.yaml",
    supported: "newest version",
  },
  vault: {
    chart: "vault",
    repository: "https://helm.releases.hashicorp.com",
    version: "0.34.1",
    appVersion: "2.0.4",
    documentation: "hashicorp/vault-helm, values.yaml",
    supported: "newest minor",
  },
} as const satisfies Record<string, Chart>;
/** Name of a chart in the table. */
export type ChartName = keyof typeof charts;

/** Images that differ from a chart's default. */
export const images = {
  /** Cluster Autoscaler by Kubernetes minor; the chart's default is older. */
  clusterAutoscaler: { "1.35": "v1.35.0", "1.36": "v1.36.1" },
  /** Velero's plugin for S3: 1.14 goes with Velero 1.18 (velero-io/velero-plugin-for-aws, README). */
  veleroPluginForAws: "velero/velero-plugin-for-aws:v1.14.2",
} as const;

/** Versions of EKS add-ons besides those of every cluster; in use in July 2026, assumed to be the newest. */
export const optionalBuilds = {
  "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
  "snapshot-controller": "v8.6.0-eksbuild.1",
} as const;
