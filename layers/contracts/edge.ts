import { type Handed, optional, plainText, record, table, text } from "./contract.ts";
import type { Plan } from "./plan.ts";

const routes = ({ definition }: Plan) => definition.gateway?.routes;

/** The load balancer, CloudFront and the static sites. */
export const edge = record({
  gateway: optional(
    record({
      loadBalancerArnSuffix: text,
      targetGroupArns: table(text, routes),
      targetGroupArnSuffixes: table(text, routes),
      logBucketName: text,
    }),
    ({ definition }) => definition.gateway !== undefined,
  ),
  cdn: optional(
    record({ logBucketName: text }),
    ({ config, definition: { cdn, gateway } }) => hasCloudFront(config) && cdn !== undefined && gateway !== undefined,
  ),
  sites: table(record({ logBucketName: text }), ({ config, definition }) =>
    hasCloudFront(config) ? definition.sites : undefined,
  ),
});

/** The user pool, and where Parameter Store holds the parameters. */
export const identity = record({
  userPool: optional(record({ issuer: text }), ({ definition }) => definition.userPool !== undefined),
  parametersPath: optional(plainText),
});

/** CloudFront is there with a domain, and only in the stack that no other stands by for. */
function hasCloudFront({ domain, hostedZoneId, standbyOf }: Plan["config"]): boolean {
  return domain !== undefined && hostedZoneId !== undefined && standbyOf === undefined;
}

export type Edge = Handed<typeof edge>;
export type Identity = Handed<typeof identity>;
