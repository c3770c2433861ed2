import { Account } from "../../rehearsal/account/account.ts";
import { type Case, type Refusal, RefusedError, type Step } from "../../rehearsal/account/refusal.ts";
import { starts } from "../../rehearsal/account/starts/index.ts";
import type { Request, Thing, Values } from "../../rehearsal/account/thing.ts";
import { valueAt } from "../../rehearsal/account/values.ts";
import { autoNames } from "../../rehearsal/cloud.ts";

type Things = Map<string, Thing>;

/** Lives through a case, and returns the error with which records refuse its last step, or nothing. */
export function trial({ start = "fresh", before = [], judged, declared = [] }: Case, records: readonly Refusal[]) {
  const past = new Account(starts[start], []);
  const things: Things = new Map();
  for (const step of before) act(past, step, things);
  const present = new Account(starts[start], records);
  present.restore(past.snapshot());
  present.declare(declared);
  try {
    act(present, judged, things);
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}

function act(account: Account, step: Step, things: Things): void {
  if ("create" in step) {
    const request = requested("create", step.create, step.as, filled(step.inputs ?? {}, things), step.region);
    const { type, name, inputs, place } = request;
    const named = { ...autoNames(type, name, { ...inputs }, place, account.occasion(type, name)), ...inputs };
    things.set(step.as, account.create({ ...request, inputs: named }));
    return;
  }
  const name = "update" in step ? step.update : step.delete;
  const made = things.get(name);
  if (made === undefined) throw new Error(`the case makes no ${name}`);
  const old = account.get(made.type, made.id, made.place);
  const inputs = "update" in step ? { ...made.inputs, ...filled(step.inputs, things) } : made.inputs;
  const operation = "update" in step ? "update" : "delete";
  const request = { ...requested(operation, made.type, name, inputs, made.place.region), old };
  if (operation === "update") things.set(name, account.update(request));
  else account.delete(request);
}

function requested(
  operation: Request["operation"],
  type: string,
  name: string,
  inputs: Values,
  region = "us-east-1",
): Request {
  const urn = `urn:pulumi:case::platform::${type}::${name}`;
  const place = { partition: "aws", region, accountId: "111122223333" };
  return { operation, type, name, urn, place, inputs, old: undefined, preview: false };
}

/** Inputs with `<name.output>` filled in; `<name>` is the ID. */
function filled(inputs: Values, things: Things): Values {
  return JSON.parse(
    JSON.stringify(inputs).replace(/<([\w-]+)(?:\.([\w.]+))?>/g, (_, name: string, path: string | undefined) => {
      const thing = things.get(name);
      if (thing === undefined) throw new Error(`the case makes no ${name}`);
      return JSON.stringify(String(path === undefined ? thing.id : valueAt(thing.outputs, path))).slice(1, -1);
    }),
  );
}
