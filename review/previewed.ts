import fs from "node:fs";
import { parse } from "yaml";
import { isObject } from "../commands/inputs.ts";
import { platformKeys } from "../commands/preflight/graph.ts";
import { today } from "../layers/support.ts";
import { Rehearsal } from "../rehearsal/engine.ts";
import { json } from "../rehearsal/report.ts";
import { stackFile } from "../rehearsal/stacks.ts";
import { registered } from "./made.ts";
import { planOf } from "./plan.ts";
import type { Plan, Review } from "./section.ts";

/** A stack as a preview in the offline account plans it, with the policy pack. */
export async function previewed(stack: string): Promise<{ plan: Plan; clean: boolean }> {
  const rehearsal = await Rehearsal.open({ stack });
  try {
    const outcome = await rehearsal.preview();
    const written = json(stack, outcome, rehearsal.dependencies(), rehearsal.unlisted());
    const plan = planOf(written);
    if (plan === undefined) throw new Error(`the preview of ${stack} has no plan`);
    return { plan, clean: outcome.clean };
  } finally {
    rehearsal.close();
  }
}

/** All that the sections read of a plan's stack. */
export async function reviewed(plan: Plan, against?: Plan): Promise<Review> {
  const { stack } = plan;
  const file: unknown = parse(fs.readFileSync(stackFile(stack) ?? "", "utf8"));
  const { made, definition } = await registered(stack, texts(file));
  return {
    stack,
    plan,
    ...(against !== undefined && { against }),
    made,
    config: platformKeys(file),
    definition,
    today: today(),
  };
}

/** The configuration as the engine hands it to the program: lists and objects as JSON text. */
function texts(file: unknown): Record<string, string> {
  const config = isObject(file) && isObject(file["config"]) ? file["config"] : {};
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
