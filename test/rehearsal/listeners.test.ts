import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import "@pulumi/pulumi";
import { withoutListeners } from "../../rehearsal/listeners.ts";

/** Runs a piece of a program as the SDK does: with a store of its own. */
function inProgram(store: object, piece: () => void): void {
  const storage: unknown = Reflect.get(globalThis, "asyncLocalStorage");
  assert.ok(storage instanceof AsyncLocalStorage);
  storage.run(store, piece);
}

const lost = (message: string) => void Promise.reject(Object.assign(new Error(message), { code: status.UNAVAILABLE }));

describe("the listeners of a run", () => {
  it("hear what their own program loses, and not what a program of an earlier engine asks", async () => {
    const heard = new Set<string>();
    const earlier = {};
    await withoutListeners(async () => {
      inProgram({}, () => {
        process.on("unhandledRejection", (error) => void heard.add(String(error)));
        lost("a registration of this run");
      });
      inProgram(earlier, () => lost("a registration of an earlier run"));
      await setImmediate();
    });
    assert.deepEqual([...heard], ["Error: a registration of this run"]);
  });

  it("do not tell one again that takes itself away and tells all others, as a test runner does", async () => {
    let told = 0;
    const telling = (error: unknown, promise: Promise<unknown>) => {
      told += 1;
      process.off("unhandledRejection", telling);
      process.emit("unhandledRejection", error, promise);
    };
    await withoutListeners(async () => {
      inProgram({}, () => {
        process.on("unhandledRejection", telling);
        lost("a registration of this run");
      });
      await setImmediate();
    });
    // By Node, and by the runner of this test, whose own listener tells all others.
    assert.ok(told >= 1 && told <= 2, `told ${told} times`);
  });

  it("are gone after the run, and those from before it are as they were", async () => {
    const before = process.rawListeners("unhandledRejection");
    await withoutListeners(async () => {
      process.on("unhandledRejection", () => {});
      await setImmediate();
      assert.equal(process.rawListeners("unhandledRejection").length, before.length + 1);
    });
    assert.deepEqual(process.rawListeners("unhandledRejection"), before);
  });
});
