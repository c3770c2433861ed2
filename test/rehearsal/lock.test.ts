import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { takeLock } from "../../rehearsal/lock.ts";

const source = pathToFileURL(path.resolve("rehearsal/lock.ts")).href;

describe("the lock of the tool cache", function () {
  this.slow(5_000);
  let directory: string;
  let lock: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "lock-"));
    lock = path.join(directory, "building");
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));
  const quiet = { onWait: () => {}, staleAfter: 200 };

  /** Another process that holds the lock and says so. */
  async function holder(): Promise<ChildProcess> {
    const script = `const { takeLock } = await import(${JSON.stringify(source)});
      await takeLock(${JSON.stringify(lock)}, { onWait: () => {}, staleAfter: 2000 });
      console.log("held"); process.stdin.resume();`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    return child;
  }

  it("is waited for, aloud, until it is released", async () => {
    const release = await takeLock(lock, quiet);
    const order: string[] = [];
    const told = () => {
      order.push("waited");
      release();
    };
    const again = await takeLock(lock, { onWait: told });
    assert.deepEqual(order, ["waited"]);
    again();
    assert.equal(fs.existsSync(lock), false);
  });

  for (const [what, make] of Object.entries({
    "an empty lock, as a full disk left them": () => fs.writeFileSync(lock, ""),
    "the lock of a process whose number another one has now": () => fs.writeFileSync(lock, String(process.pid)),
    "a lock whose owner is gone": () => fs.mkdirSync(lock),
  })) {
    it(`takes over ${what}`, async () => {
      make();
      (await takeLock(lock, quiet))();
      assert.deepEqual(fs.readdirSync(directory), []);
    });
  }

  it("takes over from an owner that was killed, and not before", async () => {
    const child = await holder();
    let killed = false;
    const taken = takeLock(lock, { onWait: () => {}, staleAfter: 2_000 }).then((release) => {
      assert.equal(killed, true, "the owner lives, and renews its lock");
      release();
    });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    killed = child.kill("SIGKILL");
    await taken;
  });

  it("is not released by an owner from which it was taken over", async () => {
    const release = await takeLock(lock, { onWait: () => {} });
    const later = new Date(Date.now() + 60_000);
    fs.utimesSync(lock, later, later);
    release();
    assert.equal(fs.existsSync(lock), true);
  });

  it("fails at once where no lock can be made", async () => {
    fs.writeFileSync(path.join(directory, "file"), "");
    await assert.rejects(takeLock(path.join(directory, "file", "building"), quiet), { code: "ENOTDIR" });
  });
});
