import { ImageCache } from "../components/containers/image-cache.ts";
import { cacheOf, type ImageRegistries } from "../components/helm/image-registries.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";

/** What installs Helm charts. */
export interface WithCharts {
  cluster?: object;
  clusterAddons?: object;
  telemetry?: object;
}

/** Argument of every component that installs a chart: where its images come from; empty leaves the registries that it names. */
export interface Images {
  imageRegistries?: ImageRegistries;
}

/** The registries of the images: those of the pull through cache, where the account has one. */
export function imageArgs({ config, home }: Context, definition: WithCharts): Images {
  return hasCharts(definition) && config.imageCache !== undefined ? { imageRegistries: cacheOf(home.account) } : {};
}

/** The pull through cache of the account; none where another stack has made it. */
export function imageCache({ config, home, common }: Context, definition: WithCharts): ImageCache[] {
  if (!hasCharts(definition) || config.imageCache === undefined) return [];
  const { rules, dockerHub, github } = config.imageCache;
  if (rules === "existing" || dockerHub === undefined || github === undefined) return [];
  const credentials = { "docker.io": dockerHub, "ghcr.io": github };
  return [new ImageCache("image-cache", { ...common, credentials }, home.opts)];
}

/** What the image cache needs of the configuration, one line each; the network of an existing cluster is its owner's. */
export function imageCacheFaults(definition: WithCharts, { imageCache, existing }: Config): string[] {
  if (!hasCharts(definition)) return [];
  if (imageCache === undefined) {
    return existing === undefined
      ? ["platform:imageCache must say who makes the cache that the images of Helm charts come from, got nothing"]
      : [];
  }
  if (imageCache.rules === "existing") return [];
  return (["dockerHub", "github"] as const)
    .filter((key) => imageCache[key] === undefined)
    .map((key) => `platform:imageCache.${key} must be the ARN of a secret where rules is create, got nothing`);
}

function hasCharts({ cluster, clusterAddons, telemetry }: WithCharts): boolean {
  return cluster !== undefined && (clusterAddons !== undefined || telemetry !== undefined);
}
