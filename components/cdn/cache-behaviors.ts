import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { within } from "../ranges.ts";
import { type Origins, originNamed } from "./origins.ts";

/** Caching of responses: none, with AWS's recommended times, or within limits from the origin's Cache-Control header. */
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

/** TTL settings in seconds, 0 to a year. */
export interface TimeToLive {
  /** Minimum TTL. */
  minSeconds: number;
  /** Default TTL, for responses without Cache-Control. */
  defaultSeconds: number;
  /** Maximum TTL. */
  maxSeconds: number;
}

/** A cache behavior. */
export interface Behavior {
  /** Name of the origin. */
  origin: string;
  /** Caching of responses; without caching a load balancer receives every method, header and cookie, with caching none of them. */
  caching: Caching;
}

/** Settings of a custom cache policy: its TTLs, and whether query strings are part of the cache key. */
export interface CacheKey {
  ttl: TimeToLive;
  queryStrings: boolean;
}

/** Policies that cache behaviors refer to: cache policies by name, and the response headers policy. */
export interface BehaviorPolicies {
  cache: Readonly<Record<string, pulumi.Input<string>>>;
  headers: pulumi.Input<string>;
}

/** AWS managed policies, with the same IDs in every account. */
const managed = {
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
};

const read = ["GET", "HEAD", "OPTIONS"];
const write = ["DELETE", "PATCH", "POST", "PUT"];

/** Custom cache policies of the behaviors, by a name made of their settings, so that equal ones are shared. */
export function cacheKeys(behaviors: readonly Behavior[], origins: Origins): Readonly<Record<string, CacheKey>> {
  const keys = behaviors.flatMap((behavior) => {
    const key = cacheKey(behavior, origins);
    return key === undefined ? [] : [[keyName(key), key] as const];
  });
  return Object.fromEntries(keys);
}

function cacheKey({ origin, caching }: Behavior, origins: Origins): CacheKey | undefined {
  // Query strings can override response headers of S3 objects, so none are forwarded to buckets.
  const queryStrings = originNamed(origins, origin)?.kind !== "bucket";
  return caching.kind === "ttl" ? { ttl: caching, queryStrings } : undefined;
}

function keyName({ ttl, queryStrings }: CacheKey): string {
  return `ttl-${ttl.minSeconds}-${ttl.defaultSeconds}-${ttl.maxSeconds}${queryStrings ? "-query" : ""}`;
}

/** Settings of a cache policy. */
export function cachePolicy({ ttl, queryStrings }: CacheKey): aws.cloudfront.CachePolicyArgs {
  return {
    minTtl: ttl.minSeconds,
    defaultTtl: ttl.defaultSeconds,
    maxTtl: ttl.maxSeconds,
    parametersInCacheKeyAndForwardedToOrigin: {
      // A cached response is shared by all viewers, so it must not depend on cookies or headers.
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: queryStrings ? "all" : "none" },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  };
}

/** A cache behavior as input of the distribution. */
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
    // CloudFront allows only GET, HEAD and OPTIONS for an origin group.
    allowedMethods: passesOn && origins[origin]?.kind !== "failover" ? [...read, ...write] : read,
    cachedMethods: ["GET", "HEAD"],
    compress: true,
    cachePolicyId: own ?? (caching.kind === "disabled" ? managed.cachingDisabled : managed.cachingOptimized),
    ...(passesOn && { originRequestPolicyId: managed.allViewer }),
    responseHeadersPolicyId: policies.headers,
  };
}

/** Faults of a cache behavior. */
export function behaviorFaults({ origin, caching }: Behavior, origins: Origins): string[] {
  const known = Object.hasOwn(origins, origin);
  return [
    ...(known ? [] : [`origin must be one of ${Object.keys(origins).join(", ") || "(none)"}, got "${origin}"`]),
    ...(caching.kind === "ttl" ? timeFaults(caching) : []),
  ];
}

const year = 31_536_000;

function timeFaults({ minSeconds, defaultSeconds, maxSeconds }: TimeToLive): string[] {
  const ranges = [
    ...within("caching.minSeconds", minSeconds, 0, year),
    ...within("caching.defaultSeconds", defaultSeconds, 0, year),
    // CloudFront refuses encodings in the cache key of a policy without caching.
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

/** Faults of a path pattern. */
export function patternFaults(pattern: string): string[] {
  return /^\/[\w\-.*$/~"'@:+&?]{0,254}$/.test(pattern) && pattern !== "/*"
    ? []
    : [
        `pattern must start with a slash, have at most 255 letters, digits and _-.*$/~"'@:+&? and not be /*, which is the default behavior's, got "${pattern}"`,
      ];
}
