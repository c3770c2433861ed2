import type { Refusal } from "../refusal.ts";
import type { Thing } from "../thing.ts";
import { stringsAt } from "../values.ts";
import type { Held } from "./held.ts";
import { heldByData } from "./held-data.ts";
import { heldByServices } from "./held-services.ts";
import { nested, recordName } from "./unique.ts";

/** What something else names stays. */
function held({ type, by, key, unless = "", code, words, source, inputs = {} }: Held): Refusal {
  const [[holder, path] = ["", ""]] = by;
  const before = [
    { create: type, as: "held", inputs },
    { create: holder, as: "holder", inputs: nested(path, `<held${key === undefined ? "" : `.${key}`}>`) },
  ];
  return {
    name: `${recordName(type)}-held`,
    types: [type],
    on: ["delete"],
    code,
    source,
    check: ({ old, inputs: asked }, account) => {
      if (old === undefined || asked[unless] === true) return undefined;
      const own = bearing(old, key);
      const isHeld = by.some(([each, at]) => account.all(each, old.place).some((thing) => names(thing, at, own)));
      return isHeld ? words(old.id) : undefined;
    },
    passes: { before: [...before, { delete: "holder" }], judged: { delete: "held" } },
    refused: { before, judged: { delete: "held" } },
  };
}

/** The texts that name a thing. */
function bearing({ id, outputs }: Thing, key: string | undefined): unknown[] {
  return [id, outputs["arn"], ...(key === undefined ? [] : [outputs[key]])];
}

function names({ inputs }: Thing, path: string, own: unknown[]): boolean {
  return stringsAt(inputs, path).some((text) => own.includes(text));
}

/** Everything that cannot be deleted while it is in use. */
export const inUse: readonly Refusal[] = [...heldByData, ...heldByServices].map(held);
