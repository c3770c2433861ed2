import path from "node:path";
import bootstrap from "../../bootstrap/index.ts";
import { policiesOf } from "../../bootstrap/policies.ts";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";
import { project } from "../../rehearsal/stacks.ts";
import { refused, unchanged } from "../../rehearsal/stages.ts";
import { counts } from "../deploy/deployment.ts";

/** The project of the program. */
export const bootstrapDirectory = path.join(project, "bootstrap");

/** An account before its bootstrap. */
export type Unprepared = "fresh-unprepared" | "lived-in-unprepared";

/** In an account that is in use, GitHub's OIDC provider exists. */
export function configurationOf(start: Unprepared) {
  return start === "lived-in-unprepared" ? { "bootstrap:githubProvider": { value: "existing" } } : {};
}

/** Rehearses an account: preview and update with the policy pack, no change in a second preview; what went wrong. */
export async function rehearseAccount(
  account: string,
  start: Unprepared,
  tell: (line: string) => void,
  policies = policiesOf,
): Promise<string[]> {
  const cloud = await startCloud({ account: start });
  try {
    const rehearsal = await Rehearsal.open({
      stack: account,
      directory: bootstrapDirectory,
      policyPackConfig: path.join(bootstrapDirectory, "policy-pack.json"),
      program: () => bootstrap(undefined, policies),
      config: configurationOf(start),
      cloud,
    });
    const stage = (name: string, outcome: Outcome, judge: (outcome: Outcome) => string[] = () => []) => {
      tell(`${account}: ${name}: ${counts(outcome)}`);
      return [...refused(outcome), ...judge(outcome)];
    };
    try {
      const made = stage("up", await rehearsal.up());
      return made.length > 0 ? made : stage("no change", await rehearsal.preview(), unchanged);
    } finally {
      rehearsal.close();
    }
  } finally {
    cloud.stop();
  }
}
