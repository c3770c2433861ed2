import { roleOf } from "./service-roles.ts";
import type { Given, Start } from "./starts/start.ts";
import type { Place, Request } from "./thing.ts";

/** What exists in an account before any stack is created. */
export function accountSeeds(start: Start): Given[] {
  const roles = start.roles.map((name): Given => {
    const inputs = { name, assumeRolePolicy: "{}" };
    return { type: "aws:iam/role:Role", name, inputs, scope: "account" };
  });
  const given = start.given.filter(({ scope }) => scope === "account");
  return [...start.serviceLinkedRoles.map(roleOf), ...roles, ...given].map((each) => ({ ...each, by: "start" }));
}

/** What exists in each Region of it. */
export function regionSeeds(start: Start): Given[] {
  return start.given.filter(({ scope }) => scope !== "account");
}

/** The request that would make something, in the name of no stack. */
export function requestOf({ type, name, inputs }: Given, place: Place): Request {
  return { operation: "create", type, name, urn: "", place, inputs, old: undefined, preview: false };
}
