import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { wholeOf } from "../../layers/parts/order.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { project } from "../../rehearsal/stacks.ts";
import { type PartEngine, partEngine } from "./part-engine.ts";

/** Opens a stack of the project in the backend that the CLI is logged in to; one that does not exist is created. */
export async function openStack(stackName: string): Promise<PartEngine> {
  link(stackName);
  const stack = await auto.LocalWorkspace.createOrSelectStack({ stackName, workDir: project });
  return partEngine({ stack, policyPacks: [path.join(project, "policy-pack")], cli: pulumi });
}

/** Gives a part the configuration and the secrets provider of the whole, by a link to the file of the whole. */
export function link(stack: string, directory = project): void {
  const file = path.join(directory, `Pulumi.${stack}.yaml`);
  if (stack === wholeOf(stack) || fs.existsSync(file)) return;
  fs.symlinkSync(`Pulumi.${wholeOf(stack)}.yaml`, file);
}

async function pulumi(...args: string[]): Promise<void> {
  await promisify(execFile)("pulumi", [...args, "--non-interactive"], { cwd: project, maxBuffer: 1 << 29 });
}

/** What the policy pack refuses of a whole stack, in an offline preview; its errors, where the program does not run. */
export async function judge(stack: string): Promise<string[]> {
  const rehearsal = await Rehearsal.open({ stack });
  const { violations, failed, errors } = await rehearsal.preview().finally(() => rehearsal.close());
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  // What AWS would refuse is the account's to say: here it is a new one.
  return mandatory.length > 0 || !failed ? mandatory.map(({ rule, message }) => `${rule}: ${message}`) : errors;
}

/** What the gate says of a saved plan that stops the update: its output, where its exit code is not 0. */
export async function gate(plan: string, approvals: string | undefined): Promise<string[]> {
  const command = path.join(project, "policy-pack", "commands", "gate.ts");
  const args = [command, plan, ...(approvals === undefined ? [] : ["--approvals", approvals])];
  const { promise, resolve } = Promise.withResolvers<string[]>();
  execFile(process.execPath, args, { cwd: project, maxBuffer: 1 << 29 }, (error, stdout, stderr) =>
    resolve(error === null ? [] : `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "")),
  );
  return promise;
}
