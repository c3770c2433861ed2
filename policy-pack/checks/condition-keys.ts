import data from "./condition-keys.json" with { type: "json" };
import { memo } from "./links.ts";
import { actionsMeant } from "./resource-level-permissions.ts";

/** The condition keys of a service, and those of each of its actions, in lower case. */
interface Known {
  keys: ReadonlySet<string>;
  of: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys that at least one action has; of the others the data does not say to which they belong. */
  placed: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
const words = (text: string) => text.split(" ").filter((each) => each !== "");

/** A key up to the part that its user chooses, such as s3:ExistingObjectTag/ of s3:ExistingObjectTag/<key>. */
const stem = (key: string) => (key.split(/[<$]/)[0] ?? "").toLowerCase();

const knownOf = memo((service: string): Known | null => {
  const row = Object.entries(data).find(([name]) => name === service)?.[1];
  if (row === undefined) return null;
  const keys = words(row.keys).map(stem);
  const of = new Map<string, ReadonlySet<string>>();
  for (const [positions, names] of Object.entries<string>(row.of)) {
    const own = new Set(positions.split(",").flatMap((at) => (at === "" ? [] : (keys[Number(at)] ?? []))));
    for (const name of words(names)) of.set(name.toLowerCase(), own);
  }
  const placed = new Set([...of.values()].flatMap((own) => [...own]));
  return { keys: new Set(keys), of, placed };
});

/** Whether a set has a key, or its stem that ends in a slash or colon. */
function isIn(keys: ReadonlySet<string>, key: string): boolean {
  if (keys.has(key)) return true;
  return [...key.matchAll(/[/:]/g)].some(({ index }) => keys.has(key.slice(0, index + 1)));
}

/** Keys that AWS adds to requests of every service, by the place from which they are sent. */
const everywhere = new Set(words(data.aws.keys).map(stem));

/** Whether IAM has a condition key; undefined for prefixes that are no service, such as those of OIDC providers. */
export function keyExists(name: string): boolean | undefined {
  const key = name.toLowerCase();
  const found = knownOf(key.split(":")[0] ?? "");
  return isIn(everywhere, key) || (found === null ? undefined : isIn(found.keys, key));
}

/**
 * Whether an action may have a condition key in its requests; for a pattern, whether one of its actions may. Undefined
 * for global keys, and where IAM has no such action, because it is newer than the data (service authorization reference).
 */
export const hasKey = (action: string, name: string): boolean | undefined => answer(action)(name).is;

const answer = memo((action: string) => memo((name: string) => ({ is: judged(action, name) })));

function judged(action: string, name: string): boolean | undefined {
  const key = name.toLowerCase();
  const actions = actionsMeant(action);
  const placed = knownOf(key.split(":")[0] ?? "")?.placed;
  if (actions.length === 0 || isIn(everywhere, key) || placed === undefined || !isIn(placed, key)) return undefined;
  const of = knownOf(action.toLowerCase().split(":")[0] ?? "")?.of;
  return actions.some((each) => isIn(of?.get(each) ?? none, key));
}
