import fs from "node:fs";
import path from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";
import { json } from "../../rehearsal/report.ts";
import { stackFile } from "../../rehearsal/stacks.ts";
import { refused } from "../../rehearsal/stages.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { gate } from "../deploy/stacks.ts";
import { permissionsOf } from "../preflight/permissions/policy.ts";
import { changesOf, type StackReview } from "./review.ts";

/** What the pull request is compared with. */
export interface Base {
  /** Directory of the project at the base of the pull request, with its node_modules. */
  directory: string;
  /** @default the program of the directory */
  program?: PulumiFn;
}

/**
 * Reviews one stack in the offline account: the base creates it, and the pull request is previewed over it with the policy
 * pack. A stack that the base does not have is created by the pull request. Its program is the default export of index.ts
 * unless another one is given.
 */
export async function rehearsedReview(stack: string, base: Base, program?: PulumiFn): Promise<StackReview> {
  const state = temporaryDirectory("review");
  const cloud = await startCloud();
  try {
    const before = await created(stack, base, cloud, state);
    const rehearsal = await Rehearsal.open({ stack, cloud, state, ...(program && { program }) });
    try {
      const outcome = await rehearsal.preview();
      const parts = rehearsal.parts(outcome.steps);
      const plan = path.join(state, "plan.json");
      fs.writeFileSync(plan, JSON.stringify(json(stack, outcome, rehearsal.dependencies(), rehearsal.unlisted())));
      const mandatory = outcome.violations.filter(({ level }) => level === "mandatory");
      return {
        stack,
        changes: changesOf(outcome, ({ op, urn }) => (op === "delete" ? undefined : parts.get(urn))),
        findings: outcome.violations,
        gate: outcome.failed && mandatory.length === 0 ? [] : await gate(plan, undefined),
        permissions: difference(actionsOf(before), actionsOf(outcome)),
        errors: outcome.errors,
      };
    } finally {
      rehearsal.close();
    }
  } finally {
    cloud.stop();
    fs.rmSync(state, { recursive: true, force: true });
  }
}

/** Creates the stack as the base has it; undefined where the base has no such stack. */
async function created(stack: string, base: Base, cloud: Cloud, state: string): Promise<Outcome | undefined> {
  if (stackFile(stack, base.directory) === undefined) return undefined;
  const { directory, program } = base;
  const given = { stack, directory, cloud, state, policyPack: "none", ...(program && { program }) };
  const rehearsal = await Rehearsal.open(given);
  const outcome = await rehearsal.updateWithoutPack().finally(() => rehearsal.close());
  const faults = refused(outcome);
  if (faults.length > 0) throw new Error(`The base cannot create ${stack}:\n${faults.join("\n")}`);
  return outcome;
}

/** The IAM actions of the deployer for what exists after an operation. */
function actionsOf(outcome: Outcome | undefined): readonly string[] {
  const steps = (outcome?.steps ?? []).filter(({ op }) => !op.startsWith("delete"));
  return permissionsOf({ resources: steps.map((step) => ({ ...step, region: "", uses: {}, part: "foundation" })) })
    .actions;
}

function difference(before: readonly string[], after: readonly string[]) {
  return {
    added: after.filter((action) => !before.includes(action)),
    removed: before.filter((action) => !after.includes(action)),
  };
}
