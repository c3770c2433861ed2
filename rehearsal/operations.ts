import { runtime } from "@pulumi/pulumi";
import { Account } from "./account/account.ts";
import { deploymentsIn } from "./account/deployment.ts";
import { Faults, Incomplete } from "./account/faults.ts";
import { fills } from "./account/fills.ts";
import { type Questions, startVariable } from "./account/questions.ts";
import { startOf } from "./account/starts/index.ts";
import { type Operation, type Request, type Thing, unknown } from "./account/thing.ts";
import { arnPattern, ec2Id } from "./account/tokens.ts";
import { strings } from "./account/values.ts";
import { create as answer } from "./cloud.ts";
import { context } from "./instances.ts";
import { lookup } from "./lookups.ts";
import { changed, merged, planned, revealed } from "./outputs.ts";
import { changes } from "./replacement.ts";
import { nameOf, typeOf } from "./urn.ts";

type Values = Record<string, unknown>;

/** The accounts behind this provider process. */
export const account = new Account(startOf(process.env[startVariable]));
const faults = new Faults();

/** What the rehearsal asks of them. */
export const questions: Questions = {
  snapshot: () => account.snapshot(),
  restore: (snapshot) => account.restore(snapshot),
  listing: () => account.listing(),
  log: () => account.log(),
  inject: (fault) => faults.inject(fault),
  sweep: (sweep) => faults.sweep(sweep),
  swept: () => faults.swept(),
  declare: (tokens) => account.declare(tokens),
  begin: (stack) => account.begin(stack),
  verdicts: (stack) => account.verdicts(stack),
  overwrites: (stack) => account.overwrites(stack),
  deployments: () => deploymentsIn(account.snapshot()),
  add: (added) => account.add(added),
};

/** Creates a resource in the account, or plans to. */
export async function create(urn: string, inputs: Values): Promise<{ id: string; outs: Values }> {
  const request = asked("create", urn, inputs, undefined);
  if (request.preview) return { id: "", outs: planned(inputs, plannedOutputs(request, inputs)) };
  const thing = await faults.around(
    "create",
    urn,
    (rollsOut) => account.create(request, rollsOut),
    (made) => new Incomplete(`timeout while waiting for ${urn}`, engineId(made), merged(inputs, outputsOf(made))),
  );
  return { id: engineId(thing), outs: merged(inputs, outputsOf(thing)) };
}

/** Changes a resource of the account, or plans to: then what AWS computes anew is not known. */
export async function update(id: string, urn: string, olds: Values, news: Values): Promise<{ outs: Values }> {
  const old = existing(id, urn, olds);
  const request = asked("update", urn, news, old);
  if (request.preview) return { outs: changed(news, plannedOutputs(request, news), revealed(olds)) };
  if (old === undefined) throw new Error(`updating ${typeOf(urn)} (${id}): couldn't find resource`);
  // After an operation that was incomplete, the engine updates; the provider asks AWS for nothing where no input differs.
  if (isUnchanged(urn, olds, news)) return { outs: merged(news, outputsOf(old)) };
  const thing = await faults.around(
    "update",
    urn,
    (rollsOut) => (rollsOut ? account.update(request) : old),
    (done) => new Incomplete(`timeout while waiting for ${urn}`, id, merged(news, outputsOf(done))),
  );
  return { outs: merged(news, outputsOf(thing)) };
}

/** Deletes a resource of the account. */
export async function remove(id: string, urn: string, props: Values): Promise<void> {
  const old = existing(id, urn, props);
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
  const thing = existing(id, urn, props);
  const { oldInputs, instance } = context();
  const view = account.view(instance.place);
  if (thing === undefined) {
    const isRefresh = Object.keys(oldInputs).length > 0;
    // Of AWS, what the configuration of a stack names exists although no stack of the rehearsal made it.
    const exists = !isRefresh && (!typeOf(urn).startsWith("aws:") || view.declares(id));
    return exists ? { id, props: { ...invented(urn, { id, ...props }), ...props } } : { id: "", props: {} };
  }
  const filled = fills[thing.type]?.(thing, view) ?? {};
  const given = Object.keys(props).length > 0 ? props : outputsOf(thing);
  return {
    id: engineId(thing),
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

/** pulumi-terraform-bridge compares with the state, in which an operation that failed half-way has left what it asked for. */
function isUnchanged(urn: string, olds: Values, news: Values): boolean {
  const [before, after] = [revealed({ ...context().oldInputs, ...olds }), revealed(news)];
  const state = Object.fromEntries(
    Object.entries(before).filter(([key]) => key in after || key in context().oldInputs),
  );
  return typeOf(urn).startsWith("aws:") && changes(state, after).length === 0;
}

/** Types whose creation makes one more revision: the provider's ID is the family, and its ARN tells one from another. */
const revised: readonly string[] = ["aws:ecs/taskDefinition:TaskDefinition"];

function engineId({ type, id, outputs }: Thing): string {
  return revised.includes(type) ? String(outputs["family"]) : id;
}

/** The outputs of a resource; pulumi-terraform-bridge has the ID among those of AWS's, where rules of the stack find it. */
function outputsOf(thing: Thing): Values {
  return thing.type.startsWith("aws:") ? { ...thing.outputs, id: engineId(thing) } : { ...thing.outputs };
}

function existing(id: string, urn: string, props: Values): Thing | undefined {
  const type = typeOf(urn);
  const arn = revealed(props)["arn"];
  const own = revised.includes(type) && typeof arn === "string" ? arn : id;
  return account.get(type, own, context().instance.place);
}

function asked(operation: Operation, urn: string, inputs: Values, old: Thing | undefined): Request {
  const { instance, preview } = context();
  const known = Object.fromEntries(Object.entries(revealed(inputs)).map(([key, value]) => [key, marked(value)]));
  return {
    operation,
    type: typeOf(urn),
    name: nameOf(urn),
    urn,
    place: instance.place,
    inputs: known,
    old,
    preview,
    takesOver: instance.takesOver,
  };
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
    return outputsOf(account.plan(request, revealed(inputs)));
  } catch {
    return {};
  }
}

function invented(urn: string, inputs: Values): Values {
  return answer(typeOf(urn), nameOf(urn), revealed(inputs), context().instance.place).outputs;
}
