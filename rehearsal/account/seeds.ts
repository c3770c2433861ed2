import { roleOf } from "./effects.ts";
import type { Given, Start } from "./starts/start.ts";

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
