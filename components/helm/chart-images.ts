import type { ChartName } from "./charts.ts";
import type { ImageRegistries, UpstreamRegistry } from "./image-registries.ts";

/** A value of a chart that says where an image is pulled from. */
interface ImageValue {
  /** Path of the value. */
  readonly at: string;
  /** Registry that the image comes from. */
  readonly from: UpstreamRegistry;
  /** Repository, where the value is not only a registry. */
  readonly repository?: string;
}

const externalSecrets = { from: "ghcr.io", repository: "external-secrets/external-secrets" } as const;

/**
 * Values of each chart for the images that it pulls with the platform's values; images of parts that are off are not listed.
 * From the charts' values and templates, as charts.ts names them. cert-manager, Kyverno and Vault were read at the pinned
 * versions; ExternalDNS at 1.21.1 and Alloy at 1.11.1, each before the pinned one; the chart in Karpenter's module of 1.14.1 says
 * 1.13.0 of itself. The others were not rendered at the pinned versions, but at the nearest that were served.
 */
export const chartImages = {
  "aws-load-balancer-controller": [
    { at: "image.repository", from: "public.ecr.aws", repository: "eks/aws-load-balancer-controller" },
  ],
  "karpenter-crd": [],
  karpenter: [{ at: "controller.image.repository", from: "public.ecr.aws", repository: "karpenter/controller" }],
  "cluster-autoscaler": [
    { at: "image.repository", from: "registry.k8s.io", repository: "autoscaling/cluster-autoscaler" },
  ],
  "external-secrets": [
    { at: "image.repository", ...externalSecrets },
    { at: "webhook.image.repository", ...externalSecrets },
    { at: "certController.image.repository", ...externalSecrets },
  ],
  "cert-manager": [{ at: "imageRegistry", from: "quay.io" }],
  "external-dns": [{ at: "image.repository", from: "registry.k8s.io", repository: "external-dns/external-dns" }],
  velero: [
    { at: "image.repository", from: "docker.io", repository: "velero/velero" },
    { at: "kubectl.image.repository", from: "registry.k8s.io", repository: "kubectl" },
  ],
  kyverno: [
    { at: "global.image.registry", from: "ghcr.io" },
    { at: "webhooksCleanup.image.registry", from: "ghcr.io" },
  ],
  "prometheus-operator-crds": [],
  "kube-prometheus-stack": [
    { at: "prometheusOperator.image.registry", from: "quay.io" },
    { at: "prometheusOperator.prometheusConfigReloader.image.registry", from: "quay.io" },
    { at: "prometheusOperator.admissionWebhooks.patch.image.registry", from: "ghcr.io" },
    { at: "prometheus.prometheusSpec.image.registry", from: "quay.io" },
    { at: "alertmanager.alertmanagerSpec.image.registry", from: "quay.io" },
    { at: "grafana.image.registry", from: "docker.io" },
    { at: "grafana.sidecar.image.registry", from: "quay.io" },
    { at: "kube-state-metrics.image.registry", from: "registry.k8s.io" },
  ],
  loki: [{ at: "loki.image.registry", from: "docker.io" }],
  alloy: [
    { at: "image.registry", from: "docker.io" },
    { at: "configReloader.image.registry", from: "quay.io" },
  ],
  vault: [{ at: "server.image.repository", from: "docker.io", repository: "hashicorp/vault" }],
} as const satisfies Record<ChartName, readonly ImageValue[]>;

/** Values of a chart, with the registries of its images. */
export function withRegistries(chart: ChartName, values: object, registries: ImageRegistries): object {
  const images: readonly ImageValue[] = chartImages[chart];
  return images.reduce<object>((all, { at, from, repository }) => {
    const registry = registries[from];
    return withValue(all, at.split("."), repository === undefined ? registry : `${registry}/${repository}`);
  }, values);
}

function withValue(values: object, [first = "", ...rest]: readonly string[], value: string): object {
  if (rest.length === 0) return { ...values, [first]: value };
  const inner: unknown = Object.entries(values).find(([key]) => key === first)?.[1];
  return { ...values, [first]: withValue(typeof inner === "object" && inner !== null ? inner : {}, rest, value) };
}
