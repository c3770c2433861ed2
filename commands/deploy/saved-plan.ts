import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Misuse } from "../../policy-pack/commands/command.ts";
import { stackOf, type Unit } from "./deployment.ts";

/** SHA-256 of a saved plan, by which an update knows that nothing has exchanged it since it was reviewed. */
export function digest(plan: string): string {
  return createHash("sha256").update(fs.readFileSync(plan)).digest("hex");
}

/** Tells the next jobs of a GitHub workflow whether a plan changes anything, and its digest. */
export function tellWorkflow(plan: string, changes: number, output = process.env["GITHUB_OUTPUT"]): void {
  if (output === undefined || output === "") return;
  fs.appendFileSync(output, `changes=${changes > 0}\nsha256=${digest(plan)}\n`);
}

/** Ends with wrong usage where a saved plan is missing, or is not the one that was reviewed. */
export function expectPlans(
  directory: string,
  whole: string,
  units: readonly Unit[],
  sha256: string | undefined,
): void {
  const plans = units.map((unit) => path.join(directory, `${stackOf(whole, unit)}.json`));
  const missing = plans.filter((plan) => !fs.existsSync(plan));
  if (missing.length > 0) throw new Misuse(`--plans names a directory without ${missing.join(", ")}.`);
  const [plan = ""] = plans;
  if (sha256 === undefined) return;
  if (plans.length !== 1) throw new Misuse("--sha256 is the digest of one plan: name one --part.");
  if (digest(plan) !== sha256) throw new Misuse(`${plan} has the SHA-256 ${digest(plan)}, expected ${sha256}.`);
}
