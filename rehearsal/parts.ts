import { needs, type PartName, partNames, partOf, wholeOf } from "../layers/parts/order.ts";
import { stackOf } from "./account/plans.ts";
import type { Thing } from "./account/thing.ts";
import { applied } from "./edits/edit.ts";
import { edits } from "./edits/index.ts";
import { protectionOff } from "./edits/network.ts";
import type { Rehearsal } from "./engine.ts";
import type { Outcome } from "./outcome.ts";
import type { Held } from "./program.ts";
import { type Besides, left, refused, rehearse, type Stage, unchanged, week, works } from "./stages.ts";

/** One part in the engine, and what its program makes next. */
export interface OpenPart {
  rehearsal: Rehearsal;
  held: Held;
}

/** Opens a part of the stack that is rehearsed. */
export type OpenPartOf = (part: PartName) => Promise<OpenPart>;

/** Creates parts in an order without the policy pack, which has its say in their own previews; what went wrong, by part. */
export async function created(
  parts: readonly PartName[],
  open: (part: PartName) => Promise<Pick<OpenPart, "rehearsal">>,
): Promise<string[]> {
  for (const part of parts) {
    const { rehearsal } = await open(part);
    const outcome = await rehearsal.updateWithoutPack().finally(() => rehearsal.close());
    const faults = refused(outcome);
    if (faults.length > 0) return faults.map((fault) => `${part}: ${fault}`);
  }
  return [];
}

/** What exists of a stack and of its parts. */
export function existingOf(stack: string, things: readonly Thing[]): Thing[] {
  return things.filter(({ urn }) => wholeOf(stackOf(urn)) === wholeOf(stack));
}

/** Rehearses all parts of a stack: each up in order, no change, proofs, and destroy in reverse. */
export async function rehearseParts(
  open: OpenPartOf,
  existing: () => Promise<readonly Thing[]>,
  tell: (stage: Stage) => void,
): Promise<Stage[]> {
  const stages: Stage[] = [];
  const note = (stage: Stage) => {
    stages.push(stage);
    tell(stage);
    return stage.faults.length === 0;
  };
  const run = async (name: string, operation: Promise<Outcome>, judge: (outcome: Outcome) => string[]) => {
    const outcome = await operation;
    const faults = [...refused(outcome), ...judge(outcome)];
    return note({ name, seconds: outcome.seconds.total, summary: outcome.summary, faults });
  };
  const made: [PartName, OpenPart][] = [];
  try {
    for (const part of partNames) {
      const opened = await open(part);
      made.push([part, opened]);
      if (!(await run(`up of ${part}`, opened.rehearsal.up(), () => []))) break;
    }
    if (stages.every(({ faults }) => faults.length === 0)) {
      for (const [part, { rehearsal }] of made) await run(`no change of ${part}`, rehearsal.preview(), unchanged);
      note(await works(existing));
      note(await week(existing));
    }
    for (const [part, { rehearsal, held }] of made) {
      held.stack = held.stack && (applied(protectionOff, held.stack) ?? held.stack);
      await run(`${protectionOff.name} of ${part}`, rehearsal.updateWithoutPack(), () => []);
    }
    for (const [part, { rehearsal }] of made.toReversed())
      await run(`destroy of ${part}`, rehearsal.destroy(), () => left(rehearsal));
    return stages;
  } finally {
    for (const [, { rehearsal }] of made) rehearsal.close();
  }
}

/** A stack, how it and others are opened, and what hears of its stages. */
export interface Opening {
  stack: string;
  opened: (name: string) => Promise<OpenPart>;
  existing: () => Promise<readonly Thing[]>;
  tell: (stage: Stage) => void;
  /** What a real cluster adds. @default nothing */
  besides?: Besides | undefined;
}

/** The stages of a stack; those of a part come after the parts that it reads, and without edits, which may concern those. */
export async function rehearseStack({ stack, opened, existing, tell, besides }: Opening): Promise<Stage[]> {
  const part = partOf(stack);
  if (part !== undefined) {
    const faults = await created(needs[part.name], (name) => opened(`${part.of}.${name}`));
    if (faults.length > 0) throw new Error(faults.join("\n"));
  }
  const { rehearsal, held } = await opened(stack);
  const stages = await rehearse(rehearsal, held, existing, tell, part && [], besides).finally(() => rehearsal.close());
  const made = edits.filter(({ name }) => stages.some((stage) => stage.name === name));
  if (part === undefined) process.stdout.write(`  ${made.length} of ${edits.length} edits are for ${stack}\n`);
  return stages;
}
