import { classOf } from "../policy-pack/gate/replacement-risk.ts";
import type { Thing } from "./account/thing.ts";
import { applied, type Edit } from "./edits/edit.ts";
import { edits } from "./edits/index.ts";
import { protectionOff } from "./edits/network.ts";
import type { Rehearsal } from "./engine.ts";
import type { Outcome, Step } from "./outcome.ts";
import type { Held } from "./program.ts";
import { proofs } from "./proofs/index.ts";
import { unproven } from "./proofs/proof.ts";
import { clashes } from "./week/week.ts";

/** What came of one stage of a rehearsal. */
export interface Stage {
  /** Name of the stage, for example up or an edit's. */
  name: string;
  seconds: number;
  /** How many resources, by operation. */
  summary: Readonly<Record<string, number>>;
  /** What AWS, the engine or the policy pack refused, and what the stage did that it may not do. */
  faults: readonly string[];
}

/** What a real cluster adds to the stages. */
export interface Besides {
  /** What was heard since the last stage. */
  heard(): Promise<string[]>;
  /** More stages once the stack is up. */
  afterUp(): Promise<Stage[]>;
}

const nothing: Besides = { heard: async () => [], afterUp: async () => [] };

/** What exists of the stack, as the account has it. */
type Existing = () => Promise<readonly Thing[]>;

/**
 * Rehearses a stack: up, proofs, no change, refresh, each edit, and destroy as README documents it; each stage is told as it ends,
 * with what was heard besides meanwhile.
 */
export async function rehearse(
  rehearsal: Rehearsal,
  held: Held,
  existing: Existing,
  tell: (stage: Stage) => void,
  makes: readonly Edit[] = edits,
  { heard, afterUp }: Besides = nothing,
): Promise<Stage[]> {
  const stages: Stage[] = [];
  const run = async (name: string, operation: Promise<Outcome>, judge: (outcome: Outcome) => string[]) => {
    const outcome = await operation;
    const refusals = refused(outcome);
    const faults = [...refusals, ...(await heard()), ...judge(outcome)];
    const stage = { name, seconds: outcome.seconds.total, summary: outcome.summary, faults };
    stages.push(stage);
    tell(stage);
    return refusals.length === 0;
  };
  const make = async (edit: Edit, update = () => rehearsal.update()) => {
    const before = held.stack;
    const next = before && applied(edit, before);
    if (next === undefined) return;
    held.stack = next;
    if (await run(edit.name, update(), ({ steps }) => unexpected(edit, steps))) return;
    // Left in place, what is refused would stop every edit after it as well.
    held.stack = before;
    await run(`${edit.name}, taken back`, update(), () => []);
  };
  if (await run("up", rehearsal.up(), () => [])) {
    for (const stage of [await works(existing), await week(existing), ...(await afterUp())]) {
      stages.push(stage);
      tell(stage);
    }
    await run("no change", rehearsal.preview(), unchanged);
    await run("refresh", rehearsal.refresh(), unchanged);
    await run("no change after refresh", rehearsal.preview(), unchanged);
    for (const edit of makes) await make(edit);
  }
  await make(protectionOff, () => rehearsal.updateWithoutPack());
  await run("destroy", rehearsal.destroy(), () => left(rehearsal));
  return stages;
}

/** What is up, and yet does not work: proofs over all that exists of the stack. */
export async function works(existing: Existing): Promise<Stage> {
  const started = performance.now();
  const faults = unproven(proofs, await existing());
  return { name: "works", seconds: (performance.now() - started) / 1_000, summary: {}, faults };
}

/** A week of the schedules and windows of what was created. */
export async function week(existing: Existing): Promise<Stage> {
  const started = performance.now();
  const faults = clashes(await existing());
  return { name: "week", seconds: (performance.now() - started) / 1_000, summary: {}, faults };
}

/** Errors, and findings of mandatory rules. */
export function refused({ errors, violations }: Outcome): string[] {
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  return [...errors, ...mandatory.map(({ message, rule }) => `${rule}: ${message}`)];
}

/** What a second preview or a refresh would change; a stack reference is read each time. */
export function unchanged({ steps, summary }: Outcome): string[] {
  const changes = Object.keys(summary).filter((operation) => operation !== "same");
  return changes.length === 0
    ? []
    : steps
        .filter(({ op }) => !["same", "refresh", "read"].includes(op))
        .map(({ op, urn, changed }) => `${op} of ${urn} (${changed.join(", ")}), expected no change`);
}

const replacing = /^(?:replace|create-replacement|delete-replaced)$/;

/** What an edit replaces, deletes or loses beyond what it says. */
export function unexpected({ replaces = [], deletes = [] }: Edit, steps: readonly Step[]): string[] {
  const replaced = steps.filter(({ op, type }) => replacing.test(op) && !replaces.includes(type));
  const deleted = steps.filter(
    ({ op, type }) => op === "delete" && !deletes.includes(type) && type.split(":")[0] !== "platform",
  );
  const lost = steps.filter(
    ({ op, type }) =>
      (op === "delete" || op === "delete-replaced") && !deletes.includes(type) && classOf(type) === "stateful",
  );
  return [
    ...urns(replaced).map((urn) => `replaces ${urn}`),
    ...urns(deleted).map((urn) => `deletes ${urn}`),
    ...urns(lost).map((urn) => `loses the data of ${urn}`),
  ];
}

function urns(steps: readonly Step[]): string[] {
  return [...new Set(steps.map(({ urn }) => urn))];
}

/** What is left in the state. */
export function left(rehearsal: Rehearsal): string[] {
  return rehearsal.resources().map(({ urn }) => `${urn} is left in the state`);
}
