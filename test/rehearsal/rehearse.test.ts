import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";

const script = path.join(import.meta.dirname, "..", "..", "rehearsal", "rehearse.ts");

describe("npm run rehearse", function () {
  this.timeout(60_000);
  this.slow(20_000);

  /** The exit code and the error of a run that ends before it rehearses. */
  function refused(args: string[]) {
    const { promise, resolve } = Promise.withResolvers<{ code: unknown; stderr: string }>();
    execFile(process.execPath, [script, ...args], (error, _, stderr) => resolve({ code: error?.code ?? 0, stderr }));
    return promise;
  }

  for (const [wrong, args] of Object.entries({
    "There is no stack nosuch.": ["nosuch"],
    "One stack at a time, got dev, prod.": ["dev", "prod"],
    "--all takes no stack.": ["dev", "--all"],
    "--kubernetes takes one stack.": ["--all", "--kubernetes"],
    "--kubernetes takes no --faults.": ["local", "--kubernetes", "--faults", "20"],
    "--kubernetes takes no --parts.": ["local", "--kubernetes", "--parts"],
    "--account must be fresh or lived-in, got used.": ["--account", "used"],
    "--faults must be all or a whole number from 1, got some.": ["--faults", "some"],
    "--faults must be all or a whole number from 1, got 0.": ["--faults", "0"],
  })) {
    it(`prints the error and the usage, and exits with 2: ${args.join(" ")}`, async () => {
      const { code, stderr } = await refused(args);
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`${wrong}\n\nUsage: npm run rehearse`), stderr);
    });
  }
});
