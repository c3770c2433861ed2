import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import type { Run } from "./bench-run.ts";
import { peakMemory } from "./memory.ts";
import { beforeSignalEnds } from "./signals.ts";

/** Runs one measurement in a separate process. */
export async function run(args: string[]): Promise<Run> {
  const { ended } = start(args);
  return JSON.parse(await ended);
}

/** The most memory, in MB, that a run and every process it starts hold at the same time. */
export async function watched(args: string[]): Promise<number> {
  const { child, ended } = start(args);
  const peak = peakMemory(child);
  await ended;
  return peak();
}

const script = path.join(import.meta.dirname, "bench-run.ts");

/** Starts a measurement, which ends before a signal ends this process; the promise has what it prints. */
function start(args: string[]): { child: ChildProcess; ended: Promise<string> } {
  const { promise: ended, resolve, reject } = Promise.withResolvers<string>();
  // The measurement ends when its standard input does: when this process is killed.
  const child = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const forget = beforeSignalEnds(() => {
    child.kill();
    return ended;
  });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  child.on("error", reject);
  child.on("close", (code) => {
    if (code === 0) resolve(printed);
    else reject(new Error(`the preview of ${args[1]} is not clean; there is nothing to measure`));
    forget();
  });
  return { child, ended };
}
