import { runtime } from "@pulumi/pulumi";
import { Account } from "./account/account.ts";
import { Faults, Incomplete } from "./account/faults.ts";
import { fills } from "./account/fills.ts";
import { type Questions, startNames, startVariable } from "./account/questions.ts";
import { starts } from "./account/starts/index.ts";
import { type Operation, type Request, type Thing, unknown } from "./account/thing.ts";
import { arnPattern, ec2Id } from "./account/tokens.ts";
import { strings } from "./account/values.ts";
import { create as answer } from "./cloud.ts";
import { context } from "./instances.ts";
import { lookup } from "./lookups.ts";
import { changed, merged, planned, revealed } from "./outputs.ts";

type Values = Record<string, unknown>;

const startName = startNames.find((name) => name === process.env[startVariable]) ?? "fresh";

/** The accounts behind this provider process. */
export const account = new Account(starts[startName]);
const faults = new Faults();

/** What the rehearsal asks of them. */
export const questions: Questions = {
  snapshot: () => account.snapshot(),
  restore: (snapshot) => account.restore(snapshot),
  listing: () => account.listing(),
  log: () => account.log(),
  inject: (fault) => faults.inject(fault),
  declare: (tokens) => account.declare(tokens),
  begin: (stack) => account.begin(stack),
  verdicts: (stack) => account.verdicts(stack),
  add: (added) => account.add(added),
};

/** Creates a resource in the account, or plans to. */
export async function create(urn: string, inputs: Values): Promise<{ id: string; outs: Values }> {
  const request = asked("create", urn, inputs, undefined);
  if (request.preview) return { id: "", outs: planned(inputs, plannedOutputs(request, inputs)) };
  const thing = await faults.around(
    "create",
    urn,
    () => account.create(request),
    ({ id, outputs }) => new Incomplete(`timeout while waiting for ${urn}`, id, merged(inputs, outputs)),
  );
  return { id: thing.id, outs: merged(inputs, thing.outputs) };
}

/** Changes a resource of the account, or plans to: then what AWS computes anew is not known. */
export async function update(id: string, urn: string, olds: Values, news: Values): Promise<{ outs: Values }> {
  const old = existing(id, urn);
  const request = asked("update", urn, news, old);
  if (request.preview) return { outs: changed(news, plannedOutputs(request, news), revealed(olds)) };
  if (old === undefined) throw new Error(`updating ${typeOf(urn)} (${id}): couldn't find resource`);
  const thing = await faults.around(
    "update",
    urn,
    () => account.update(request),
    (done) => new Incomplete(`timeout while waiting for ${urn}`, id, merged(news, done.outputs)),
  );
  return { outs: merged(news, thing.outputs) };
}

/** Deletes a resource of the account. */
export async function remove(id: string, urn: string): Promise<void> {
  const old = existing(id, urn);
  const request = asked("delete", urn, { ...old?.inputs }, old);
  await faults.around(
    "delete",
    urn,
    () => account.delete(request),
    () => new Error(`timeout while waiting for ${urn} to be deleted`),
  );
}

/** What exists under an ID, with what the service fills in; no ID when it is gone. */
export function read(id: string, urn: string, props: Values): { id: string; props: Values; inputs?: Values } {
  const thing = existing(id, urn);
  const { oldInputs, instance } = context();
  if (thing === undefined) {
    const refresh = Object.keys(oldInputs).length > 0;
    // What a program or an import names and no stack of the rehearsal made is taken to exist.
    return refresh ? { id: "", props: {} } : { id, props: { ...invented(urn, { id, ...props }), ...props } };
  }
  const filled = fills[thing.type]?.(thing, account.view(instance.place)) ?? {};
  const given = Object.keys(props).length > 0 ? props : thing.outputs;
  return {
    id,
    props: { ...given, ...filled },
    inputs: { ...(Object.keys(oldInputs).length > 0 ? oldInputs : thing.inputs), ...filled },
  };
}

/** The answer to a lookup; what it names exists. */
export function invoke(token: string, args: Values): Values {
  const { place } = context().instance;
  const found = { ...lookup(token, revealed(args), place, account.view(place)) };
  account.declare(
    strings(found)
      .map(({ text }) => text)
      .filter((text) => ec2Id.test(text) || arnPattern.test(text)),
  );
  return found;
}

/** The type of a URN. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The logical name of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function existing(id: string, urn: string): Thing | undefined {
  return account.get(typeOf(urn), id, context().instance.place);
}

function asked(operation: Operation, urn: string, inputs: Values, old: Thing | undefined): Request {
  const { instance, preview } = context();
  const known = Object.fromEntries(Object.entries(revealed(inputs)).map(([key, value]) => [key, marked(value)]));
  return { operation, type: typeOf(urn), name: nameOf(urn), urn, place: instance.place, inputs: known, old, preview };
}

/** The same value with the engine's word for an unknown one replaced by something that is no string. */
function marked(value: unknown): unknown {
  if (value === runtime.unknownValue) return unknown;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part)]));
}

/** What AWS would compute, as far as the answer gets with inputs that are not all known. */
function plannedOutputs(request: Request, inputs: Values): Values {
  try {
    return { ...account.plan(request, revealed(inputs)).outputs };
  } catch {
    return {};
  }
}

function invented(urn: string, inputs: Values): Values {
  return answer(typeOf(urn), nameOf(urn), revealed(inputs), context().instance.place).outputs;
}
