import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export interface Build {
  /** Where the executable goes. */
  target: string;
  /** What it is, with its version, for example Pulumi 3.255.0. */
  what: string;
  /** How long it takes, about, on 2 cores. */
  takes: string;
  /** Package of the main function. */
  command: string;
  /** Flags of the linker. */
  linker: string;
  /** Build tags, separated by commas. @default none */
  tags?: string;
  /** Directory of the go.mod that pins it. */
  module: string;
  /** Where Go is looked for, as in PATH. */
  path: string;
  report: (line: string) => void;
}

/** Builds a pinned command with Go and moves it into place in one step, so that no other process ever sees half of it. */
export async function build(wanted: Build): Promise<void> {
  const { target, what, takes, command, linker, tags, module, path: places, report } = wanted;
  const directory = path.dirname(target);
  fs.mkdirSync(directory, { recursive: true });
  const release = await lock(path.join(directory, "building"), what, report);
  const unfinished = path.join(directory, `.${path.basename(target)}-${process.pid}`);
  try {
    if (fs.existsSync(target)) return;
    report(`Building ${what} with Go, which takes about ${takes} on 2 cores. Later runs use this build.`);
    const started = Date.now();
    const shared = { module, places, started, report };
    await go(["mod", "download", "-x"], {
      phase: "downloading modules",
      total: lines(path.join(module, "go.mod"), /^\t\S+ v/),
      counts: /^# get \S+\.zip$/,
      ...shared,
    });
    const tagged = tags === undefined ? [] : ["-tags", tags];
    const packages = await go(["list", "-deps", ...tagged, command], {
      phase: "listing packages",
      counts: /^/,
      ...shared,
    });
    const compiling = { phase: "compiling packages", total: packages, counts: /^\S+$/, ...shared };
    await go(["build", "-v", "-ldflags", linker, "-o", unfinished, ...tagged, command], compiling);
    fs.renameSync(unfinished, target);
    report(`Built ${what} in ${seconds(started)} s: ${target}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`go build in ${module}: ${reason}`);
  } finally {
    fs.rmSync(unfinished, { force: true });
    release();
  }
}

interface Step {
  module: string;
  places: string;
  phase: string;
  /** How many lines that count are expected; 0 or none if the number is unknown. */
  total?: number;
  /** A line of Go's output that stands for one piece of work. */
  counts: RegExp;
  started: number;
  report: (line: string) => void;
}

/** Runs Go, tells how far it is, and returns how many pieces of work it named. */
function go(args: string[], { module, places, phase, total, counts, started, report }: Step): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let done = 0;
  const complaints: string[] = [];
  const tell = () => report(`  ${phase}: ${done}${total ? ` of at most ${total}` : ""}, ${seconds(started)} s`);
  const terminal = process.stderr.isTTY === true;
  const timer = setInterval(tell, terminal ? 3_000 : 15_000);
  const child = spawn("go", args, {
    cwd: module,
    env: { ...process.env, PATH: places },
    stdio: ["ignore", "pipe", "pipe"],
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

/** Holds a lock file; waits, aloud, as long as the process that wrote it lives. */
async function lock(file: string, what: string, report: (line: string) => void): Promise<() => void> {
  const started = Date.now();
  for (let waits = 0; ; waits += 1) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(file, { force: true });
    } catch {
      if (!alive(file)) {
        fs.rmSync(file, { force: true });
        continue;
      }
      if (waits % 15 === 0) report(`  waiting for another process that builds ${what}, ${seconds(started)} s`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

function alive(file: string): boolean {
  try {
    process.kill(Number(fs.readFileSync(file, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

function lines(file: string, pattern: RegExp): number {
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => pattern.test(line)).length;
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1_000);
}
