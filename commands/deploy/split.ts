import path from "node:path";
import { type PartName, partNames } from "../../layers/parts/order.ts";
import type { Checkpoint, Stored } from "../../rehearsal/checkpoint.ts";
import type { Outcome, Step } from "../../rehearsal/outcome.ts";
import { refused } from "../../rehearsal/stages.ts";
import type { PartEngine } from "./part-engine.ts";

export interface Splitting {
  /** Name of the whole stack. */
  whole: string;
  /** Directory of the saved plans. */
  plans: string;
  /** Opens the whole stack, or the stack of a part. */
  open: (stack: string) => Promise<PartEngine>;
  /** Told every step in a line. */
  tell: (line: string) => void;
}

/**
 * Moves the resources of a whole stack to the stacks of its parts, by `pulumi state move`; nothing is created, changed or
 * deleted. It can be run again after it stopped. Returns why it stopped.
 */
export async function split(splitting: Splitting): Promise<string[]> {
  const { whole, open, tell } = splitting;
  const source = await open(whole);
  await prepare(source);
  for (const part of partNames) {
    const faults = await movePart(splitting, source, part);
    if (faults.length > 0) return faults.map((fault) => `${whole}.${part}: ${fault}`);
  }
  const left = await resourcesOf(source);
  const kept = left.filter(({ type }) => !isHelper(type));
  if (kept.length > 0) return kept.map(({ urn }) => `${urn} belongs to no part: update ${whole} first`);
  await source.cli("stack", "rm", whole, "--yes", "--force", "--preserve-config");
  tell(`${whole}: all parts have their resources, the stack is removed`);
  return [];
}

async function movePart(
  { whole, plans, open, tell }: Splitting,
  source: PartEngine,
  part: PartName,
): Promise<string[]> {
  const stack = `${whole}.${part}`;
  const plan = path.join(plans, `${stack}.json`);
  const engine = await open(stack);
  const before = await engine.preview(plan);
  if (before.errors.length > 0) return before.errors;
  const resources = await resourcesOf(source);
  const wanted = before.steps
    .filter(({ op, type }) => op === "create" && !isHelper(type))
    .map(({ urn, type }) => ({ urn: inStack(urn, stack, whole), type }));
  const there = new Map(resources.map((each) => [each.urn, each]));
  const strange = wanted.filter(({ urn, type }) => !there.has(urn) && !isComponent(type));
  if (strange.length > 0) return strange.map(({ urn }) => `${whole} has no ${urn}: update ${whole} first`);
  const roots = topmost(wanted.flatMap(({ urn }) => there.get(urn) ?? []));
  if (roots.length > 0)
    await source.cli("state", "move", "--yes", "--source", whole, "--dest", stack, ...roots.map(({ urn }) => urn));
  const after = await engine.preview(plan);
  const faults = [...refused(after), ...touched(after)];
  if (faults.length > 0) return faults;
  // Nothing but the stack's outputs, its providers and the components of other parts is new.
  const update = await engine.update(plan);
  tell(`${stack}: ${wanted.length} resources moved`);
  return refused(update);
}

async function resourcesOf(engine: PartEngine): Promise<Stored[]> {
  const { deployment }: { deployment: Checkpoint } = await engine.state();
  return deployment.resources ?? [];
}

/**
 * Takes out of the state what `pulumi state move` of 3.255 fails on, and what the next update writes again: the parents of
 * providers, which it copies to a place before their parents, and replaceWith, of which it keeps the URNs of the old stack.
 */
async function prepare(source: PartEngine): Promise<void> {
  const state = await source.state();
  const { resources = [] }: Checkpoint = state.deployment;
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn;
  const nested = resources.filter(({ type, parent }) => type.startsWith("pulumi:providers:") && parent !== root);
  const bound = resources.filter(({ replaceWith = [] }) => replaceWith.length > 0);
  if (root === undefined || nested.length + bound.length === 0) return;
  for (const provider of nested) provider.parent = root;
  for (const each of bound) delete each.replaceWith;
  await source.restore(state);
}

/** Resources whose parent is not moved with them: children follow their parents. */
function topmost(moved: readonly Stored[]): Stored[] {
  const urns = new Set(moved.map(({ urn }) => urn));
  return moved.filter(({ parent = "" }) => !urns.has(parent));
}

/** Steps that would create, change or delete something outside the state. */
function touched({ steps }: Outcome): string[] {
  const harmless = ({ op, type }: Step) =>
    ["same", "read"].includes(op) || isHelper(type) || (isComponent(type) && op === "create");
  return steps.filter((step) => !harmless(step)).map(({ op, urn }) => `${op} of ${urn}, expected no change`);
}

/** Resources that each stack has of its own: they stand for nothing in AWS. */
function isHelper(type: string): boolean {
  return (
    type === "pulumi:pulumi:Stack" || type === "pulumi:pulumi:StackReference" || type.startsWith("pulumi:providers:")
  );
}

/** Components of the platform and of the packages that it can stand on have no resource in AWS. */
function isComponent(type: string): boolean {
  return /^(?:platform|awsx|eks):/.test(type);
}

/** The URN of a resource in another stack of the project. */
function inStack(urn: string, from: string, to: string): string {
  return urn.replace(`urn:pulumi:${from}::`, `urn:pulumi:${to}::`);
}
