import type * as pulumi from "@pulumi/pulumi";
import { ImageCache } from "../components/containers/image-cache.ts";
import { cacheOf, type ImageRegistries } from "../components/helm/image-registries.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";

/** What installs Helm charts. */
interface WithCharts {
  cluster?: object;
  clusterAddons?: object;
  telemetry?: object;
}

/** Where the images of charts come from. */
export interface Images {
  /** Argument of every component that installs a chart; empty leaves the registries that the charts name. */
  args: { imageRegistries?: ImageRegistries };
  /** What must exist before the first image is pulled. */
  ready: readonly pulumi.Resource[];
}

/** The pull through cache of the account, made by this stack or by another one. */
export function images({ config, home, common }: Context, definition: WithCharts): Images {
  if (!hasCharts(definition) || config.imageCache === undefined) return { args: {}, ready: [] };
  const args = { imageRegistries: cacheOf(home.account) };
  const { rules, dockerHub, github } = config.imageCache;
  if (rules === "existing" || dockerHub === undefined || github === undefined) return { args, ready: [] };
  const credentials = { "docker.io": dockerHub, "ghcr.io": github };
  return { args, ready: [new ImageCache("image-cache", { ...common, credentials }, home.opts)] };
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
