import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { needs, type PartName, waves } from "../../layers/parts/order.ts";
import type { Checkpoint } from "../../rehearsal/checkpoint.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";
import { refused } from "../../rehearsal/stages.ts";
import type { PartEngine } from "./part-engine.ts";

/** What came of one part: done, failed, or not begun because a part that it reads is not done. */
export type Result = "done" | "failed" | "waits";

/** A part, or the whole stack. */
export type Unit = PartName | "whole";

/** What is done: preview and update, preview alone, or the update by a plan that was saved before. */
export type Mode = "update" | "preview" | "follow";

export interface Deployment {
  /** Name of the whole stack. */
  whole: string;
  /** The parts to deploy; those that they read are expected to exist. Or the stack as a whole. */
  units: readonly Unit[];
  mode: Mode;
  /** Directory of the saved plans. */
  plans: string;
  /** What the policy pack finds in the stack as a whole that stops every update: in a part, such findings are advisory. */
  judge: () => Promise<string[]>;
  /** Opens a stack. */
  open: (stack: string) => Promise<PartEngine>;
  /** What the gate finds in the file of a plan that stops its update. */
  gate: (plan: string) => Promise<string[]>;
  /** Told every step in a line. */
  tell: (line: string) => void;
  /** Told of each plan that passed the gate: its file, and how many resources it changes. @default no listener */
  planned?: (plan: string, changes: number) => void;
}

/**
 * Deploys parts in their order, side by side where nothing stands between them; a part after one that failed is not begun,
 * and none where the policy pack refuses the whole.
 */
export async function deploy(deployment: Deployment): Promise<Map<Unit, Result>> {
  const { whole, units, mode, judge, tell } = deployment;
  const faults = mode === "follow" ? [] : await judge();
  for (const fault of faults) tell(`${whole}: ${fault}`);
  if (faults.length > 0) return new Map(units.map((unit) => [unit, "waits"]));
  const results = new Map<Unit, Result>();
  if (units.includes("whole")) results.set("whole", await deployed(deployment, "whole"));
  for (const wave of waves()) {
    await Promise.all(
      wave
        .filter((part) => units.includes(part))
        .map(async (part) => {
          const before = needs[part].filter((need) => ["failed", "waits"].includes(results.get(need) ?? "done"));
          if (before.length > 0) tell(`${whole}.${part}: waits for ${before.join(", ")}`);
          results.set(part, before.length > 0 ? "waits" : await deployed(deployment, part));
        }),
    );
  }
  return results;
}

/** Name of the stack of a unit. */
export function stackOf(whole: string, unit: Unit): string {
  return unit === "whole" ? whole : `${whole}.${unit}`;
}

/** Previews a unit, saves its plan, has the gate judge it, and updates by that plan. */
async function deployed(deployment: Deployment, unit: Unit): Promise<Result> {
  const { whole, mode, plans, open, tell } = deployment;
  const stack = stackOf(whole, unit);
  const plan = path.join(plans, `${stack}.json`);
  const engine = await open(stack);
  const faults = mode === "follow" ? [] : await planned(deployment, engine, stack, plan);
  for (const fault of faults) tell(`${stack}: ${fault}`);
  if (faults.length > 0) return "failed";
  if (mode === "preview") return "done";
  const update = await engine.update(plan);
  tell(`${stack}: update: ${counts(update)}`);
  for (const fault of refused(update)) tell(`${stack}: ${fault}`);
  return update.clean ? "done" : "failed";
}

/** Previews with the policy pack and asks the gate; what stops the update. */
async function planned({ gate, tell, planned: told }: Deployment, engine: PartEngine, stack: string, plan: string) {
  const preview = await engine.preview(plan);
  tell(`${stack}: preview: ${counts(preview)}`);
  const faults = preview.clean ? await gate(plan) : refused(preview);
  if (faults.length === 0) told?.(plan, changes(preview) + ((await outputsChange(preview, engine)) ? 1 : 0));
  return faults;
}

/** Whether the outputs of the stack change, which other parts read; without a resource that changes, no step says so. */
async function outputsChange({ outputs }: Outcome, engine: PartEngine): Promise<boolean> {
  const { deployment }: { deployment: Checkpoint } = await engine.state();
  const before = deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(outputs)]);
  // An encrypted output has another ciphertext each time.
  const isSecret = (name: string) => outputs[name] === "[secret]";
  return [...names].some((name) => !isSecret(name) && !isDeepStrictEqual(before[name], outputs[name]));
}

/** How many resources an operation changes. */
function changes({ summary }: Outcome): number {
  const changed = Object.entries(summary).filter(([operation]) => !["same", "read"].includes(operation));
  return changed.reduce((sum, [, count]) => sum + count, 0);
}

/** How many resources, by operation. */
export function counts({ summary, failed }: Outcome): string {
  const operations = Object.entries(summary).map(([operation, count]) => `${count} ${operation}`);
  return operations.join(", ") || (failed ? "failed" : "no resources");
}
