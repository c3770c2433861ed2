import type { KongArgs } from "./kong-args.ts";
import type { KongRoute } from "./kong-routes.ts";

/** Every fault of Kong's arguments. */
export function kongFaults({ routes, issuer, observation, replicas, trustedCidrs }: KongArgs): string[] {
  const { samplingRate } = observation;
  return [
    ...(Object.keys(routes).length === 0 ? ["routes must hold at least one route, got none"] : []),
    ...Object.entries(routes).flatMap(([name, route]) => routeFaults(route).map((fault) => `routes.${name}.${fault}`)),
    ...Object.entries(issuer.publicKeys).flatMap(([kid, pem]) =>
      pem.startsWith("-----BEGIN PUBLIC KEY-----") ? [] : [`issuer.publicKeys.${kid} must be the PEM of a public key`],
    ),
    ...(samplingRate >= 0 && samplingRate <= 1 ? [] : [`observation.samplingRate must be 0 to 1, got ${samplingRate}`]),
    ...(replicas >= 1 ? [] : [`replicas must be 1 or more, got ${replicas}`]),
    // A trusted address can set the client's address in X-Forwarded-For.
    ...trustedCidrs
      .filter((cidr) => cidr.endsWith("/0"))
      .map((cidr) => `trustedCidrs must be the load balancer's networks, got "${cidr}"`),
  ];
}

function routeFaults({ paths, cors, rateLimit, authenticated, maxBodyMiB = 10 }: KongRoute): string[] {
  return [
    ...(paths.length === 0 ? ["paths must list at least one path, got none"] : []),
    ...paths.flatMap((path) => (path.startsWith("/") ? [] : [`paths must start with /, got "${path}"`])),
    ...(cors?.credentials && cors.origins.includes("*")
      ? ["cors.origins must be named where credentials are sent, got *"]
      : []),
    ...(rateLimit !== undefined && rateLimit.perMinute < 1
      ? [`rateLimit.perMinute must be 1 or more, got ${rateLimit.perMinute}`]
      : []),
    ...(rateLimit?.by === "token" && !authenticated
      ? ["rateLimit.by must be ip where requests are not authenticated, got token"]
      : []),
    ...(maxBodyMiB >= 1 ? [] : [`maxBodyMiB must be 1 or more, got ${maxBodyMiB}`]),
  ];
}
