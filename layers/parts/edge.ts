import type { Context } from "../context.ts";
import type { Edge, Identity } from "../contracts/edge.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { StackDefinition } from "../definition.ts";
import { edge } from "../edge.ts";
import { identity } from "../identity.ts";
import { each } from "../table.ts";
import type { Made } from "./run.ts";

/** Load balancer, CloudFront, sites and the user pool. */
export function edgePart(context: Context, definition: StackDefinition, stack: Foundation): Made<Edge & Identity> {
  const made = edge(context, definition, stack);
  const users = identity(context, definition, made);
  return {
    handed: { ...made, ...users },
    outputs: {
      gatewayUrl: made.gateway?.url,
      cdnUrl: made.cdn?.url,
      siteUrls: each(made.sites, (_, site) => site.url),
      tokenUrl: users.userPool?.tokenUrl,
      userPoolId: users.userPool?.userPoolId,
    },
  };
}
