import type { Account } from "../iam/account.ts";

/**
 * Registries that the charts' images come from. ECR has pull through cache rules for all of them (Amazon ECR User Guide: Sync an
 * upstream registry); it has none for reg.kyverno.io, so Kyverno's images come from ghcr.io, where they are published too.
 */
export const upstreamRegistries = ["docker.io", "ghcr.io", "public.ecr.aws", "quay.io", "registry.k8s.io"] as const;
/** A registry that charts name. */
export type UpstreamRegistry = (typeof upstreamRegistries)[number];

/** Where images of a chart's registry are pulled from: a host, with a repository prefix where it is a cache. */
export type ImageRegistries = Readonly<Record<UpstreamRegistry, string>>;

/** The pull through cache of an account: each registry under a prefix of its name. */
export function cacheOf({ accountId, region }: Account): ImageRegistries {
  const cache = (upstream: UpstreamRegistry) => `${accountId}.dkr.ecr.${region}.amazonaws.com/${upstream}`;
  return {
    "docker.io": cache("docker.io"),
    "ghcr.io": cache("ghcr.io"),
    "public.ecr.aws": cache("public.ecr.aws"),
    "quay.io": cache("quay.io"),
    "registry.k8s.io": cache("registry.k8s.io"),
  };
}

/** The registries themselves. */
export const upstream: ImageRegistries = {
  "docker.io": "docker.io",
  "ghcr.io": "ghcr.io",
  "public.ecr.aws": "public.ecr.aws",
  "quay.io": "quay.io",
  "registry.k8s.io": "registry.k8s.io",
};
