import { type Inputs, isObject, text } from "../inputs.ts";
import { type Account, isAbsent } from "./account.ts";

/** A question about one resource. */
export interface Query {
  inputs: Inputs;
  account: Account;
}

/** How a resource of one type is found in an account. */
export interface Finder {
  /** The name by which the account knows the resource; undefined where only the update knows it. */
  name(inputs: Inputs): string | undefined;
  /** The IDs to import of what has the name. */
  ids(name: string, query: Query): Promise<readonly (string | undefined)[]>;
}

/** What an account has under a resource's name: the IDs to import, none, one or several. */
export interface Found {
  name: string;
  ids: readonly string[];
}

type Ids = Finder["ids"];

/** A finder by the text at a path of the inputs. */
export function by(path: string, ids: Ids): Finder {
  return { name: (inputs) => text(inputs, path), ids };
}

/** A finder by the texts at several paths, joined as the ID to import has them. */
export function byAll(paths: readonly string[], separator: string, ids: Ids): Finder {
  const name = (inputs: Inputs) => {
    const parts = paths.map((path) => text(inputs, path));
    return parts.every((part) => part !== undefined) ? parts.join(separator) : undefined;
  };
  return { name, ids };
}

/** The tags that a resource has in AWS, default tags included. */
export function tagsOf(inputs: Inputs): Record<string, string> {
  const { tags, tagsAll } = inputs;
  const all = { ...(isObject(tags) ? tags : {}), ...(isObject(tagsAll) ? tagsAll : {}) };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Asks an account for a resource; undefined if its name is not known. */
export async function found(finder: Finder, query: Query): Promise<Found | undefined> {
  const name = finder.name(query.inputs);
  if (name === undefined) return undefined;
  try {
    const ids = await finder.ids(name, query);
    return { name, ids: ids.filter((id) => id !== undefined) };
  } catch (error) {
    if (isAbsent(error)) return { name, ids: [] };
    throw error;
  }
}

/** Every item of all pages. */
export async function every<Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => Item[] | undefined) {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}
