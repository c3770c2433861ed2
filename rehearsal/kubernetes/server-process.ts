import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

export interface ServerArgs {
  /** What it is, for messages, for example kube-apiserver. */
  name: string;
  file: string;
  args: readonly string[];
  /** Directory of its log, which is its home as well: nothing of the user's is read. */
  directory: string;
  env?: Readonly<Record<string, string>>;
  /** A line of its output after which it is ready; the match's first group is what `ready` becomes. */
  ready: RegExp;
}

/** A server of the rehearsal, which ends with this process, however that ends. */
export interface Server {
  /** What the line that announced it says. */
  ready: Promise<string>;
  /** Fails when the server ends before it is stopped. */
  ended: Promise<never>;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a server; the error of one that ends early has the last lines of its log. */
export function startServer({ name, file, args, directory, env = {}, ready }: ServerArgs): Server {
  // Opened at once: the directory may be gone before a stream gets to it.
  const log = fs.createWriteStream("", { fd: fs.openSync(path.join(directory, `${name}.log`), "w") });
  const child = spawn(file, args, {
    cwd: directory,
    // Its standard input stays open as long as this process lives: see tools/*/main.go.
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] ?? "", HOME: directory, TMPDIR: directory, ...env },
  });
  const announced = Promise.withResolvers<string>();
  const failed = Promise.withResolvers<never>();
  const closed = Promise.withResolvers<void>();
  const last: string[] = [];
  let stopping = false;
  const read = (line: string) => {
    log.write(`${line}\n`);
    last.push(line);
    if (last.length > 3) last.shift();
    const found = ready.exec(line);
    if (found !== null) announced.resolve(found[1] ?? "");
  };
  const fail = (reason: string) => {
    if (!stopping) failed.reject(new Error(`${name} ${reason}`));
    announced.reject(new Error(`${name} ${reason}`));
    closed.resolve();
  };
  for (const output of [child.stdout, child.stderr]) createInterface(output).on("line", read);
  child.stdin.on("error", () => {});
  child.on("error", (error) => fail(`does not start: ${error.message}`));
  child.on("close", (code, signal) => {
    log.end(() => fail(`ended with ${signal ?? code}: ${last.join(" | ")}`));
  });
  // Whoever waits hears of a failure; without one who waits it is no crash of this process.
  announced.promise.catch(() => {});
  failed.promise.catch(() => {});
  const stop = () => {
    stopping = true;
    child.kill("SIGKILL");
    return closed.promise;
  };
  return { ready: announced.promise, ended: failed.promise, pid: child.pid ?? 0, stop };
}
