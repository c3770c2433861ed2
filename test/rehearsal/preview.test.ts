import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { stackFiles } from "../../rehearsal/stacks.ts";

const script = path.join(import.meta.dirname, "..", "..", "rehearsal", "preview.ts");

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

describe("npm run preview", function () {
  this.timeout(120_000);
  this.slow(20_000);
  let temporary: string;
  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "preview-test-"));
  });
  afterEach(() => fs.rmSync(temporary, { recursive: true }));

  /** Starts the command with a directory for temporary files of its own. */
  function start(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, TMPDIR: temporary, ...env } });
    return new Promise<Ended>((resolve) => {
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (data) => (stdout += data));
      child.stderr.on("data", (data) => (stderr += data));
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
  }

  for (const [wrong, args] of Object.entries({
    "The stack nosuch does not exist.": ["nosuch"],
    "Only one stack can be given, got dev, prod.": ["dev", "prod"],
    "Unknown option '--fast'": ["--fast"],
    "--all cannot be combined with a stack or --json.": ["--all", "dev"],
    "The folder of the --json file does not exist: /none.": ["dev", "--json", "/none/plan.json"],
  })) {
    it(`prints the error and the stacks, and exits with 2: ${args.join(" ")}`, async () => {
      const { code, stderr, stdout } = await start(args);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.ok(stderr.startsWith(wrong), stderr);
      assert.match(stderr, new RegExp(`Stacks: ${[...stackFiles().keys()].join(", ")}\n`));
    });
  }

  it("prints the usage on --help", async () => {
    const { code, stdout } = await start(["--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: npm run preview/);
  });

  it("prints the stack as a tree, writes it as JSON, and leaves no temporary files", async () => {
    const file = path.join(temporary, "dev.json");
    const { code, stdout } = await start(["dev", "--json", file]);
    assert.equal(code, 0, stdout);
    assert.equal(stripVTControlCharacters(stdout), stdout, "colour is printed on terminals only");
    assert.match(stdout, /^\+ pulumi:pulumi:Stack platform-dev\n\+ ├─ /);
    const written = JSON.parse(fs.readFileSync(file, "utf8"));
    assert.equal(written.stack, "dev");
    assert.equal(written.summary.create, written.resources.length);
    assert.deepEqual(Object.keys(written.seconds).sort(), ["policy", "policyStart", "program", "total"]);
    assert.ok(written.seconds.policy > written.seconds.policyStart && written.seconds.total > written.seconds.program);
    const of = (type: string) => written.resources.filter((each: { type: string }) => each.type === type);
    const [alias] = of("aws:kms/alias:Alias");
    const key = alias.dependencies[0];
    assert.match(key, /aws:kms\/key:Key/);
    assert.deepEqual(alias.propertyDependencies.targetKeyId, [key]);
    assert.match(alias.parent, /^urn:pulumi:dev::platform::/);
    assert.match(alias.provider, /pulumi:providers:aws::/);
    assert.equal(typeof alias.protect, "boolean");
    assert.deepEqual(fs.readdirSync(temporary), ["dev.json"]);
  });

  it("prints what to install on a machine without a CLI and Go, and exits", async () => {
    const { code, stderr } = await start(["dev"], { PATH: temporary, XDG_CACHE_HOME: temporary });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /no pulumi on PATH, no earlier build, no npm launcher[\s\S]*Go is not installed[\s\S]*install Go/,
    );
  });
});
