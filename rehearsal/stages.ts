import { classOf } from "../policy-pack/gate/replacement-risk.ts";
import type { Edit, Stack } from "./edits/edit.ts";
import { edits } from "./edits/index.ts";
import { protectionOff } from "./edits/network.ts";
import type { Rehearsal } from "./engine.ts";
import type { Outcome, Step } from "./outcome.ts";

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

/** The stack that the program makes next; undefined before its first run, and where it runs without AWS. */
export interface Held {
  stack: Stack | undefined;
}

/** Rehearses a stack: up, no change, refresh, each edit, and destroy as README documents it; each stage is told as it ends. */
export async function rehearse(rehearsal: Rehearsal, held: Held, tell: (stage: Stage) => void): Promise<Stage[]> {
  const stages: Stage[] = [];
  const run = async (name: string, operation: Promise<Outcome>, judge: (outcome: Outcome) => string[]) => {
    const outcome = await operation;
    const faults = [...refused(outcome), ...judge(outcome)];
    const stage = { name, seconds: outcome.seconds.total, summary: outcome.summary, faults };
    stages.push(stage);
    tell(stage);
    return faults.length === 0;
  };
  const make = async (edit: Edit) => {
    const next = held.stack && edit.apply(held.stack);
    if (next === undefined) return;
    held.stack = next;
    await run(edit.name, rehearsal.update(), ({ steps }) => unexpected(edit, steps));
  };
  if (await run("up", rehearsal.up(), () => [])) {
    await run("no change", rehearsal.preview(), unchanged);
    await run("refresh", rehearsal.refresh(), unchanged);
    await run("no change after refresh", rehearsal.preview(), unchanged);
    for (const edit of edits) await make(edit);
  }
  await make(protectionOff);
  await run("destroy", rehearsal.destroy(), () => left(rehearsal));
  return stages;
}

function refused({ errors, violations }: Outcome): string[] {
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  return [...errors, ...mandatory.map(({ message, rule }) => `${rule}: ${message}`)];
}

/** A second preview, and a refresh, change nothing. */
function unchanged({ steps, summary }: Outcome): string[] {
  const changes = Object.keys(summary).filter((operation) => operation !== "same");
  return changes.length === 0
    ? []
    : steps
        .filter(({ op }) => op !== "same" && op !== "refresh")
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
    ({ op, type }) => (op === "delete" || op === "delete-replaced") && classOf(type) === "stateful",
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

function left(rehearsal: Rehearsal): string[] {
  return rehearsal.resources().map(({ urn }) => `${urn} is left in the state`);
}
