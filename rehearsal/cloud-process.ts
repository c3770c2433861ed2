import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { startVariable } from "./account/questions.ts";
import type { StartName } from "./account/starts/start.ts";
import { type Asking, asking } from "./channel.ts";
import { compileCache } from "./compile-cache.ts";
import "./loopback.ts";

/** The running provider process. */
export interface Cloud {
  /** For PULUMI_DEBUG_PROVIDERS: each package and the port that answers for it. */
  attach: string;
  /** Process id, for memory measurements. */
  pid: number;
  /** AWS resource types that were asked for and that the tables of rehearsal/answers do not list. */
  unlisted: Set<string>;
  /** The accounts behind it: what exists, what was done, what is to go wrong. */
  account: Asking;
  stop(): void;
}

export interface CloudArgs {
  /**
   * The account that a first stack finds: opened today, or used for years.
   * @default "fresh"
   */
  account?: StartName;
}

const packages = ["aws", "awsx", "eks", "kubernetes", "random", "tls", "command", "time", "docker-build", "aws-native"];

/** Starts the provider process and waits for its port. */
export async function startCloud({ account = "fresh" }: CloudArgs = {}): Promise<Cloud> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "provider.ts")], {
    stdio: ["pipe", "pipe", "pipe", "ipc"],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, [startVariable]: account },
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the provider process has no output to read its port from");
  const unlisted = new Set<string>();
  const stop = () => child.kill();
  const { promise, resolve, reject } = Promise.withResolvers<Cloud>();
  // The SDK's server prints a stack for each error that it also answers with; it is worth reading only after a crash.
  let complaints = "";
  stderr.on("data", (data) => {
    complaints = `${complaints}${data}`.slice(-10_000);
  });
  child.on("error", reject);
  child.on("exit", (code) => reject(new Error(`the provider process ended with ${code}:\n${complaints}`)));
  createInterface(stdout).on("line", (line) => {
    const port = /^\d+$/.test(line) ? line : undefined;
    const attach = packages.map((name) => `${name}:${port}`).join(",");
    if (port !== undefined) resolve({ attach, pid: child.pid ?? 0, unlisted, account: asking(child), stop });
    else unlisted.add(JSON.parse(line).unlisted);
  });
  return promise;
}
