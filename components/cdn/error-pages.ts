import type * as aws from "@pulumi/aws";
import { within } from "../ranges.ts";

/** A custom error response. */
export interface ErrorPage {
  /** Path of the page, with a slash in front. */
  path: string;
  /** Status code of the response. */
  responseCode: number;
  /** Seconds that the error is cached. @default 10 */
  cacheSeconds?: number;
}

/** Custom error responses by the status code of the origin. */
export type ErrorPages = Readonly<Record<number, ErrorPage>>;

/** Custom error responses as input of the distribution. */
export function errorResponses(pages: ErrorPages): aws.types.input.cloudfront.DistributionCustomErrorResponse[] {
  return Object.entries(pages).map(([code, { path, responseCode, cacheSeconds = 10 }]) => ({
    errorCode: Number(code),
    responsePagePath: path,
    responseCode,
    errorCachingMinTtl: cacheSeconds,
  }));
}

/** Faults of custom error responses. */
export function errorPageFaults(pages: ErrorPages): string[] {
  return Object.entries(pages).flatMap(([code, page]) => pageFaults(Number(code), page));
}

/** Status codes that CloudFront can replace. */
const replaceable = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

function pageFaults(code: number, page: ErrorPage): string[] {
  return [
    ...(replaceable.includes(code) ? [] : [`code must be one of ${replaceable.join(", ")}, got ${code}`]),
    ...(page.path.startsWith("/") ? [] : [`path must start with a slash, got "${page.path}"`]),
    ...(page.responseCode === 200 || replaceable.includes(page.responseCode)
      ? []
      : [`responseCode must be 200 or one of ${replaceable.join(", ")}, got ${page.responseCode}`]),
    ...within("cacheSeconds", page.cacheSeconds, 0, 31_536_000),
  ].map((fault) => `errorPages.${code}: ${fault}`);
}
