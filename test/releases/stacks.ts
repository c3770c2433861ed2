import path from "node:path";
import type { Cloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { type Held, programOf } from "../../rehearsal/program.ts";
import { stackFiles } from "../../rehearsal/stacks.ts";
import { config, directory, exampleProgram } from "../examples/program.ts";

/** The examples together, which are one program in one stack. */
export const exampleStack = "examples";

/** What a release keeps a checkpoint of. */
export function names(): string[] {
  return [...stackFiles().keys(), exampleStack];
}

/** A stack of the current code in the offline account. */
export function opened(stack: string, cloud: Cloud): Promise<Rehearsal> {
  const policyPack = "none";
  if (stack !== exampleStack) {
    const held: Held = { stack: undefined };
    return Rehearsal.open({ stack, cloud, policyPack, program: programOf(held) });
  }
  return Rehearsal.open({
    stack: "dev",
    cloud,
    policyPack,
    program: exampleProgram(),
    directory: path.resolve(directory),
    config,
  });
}
