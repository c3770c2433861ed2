import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { type ServerArgs, startServer } from "../../../rehearsal/kubernetes/server-process.ts";
import { ended, identity } from "../../../rehearsal/process-identity.ts";
import { temporaryDirectory } from "../../../rehearsal/temporary.ts";

describe("a server of --kubernetes", function () {
  this.timeout(60_000);
  this.slow(5_000);

  let directory: string;
  beforeEach(() => {
    directory = temporaryDirectory("server");
  });
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  /** A server that is a script of Node. */
  function server(script: string, more: Partial<ServerArgs> = {}) {
    const args = ["--input-type=module", "--eval", script];
    return startServer({ name: "server", file: process.execPath, args, directory, ready: /^port (\d+)$/, ...more });
  }
  const waits = "process.stdin.resume().on('end', () => process.exit());";

  it("is ready with what its line says, and is told apart by nothing of the user's environment", async () => {
    const { ready, stop } = server(
      `console.log("HOME " + process.env.HOME, process.env.KUBECONFIG); console.log("port 123"); ${waits}`,
    );
    assert.equal(await ready, "123");
    await stop();
    const log = fs.readFileSync(path.join(directory, "server.log"), "utf8");
    assert.equal(log, `HOME ${directory} undefined\nport 123\n`);
  });

  it("fails with the last lines of its log when it ends before it is ready", async () => {
    const { ready } = server(`console.error("first"); console.error("no such flag"); process.exitCode = 3;`);
    await assert.rejects(ready, /^Error: server ended with 3: first \| no such flag$/);
  });

  it("fails when it ends afterwards, unless it was stopped", async () => {
    const { ready, ended: failed } = server(`console.log("port 1"); console.error("gone");`);
    await ready;
    await assert.rejects(
      failed,
      /^Error: server ended with 0: port 1 \| gone$|^Error: server ended with 0: gone \| port 1$/,
    );
  });

  it("fails in one line when there is no such file", async () => {
    const { ready } = server("", { file: path.join(directory, "missing") });
    await assert.rejects(ready, /^Error: server does not start: spawn .*ENOENT$/);
  });

  it("ends with the process that started it, when that is killed", async () => {
    const module = path.join(import.meta.dirname, "..", "..", "..", "rehearsal", "kubernetes", "server-process.ts");
    const parent = spawn(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { startServer } from ${JSON.stringify(module)};
       const args = ["--eval", ${JSON.stringify(`console.log("port 1"); ${waits}`)}];
       const server = startServer({ name: "server", file: process.execPath, args, directory: ${JSON.stringify(directory)}, ready: /^port (\\d+)$/ });
       await server.ready;
       console.log(server.pid);`,
    ]);
    const lines = createInterface(parent.stdout);
    const [pid] = await once(lines, "line");
    const child = identity(Number(pid));
    assert.equal(ended(child), false);
    parent.kill("SIGKILL");
    while (!ended(child)) await new Promise((resolve) => setImmediate(resolve));
  });
});
