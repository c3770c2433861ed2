import path from "node:path";
import { type PartName, partNames } from "../../layers/parts/order.ts";
import type { Stored } from "../../rehearsal/checkpoint.ts";
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
  for (const part of partNames) {
    const faults = await movePart(splitting, source, part);
    if (faults.length > 0) return faults.map((fault) => `${whole}.${part}: ${fault}`);
  }
  const left = (await source.state()).resources ?? [];
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
  const { resources = [] } = await source.state();
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
