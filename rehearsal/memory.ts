import { type ChildProcess, execFile } from "node:child_process";
import { promisify } from "node:util";

/** Samples the resident memory of a process and all below it; the result tells the peak so far, in MB. */
export function peakMemory(child: ChildProcess): () => number {
  let peak = 0;
  const timer = setInterval(async () => {
    const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,ppid=,rss="]);
    peak = Math.max(peak, resident(stdout, child.pid ?? 0));
  }, 150);
  child.on("close", () => clearInterval(timer));
  return () => peak / 1_024;
}

function resident(ps: string, root: number): number {
  const rows = ps
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = Map.groupBy(rows, ([, parent]) => parent);
  const own = rows.find(([pid]) => pid === root)?.[2] ?? 0;
  const below = (pid: number | undefined): number =>
    (children.get(pid) ?? []).reduce((sum, [id, , rss = 0]) => sum + rss + below(id), 0);
  return own + below(root);
}
