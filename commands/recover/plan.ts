import { type Found, tagsOf } from "../account/finder.ts";
import { isCreatedAgain, whereToLook } from "./again.ts";
import { derivedId } from "./derived.ts";
import { accountsOf, named, type PendingOperation, regionOf, type State, type StateResource } from "./state.ts";

/** Asks the account for a resource; undefined if its type has no finder, or its name is not known. */
export type Lookup = (resource: StateResource) => Promise<Found | undefined>;

/** What recover does with one pending operation. */
export interface Decision {
  operation: PendingOperation;
  /** import: into the state with the ID; clear: the next update does it again; stop: a person must look first. */
  action: "import" | "clear" | "stop";
  id?: string;
  why: string;
}

/** Decides what to do with each pending operation of a state, after asking the account. */
export async function plan(state: State, lookup: Lookup): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (const operation of state.pending) decisions.push(await decide(state, operation, lookup));
  return decisions;
}

async function decide(state: State, operation: PendingOperation, lookup: Lookup): Promise<Decision> {
  const { resource, type } = operation;
  const clear = (why: string): Decision => ({ operation, action: "clear", why });
  if (type === "updating") return clear("it exists: the next update writes its settings again");
  if (type === "deleting") return clear("the next update or destroy deletes it");
  if (type === "reading" || type === "importing") return clear("nothing was created");
  const derived = derivedId(resource.type, resource.inputs, {
    region: regionOf(state, resource),
    account: accountsOf(state)[0] ?? "",
  });
  if (derived !== undefined) return { operation, action: "import", id: derived, why: "this is its ID, if it exists" };
  if (isCreatedAgain(resource.type)) return clear("creating it again writes the same settings");
  const known = new Set(state.resources.filter((each) => each.type === resource.type).map(({ id }) => id));
  const found = await lookup(resource);
  if (found === undefined)
    return { operation, action: "stop", why: `the account cannot be asked by name: ${whereToLook(resource.type)}` };
  const ids = found.ids.filter((id) => !known.has(id));
  const [id] = ids;
  if (ids.length > 1)
    return { operation, action: "stop", why: `the account has ${ids.length} of ${found.name}: ${ids.join(", ")}` };
  if (id === undefined) return clear(`the account does not have ${found.name}: the next update creates it`);
  return { operation, action: "import", id, why: `the account has ${found.name}` };
}

/** A decision in one line. */
export function told({ operation, action, id, why }: Decision): string {
  const verb = { import: `import as ${id}`, clear: `clear ${operation.type}`, stop: "left to you" }[action];
  const tags = action === "stop" ? hint(operation.resource) : "";
  return `${named(operation.resource)}: ${verb}, because ${why}${tags}`;
}

function hint(resource: StateResource): string {
  const tags = Object.entries(tagsOf(resource.inputs)).map(([key, value]) => `${key}=${value}`);
  return tags.length === 0 ? "" : ` (tags ${tags.join(", ")})`;
}
