import type { Price } from "../price.ts";
import { compute } from "./compute.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { stores } from "./stores.ts";

const table = { ...compute, ...network, ...stores, ...operations };

/** What has a price. */
export type Priced = keyof typeof table;

/** Every price by what is priced. */
export const priceTable: Readonly<Record<Priced, Price>> = table;

/** What has a price, where a text such as an instance type names it; undefined where there is none. */
export function priced(name: string): Priced | undefined {
  return isPriced(name) ? name : undefined;
}

function isPriced(name: string): name is Priced {
  return Object.hasOwn(priceTable, name);
}
