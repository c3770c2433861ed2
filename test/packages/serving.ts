import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { compileCache } from "../../rehearsal/compile-cache.ts";

/** The running process of the Pulumi package. */
export interface Serving {
  port: string;
  stop(): void;
}

/** Starts the Pulumi package from the sources, or as it was built, and waits for its port. */
export async function serve(file = path.join(import.meta.dirname, "serve.ts")): Promise<Serving> {
  const child = spawn(process.execPath, [file], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Serving>();
  let complaints = "";
  child.stderr.on("data", (data) => {
    complaints = `${complaints}${data}`.slice(-10_000);
  });
  child.on("exit", (code) => reject(new Error(`the package ended with ${code}:\n${complaints}`)));
  createInterface(child.stdout).on("line", (port) => resolve({ port, stop: () => child.kill() }));
  return promise;
}
