import path from "node:path";
import { needs, type PartName, waves } from "../../layers/parts/order.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";
import { refused } from "../../rehearsal/stages.ts";
import type { PartEngine } from "./part-engine.ts";

/** What came of one part: done, failed, or not begun because a part that it reads is not done. */
export type Result = "done" | "failed" | "waits";

export interface Deployment {
  /** Name of the whole stack. */
  whole: string;
  /** The parts to deploy; those that they read are expected to exist. */
  parts: readonly PartName[];
  /** Whether nothing is changed. */
  previewOnly: boolean;
  /** Directory of the saved plans. */
  plans: string;
  /** What the policy pack finds in the stack as a whole that stops every update: in a part, such findings are advisory. */
  judge: () => Promise<string[]>;
  /** Opens the stack of a part. */
  open: (part: PartName) => Promise<PartEngine>;
  /** What the gate finds in the file of a plan that stops its update. */
  gate: (plan: string) => Promise<string[]>;
  /** Told every step in a line. */
  tell: (line: string) => void;
}

/**
 * Deploys parts in their order, side by side where nothing stands between them; a part after one that failed is not begun,
 * and none where the policy pack refuses the whole.
 */
export async function deploy(deployment: Deployment): Promise<Map<PartName, Result>> {
  const { whole, parts, judge, tell } = deployment;
  const faults = await judge();
  for (const fault of faults) tell(`${whole}: ${fault}`);
  if (faults.length > 0) return new Map(parts.map((part) => [part, "waits"]));
  const results = new Map<PartName, Result>();
  for (const wave of waves()) {
    await Promise.all(
      wave
        .filter((part) => parts.includes(part))
        .map(async (part) => {
          const before = needs[part].filter((need) => ["failed", "waits"].includes(results.get(need) ?? "done"));
          if (before.length > 0) tell(`${whole}.${part}: waits for ${before.join(", ")}`);
          results.set(part, before.length > 0 ? "waits" : await deployed(deployment, part));
        }),
    );
  }
  return results;
}

/** Previews a part, saves its plan, has the gate judge it, and updates by that plan. */
async function deployed({ whole, previewOnly, plans, open, gate, tell }: Deployment, part: PartName): Promise<Result> {
  const stack = `${whole}.${part}`;
  const plan = path.join(plans, `${stack}.json`);
  const engine = await open(part);
  const preview = await engine.preview(plan);
  tell(`${stack}: preview: ${counts(preview)}`);
  const faults = preview.clean ? await gate(plan) : refused(preview);
  for (const fault of faults) tell(`${stack}: ${fault}`);
  if (faults.length > 0) return "failed";
  if (previewOnly) return "done";
  const update = await engine.update(plan);
  tell(`${stack}: update: ${counts(update)}`);
  for (const fault of refused(update)) tell(`${stack}: ${fault}`);
  return update.clean ? "done" : "failed";
}

/** How many resources, by operation. */
export function counts({ summary, failed }: Outcome): string {
  const operations = Object.entries(summary).map(([operation, count]) => `${count} ${operation}`);
  return operations.join(", ") || (failed ? "failed" : "no resources");
}
