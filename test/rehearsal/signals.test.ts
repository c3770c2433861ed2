import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";

describe("a preview that a signal ends", function () {
  this.timeout(120_000);
  this.slow(20_000);
  let temporary: string;
  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "signals-"));
  });
  afterEach(() => fs.rmSync(temporary, { recursive: true }));

  /** Starts a preview in a process group of its own, as a shell does. */
  function start(): ChildProcess {
    const env = { ...process.env, TMPDIR: temporary };
    return spawn(process.execPath, ["rehearsal/preview.ts", "local"], { env, stdio: "ignore", detached: true });
  }

  /** Starts a preview, and returns with its process and all below it once the policy pack is among them. */
  async function underWay() {
    const child = start();
    const exited = once(child, "exit");
    for (;;) {
      assert.equal(child.exitCode, null, "the preview ended before it could be interrupted");
      const below = await descendants(child.pid ?? 0);
      const has = (part: string) => below.some(({ command }) => command.includes(part));
      if (has("run-policy-pack") && has("provider.ts") && has("pulumi preview"))
        return { child, exited, below: below.map(({ pid }) => pid) };
    }
  }

  /** Returns when none of the processes runs any more; if one stays, the test runs into its time limit. */
  async function gone(pids: readonly number[]): Promise<void> {
    while ((await processes()).some(({ pid }) => pids.includes(pid)));
  }

  for (const [signal, whom, sign, code] of [
    ["SIGTERM", "the process", 1, 143],
    ["SIGHUP", "its whole group, as a terminal sends it", -1, 129],
    ["SIGINT", "its whole group, as a terminal sends it", -1, 130],
    ["SIGQUIT", "its whole group, as a terminal sends it", -1, 131],
  ] as const) {
    it(`leaves no process and no directory after ${signal} to ${whom}`, async () => {
      const { child, exited, below } = await underWay();
      process.kill(sign * (child.pid ?? 0), signal);
      assert.deepEqual(await exited, [code, null]);
      await gone(below);
      assert.deepEqual(fs.readdirSync(temporary), []);
    });
  }

  for (const [whom, sign] of [
    ["the process", 1],
    ["its whole group", -1],
  ] as const) {
    it(`leaves no process after SIGKILL to ${whom}, and the next start removes the directory`, async () => {
      const { child, exited, below } = await underWay();
      process.kill(sign * (child.pid ?? 0), "SIGKILL");
      await exited;
      await gone(below);
      const left = fs.readdirSync(temporary);
      assert.equal(left.length, 1);
      assert.equal(left.includes(path.basename(temporaryDirectory("rehearsal", temporary))), false);
      assert.equal(fs.readdirSync(temporary).length, 1);
    });
  }

  it("does not lose its directory to another start", async () => {
    const { child, exited, below } = await underWay();
    fs.rmSync(temporaryDirectory("rehearsal", temporary), { recursive: true });
    assert.equal(fs.readdirSync(temporary).length, 1);
    child.kill("SIGTERM");
    await exited;
    await gone(below);
  });
});

interface Process {
  pid: number;
  parent: number;
  command: string;
}

async function processes(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axww", "-o", "pid=,ppid=,stat=,args="], { maxBuffer: 1e8 });
  const rows = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []);
  // A zombie has ended; only its parent has not asked yet how.
  const running = rows.filter(([, , , state = "Z"]) => !state.startsWith("Z"));
  return running.map(([, pid, parent, , command = ""]) => ({ pid: Number(pid), parent: Number(parent), command }));
}

async function descendants(root: number): Promise<Process[]> {
  const all = await processes();
  const below = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(root);
}
