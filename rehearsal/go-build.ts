import fs from "node:fs";
import path from "node:path";
import { go } from "./go.ts";
import { takeLock } from "./lock.ts";
import { beforeSignalEnds } from "./signals.ts";
import { temporaryDirectory } from "./temporary.ts";

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

/** Builds a pinned command with Go and moves it into place in one step, so that no process ever sees half of it. */
export async function build(wanted: Build): Promise<void> {
  const { target, what, report } = wanted;
  const directory = path.dirname(target);
  const onWait = (waited: number) => report(`  waiting for another process that builds ${what}, ${waited} s`);
  const release = await writable(directory, async () => {
    fs.mkdirSync(directory, { recursive: true });
    return takeLock(path.join(directory, "building"), { onWait });
  });
  await interruptible(async (signal) => {
    try {
      if (!fs.existsSync(target)) await buildIn(directory, wanted, signal);
    } finally {
      release();
    }
  });
}

async function buildIn(directory: string, wanted: Build, signal: AbortSignal): Promise<void> {
  const work = await writable(directory, async () => temporaryDirectory("unfinished", directory));
  try {
    await compile(wanted, work, signal);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function writable<T>(directory: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the cache ${directory} cannot be written (${reason}): set XDG_CACHE_HOME to a directory that can, or make room`,
    );
  }
}

/** A signal ends Go first, then this process. */
async function interruptible(operation: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const forget = beforeSignalEnds(() => {
    controller.abort();
    return ended;
  });
  try {
    await operation(controller.signal);
  } finally {
    resolve();
    forget();
  }
}

async function compile(wanted: Build, work: string, signal: AbortSignal): Promise<void> {
  const { target, what, takes, command, linker, tags, module, report } = wanted;
  report(`Building ${what} with Go, which takes about ${takes} on 2 cores. Later runs use this build.`);
  const started = performance.now();
  const tagged = tags === undefined ? [] : ["-tags", tags];
  const unfinished = path.join(work, path.basename(target));
  const shared = { module, path: wanted.path, work, started, report, signal };
  try {
    await go(["mod", "download", "-x"], {
      phase: "downloading modules",
      total: lines(path.join(module, "go.mod"), /^\t\S+ v/),
      counts: /^# get \S+\.zip$/,
      ...shared,
    });
    const packages = await go(["list", "-deps", ...tagged, command], {
      phase: "listing packages",
      counts: /^/,
      ...shared,
    });
    const compiling = { phase: "compiling packages", total: packages, counts: /^\S+$/, ...shared };
    await go(["build", "-v", "-ldflags", linker, "-o", unfinished, ...tagged, command], compiling);
    fs.renameSync(unfinished, target);
  } catch (error) {
    throw new Error(`go build in ${module}: ${error instanceof Error ? error.message : String(error)}`);
  }
  report(`Built ${what} in ${Math.round((performance.now() - started) / 1_000)} s: ${target}`);
}

function lines(file: string, pattern: RegExp): number {
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => pattern.test(line)).length;
}
