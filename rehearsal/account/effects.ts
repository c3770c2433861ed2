import { roleName, serviceOf, serviceRoles } from "./service-roles.ts";
import type { Given } from "./starts/start.ts";
import type { Place, Request, Thing } from "./thing.ts";
import type { View } from "./view.ts";

/** What a service does on its own when something is made or deleted. */
export interface Effect {
  on: "create" | "delete";
  types: readonly string[];
  /** What comes to exist, or what exists and is written into, beside the thing. */
  happen(thing: Thing, account: View): { given?: Given[]; filled?: Thing[]; kept?: Thing };
}

const serviceLinkedRole = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/** Services that make their own role with the first thing that needs it. */
const roles: Effect[] = serviceRoles.flatMap(({ service, madeBy = [] }) =>
  madeBy.length === 0
    ? []
    : [
        {
          on: "create" as const,
          types: madeBy,
          happen: ({ place }, account) => (hasRole(service, place, account) ? {} : { given: [roleOf(service)] }),
        },
      ],
);

/** Whether a service's role exists in an account, other than by what is asked for itself. */
export function hasRole(service: string, place: Place, account: View, asked?: Request): boolean {
  return account.all(serviceLinkedRole, place).some((thing) => serviceOf(thing) === service && !isOwn(thing, asked));
}

/** Whether a thing is what a preview has planned for a request itself, or what an update would change. */
export function isOwn(thing: Thing, request: Request | undefined): boolean {
  return request?.preview === true && thing.urn === request.urn;
}

/** A service's role as something that exists. */
export function roleOf(service: string): Given {
  const inputs = { awsServiceName: service };
  return { type: serviceLinkedRole, name: roleName(service), inputs, scope: "account", by: "service" };
}

/** Everything that services do. */
export const effects: readonly Effect[] = [...roles];
