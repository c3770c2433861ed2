import { spawn } from "node:child_process";

export interface GoStep {
  /** Directory of the go.mod. */
  module: string;
  /** Where Go is looked for, as in PATH. */
  path: string;
  /** Directory for Go's temporary files. */
  work: string;
  phase: string;
  /** How many lines that count are expected. @default unknown */
  total?: number;
  /** A line of Go's output that stands for one piece of work. */
  counts: RegExp;
  /** When the whole build began, as performance.now() had it. */
  started: number;
  report: (line: string) => void;
  signal: AbortSignal;
}

/** Runs Go, tells how far it is, and returns how many pieces of work it named. */
export function go(args: string[], step: GoStep): Promise<number> {
  const { phase, total, counts, started, report, signal } = step;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let done = 0;
  const complaints: string[] = [];
  const seconds = () => Math.round((performance.now() - started) / 1_000);
  const tell = () => report(`  ${phase}: ${done}${total ? ` of at most ${total}` : ""}, ${seconds()} s`);
  const timer = setInterval(tell, process.stderr.isTTY === true ? 3_000 : 15_000);
  const child = spawn("go", args, {
    cwd: step.module,
    env: { ...process.env, PATH: step.path, GOTMPDIR: step.work },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    // Go then lets its compilers finish and removes its own files.
    killSignal: "SIGINT",
  });
  const read = (data: Buffer) => {
    for (const line of data.toString().split("\n")) {
      if (line !== "" && counts.test(line)) done += 1;
      if (line !== "" && !line.startsWith("# get")) complaints.push(line);
    }
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  tell();
  child.on("error", (error) => {
    // After an abort, "close" follows once Go has ended.
    if (signal.aborted) return;
    clearInterval(timer);
    reject(new Error("code" in error && error.code === "ENOENT" ? "Go is not installed" : error.message));
  });
  child.on("close", (code) => {
    clearInterval(timer);
    if (code === 0) resolve(done);
    else reject(new Error(`go ${args.slice(0, 2).join(" ")} failed: ${complaints.slice(-3).join(" | ")}`));
  });
  return promise;
}
