import type { Consequence, Effect } from "./effect.ts";
import { filling } from "./effects-contents.ts";
import { keeping } from "./effects-recovery.ts";
import { hasRole, roleOf, serviceRoles } from "./service-roles.ts";
import type { Thing } from "./thing.ts";
import type { View } from "./view.ts";

/** Services that make their own role with the first thing that needs it. */
const roles: readonly Effect[] = serviceRoles.flatMap(({ service, madeBy = [] }): Effect[] =>
  madeBy.length === 0
    ? []
    : [
        {
          on: "create",
          types: madeBy,
          happen: ({ place }, account) => (hasRole(service, place, account) ? {} : { given: [roleOf(service)] }),
        },
      ],
);

const effects: readonly Effect[] = [...roles, ...filling, ...keeping];

/** What services do on their own after something was made or deleted. */
export function consequences(on: Effect["on"], thing: Thing, account: View): Consequence[] {
  return effects
    .filter((effect) => effect.on === on && effect.types.includes(thing.type))
    .map((effect) => effect.happen(thing, account));
}
