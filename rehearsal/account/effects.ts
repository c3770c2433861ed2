import type { Consequence, Effect } from "./effect.ts";
import { filling } from "./effects-contents.ts";
import { keeping } from "./effects-recovery.ts";
import { roleName, serviceOf, serviceRoles } from "./service-roles.ts";
import type { Given } from "./starts/start.ts";
import type { Place, Request, Thing } from "./thing.ts";
import type { View } from "./view.ts";

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

/** Everything that services do, by when they do it and the type that they do it to. */
const effects = Map.groupBy(
  [...roles, ...filling, ...keeping].flatMap((effect) => effect.types.map((type) => ({ effect, type }))),
  ({ effect, type }) => `${effect.on} ${type}`,
);

/** What services do after something was made, changed or deleted. */
export function* consequences(on: Effect["on"], thing: Thing, account: () => View): Generator<Consequence> {
  for (const { effect } of effects.get(`${on} ${thing.type}`) ?? []) yield effect.happen(thing, account());
}
