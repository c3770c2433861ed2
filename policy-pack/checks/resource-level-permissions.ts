import { memo } from "./links.ts";
import actions from "./resource-level-permissions.json" with { type: "json" };
import { matchesPattern } from "./wildcards.ts";

/** The actions of a service in lower case, each with whether it takes a resource. */
const actionsOf = memo((service: string): ReadonlyMap<string, boolean> => {
  const listed = Object.entries(actions).find(([name]) => name === service)?.[1];
  const named = (names: string | undefined, scoped: boolean) =>
    (names ?? "")
      .split(" ")
      .flatMap((name): [string, boolean][] => (name === "" ? [] : [[name.toLowerCase(), scoped]]));
  return new Map([...named(listed?.scoped, true), ...named(listed?.unscoped, false)]);
});

/** The actions that a pattern of one service means, with whether they take a resource; none of an unknown service. */
function meant(pattern: string): [action: string, scoped: boolean][] {
  const [service = "", name = ""] = pattern.toLowerCase().split(":");
  return [...actionsOf(service)]
    .filter(([action]) => matchesPattern(name, action, "?"))
    .map(([action, scoped]) => [`${service}:${action}`, scoped]);
}

/**
 * Whether IAM has actions that a pattern means and that take a resource, other than those that are accepted; undefined
 * where it means none, because the action is newer than the data (AWS service authorization reference).
 */
export function takesResource(pattern: string, accepted: (action: string) => boolean): boolean | undefined {
  const found = meant(pattern);
  return found.length === 0 ? undefined : found.some(([action, scoped]) => scoped && !accepted(action));
}

/** The names of the actions of a service that a pattern means, in lower case and without the service. */
export const actionsMeant = (pattern: string): string[] =>
  meant(pattern).map(([action]) => action.slice(action.indexOf(":") + 1));
