import { publishedPermissions } from "./data.ts";
import { overlap } from "./glob.ts";

/** The resource types of a service's actions, by the action's name in lower case; "" for none. */
function actionsOf(service: string): ReadonlyMap<string, readonly string[]> | undefined {
  const known = indexed.get(service);
  if (known !== undefined) return known;
  const published = publishedPermissions().services[service];
  if (published === undefined) return undefined;
  const index = new Map<string, readonly string[]>();
  for (const [types, names] of Object.entries(published.actions))
    for (const each of names.split(" ")) index.set(each.toLowerCase(), types === "" ? [] : types.split(" "));
  indexed.set(service, index);
  return index;
}

const indexed = new Map<string, ReadonlyMap<string, readonly string[]>>();

/** The actions that a policy's element stands for; undefined where the service is not known. */
export function matchingActions(element: string): string[] | undefined {
  const [service = "", pattern = ""] = element.toLowerCase().split(":");
  const actions = actionsOf(service);
  if (actions === undefined) return undefined;
  if (!/[*?]/.test(pattern)) return actions.has(pattern) ? [pattern] : [];
  return [...actions.keys()].filter((each) => overlap(pattern, each));
}

/** The formats of the ARNs that an action takes; none where it takes no resource. */
export function arnFormats(action: string): string[] {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  const { resources = {} } = publishedPermissions().services[service] ?? {};
  return (actionsOf(service)?.get(name) ?? []).map((type) => resources[type] ?? "*");
}

/** Whether a condition key exists: a global one, one of its service's, or one of an identity provider's. */
export function isConditionKey(key: string): boolean {
  const prefix = key.toLowerCase().split(":")[0] ?? "";
  const known = prefix === "aws" ? publishedPermissions().globals : publishedPermissions().services[prefix]?.conditions;
  // The keys of an OpenID Connect provider begin with its address.
  if (known === undefined) return /[./]/.test(prefix) || prefix === "saml";
  return known.some((each) =>
    overlap(each.toLowerCase().replaceAll(/\$\{[^}]*\}|<[^>]*>|tag-key/g, "*"), key.toLowerCase()),
  );
}
