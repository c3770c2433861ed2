import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

describe("a rehearsal in an unusual environment", function () {
  this.timeout(120_000);
  this.slow(20_000);
  let temporary: string;
  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "environment-"));
  });
  afterEach(() => fs.rmSync(temporary, { recursive: true }));

  /** Runs the preview of a stack; the local one is the smallest. */
  function preview(env: Record<string, string>, script = "rehearsal/preview.ts", stack = "local") {
    return new Promise<{ code: unknown; said: string }>((resolve) => {
      const options = { env: { ...process.env, TMPDIR: temporary, ...env } };
      execFile(process.execPath, [script, stack], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` }),
      );
    });
  }

  for (const [what, env] of Object.entries({
    "a proxy, and exceptions with spaces": {
      https_proxy: "http://127.0.0.1:9",
      http_proxy: "http://127.0.0.1:9",
      no_proxy: "example.com, 127.0.0.1",
    },
    "a proxy for gRPC alone": { grpc_proxy: "http://127.0.0.1:9", no_grpc_proxy: "example.com" },
  })) {
    it(`asks no proxy for this machine: ${what}`, async () => {
      const { code, said } = await preview(env);
      assert.equal(code, 0, said);
    });
  }
});
