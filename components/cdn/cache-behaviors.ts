import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { within } from "../ranges.ts";
import { type Origins, originNamed } from "./origins.ts";

/** How long CloudFront keeps answers: never, as long as AWS recommends for files, or between two limits as the origin's Cache-Control says. */
export type Caching =
  | {
      /** Responses are not cached (managed policy CachingDisabled). */
      kind: "disabled";
    }
  | {
      /** Responses are cached with AWS's recommended times (managed policy CachingOptimized). */
      kind: "optimized";
    }
  | ({
      /** Responses are cached within times of the behavior's own. */
      kind: "ttl";
    } & TimeToLive);

/** Seconds that an answer is kept, 0 to a year. */
export interface TimeToLive {
  /** Seconds that an answer is kept whatever its Cache-Control says. */
  minSeconds: number;
  /** Seconds that an answer without Cache-Control is kept. */
  defaultSeconds: number;
  /** Seconds after which the origin is asked again whatever Cache-Control says. */
  maxSeconds: number;
}

/** What happens to the requests for a path. */
export interface Behavior {
  /** Name of the origin that answers. */
  origin: string;
  /** How long answers are kept; without caching a load balancer gets every method, header and cookie, with it none of them. */
  caching: Caching;
}

/** A cache policy of one's own: its times, and whether query strings tell answers apart. */
export interface CacheKey {
  ttl: TimeToLive;
  queryStrings: boolean;
}

/** Policies that behaviors refer to: cache policies by their names, and the one for response headers. */
export interface BehaviorPolicies {
  cache: Readonly<Record<string, pulumi.Input<string>>>;
  headers: pulumi.Input<string>;
}

/** AWS managed policies, the same in every account. */
const managed = {
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
};

const read = ["GET", "HEAD", "OPTIONS"];
const write = ["DELETE", "PATCH", "POST", "PUT"];

/** The cache policies that behaviors need, by a name that says what they are, so that two alike share one. */
export function cacheKeys(behaviors: readonly Behavior[], origins: Origins): Readonly<Record<string, CacheKey>> {
  const keys = behaviors.flatMap((behavior) => {
    const key = cacheKey(behavior, origins);
    return key === undefined ? [] : [[keyName(key), key] as const];
  });
  return Object.fromEntries(keys);
}

function cacheKey({ origin, caching }: Behavior, origins: Origins): CacheKey | undefined {
  // S3 obeys query strings that change an object's headers, so none of a viewer's may reach a bucket.
  const queryStrings = originNamed(origins, origin)?.kind !== "bucket";
  return caching.kind === "ttl" ? { ttl: caching, queryStrings } : undefined;
}

function keyName({ ttl, queryStrings }: CacheKey): string {
  return `ttl-${ttl.minSeconds}-${ttl.defaultSeconds}-${ttl.maxSeconds}${queryStrings ? "-query" : ""}`;
}

/** What a cache policy is made of. */
export function cachePolicy({ ttl, queryStrings }: CacheKey): aws.cloudfront.CachePolicyArgs {
  return {
    minTtl: ttl.minSeconds,
    defaultTtl: ttl.defaultSeconds,
    maxTtl: ttl.maxSeconds,
    parametersInCacheKeyAndForwardedToOrigin: {
      // What is kept for everyone must not depend on who asks.
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: queryStrings ? "all" : "none" },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  };
}

/** A behavior in CloudFront's words. */
export function cacheBehavior(
  behavior: Behavior,
  origins: Origins,
  policies: BehaviorPolicies,
): aws.types.input.cloudfront.DistributionDefaultCacheBehavior {
  const { origin, caching } = behavior;
  const passesOn = caching.kind === "disabled" && originNamed(origins, origin)?.kind !== "bucket";
  const key = cacheKey(behavior, origins);
  const own = key && policies.cache[keyName(key)];
  return {
    targetOriginId: origin,
    viewerProtocolPolicy: "redirect-to-https",
    // CloudFront refuses writing requests where a second origin stands in.
    allowedMethods: passesOn && origins[origin]?.kind !== "failover" ? [...read, ...write] : read,
    cachedMethods: ["GET", "HEAD"],
    compress: true,
    cachePolicyId: own ?? (caching.kind === "disabled" ? managed.cachingDisabled : managed.cachingOptimized),
    ...(passesOn && { originRequestPolicyId: managed.allViewer }),
    responseHeadersPolicyId: policies.headers,
  };
}

/** The faults of a behavior. */
export function behaviorFaults({ origin, caching }: Behavior, origins: Origins): string[] {
  const known = Object.hasOwn(origins, origin);
  return [
    ...(known
      ? []
      : [`origin must be one of ${Object.keys(origins).join(", ") || "the origins, which are none"}, got "${origin}"`]),
    ...(caching.kind === "ttl" ? timeFaults(caching) : []),
  ];
}

const year = 31_536_000;

function timeFaults({ minSeconds, defaultSeconds, maxSeconds }: TimeToLive): string[] {
  const ranges = [
    ...within("caching.minSeconds", minSeconds, 0, year),
    ...within("caching.defaultSeconds", defaultSeconds, 0, year),
    // With nothing to keep, CloudFront takes no cache policy that tells encodings apart.
    ...within("caching.maxSeconds", maxSeconds, 1, year),
  ];
  const ordered = minSeconds <= defaultSeconds && defaultSeconds <= maxSeconds;
  return ordered
    ? ranges
    : [
        ...ranges,
        `caching must have minSeconds, defaultSeconds and maxSeconds in this order, got ${minSeconds}, ${defaultSeconds} and ${maxSeconds}`,
      ];
}

/** The fault of a path pattern. */
export function patternFaults(pattern: string): string[] {
  return /^\/[\w\-.*$/~"'@:+&?]{0,254}$/.test(pattern) && pattern !== "/*"
    ? []
    : [
        `pattern must start with a slash, have at most 255 letters, digits and _-.*$/~"'@:+&? and not be /*, which is the default behavior's, got "${pattern}"`,
      ];
}
