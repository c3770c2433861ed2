import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import ts from "typescript";
import { Outcome } from "../../rehearsal/outcome.ts";
import { report } from "../../rehearsal/report.ts";

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
    it(`RC-I3: asks no proxy for this machine: ${what}`, async () => {
      const { code, said } = await preview(env);
      assert.equal(code, 0, said);
    });
  }

  it("RC-I9: works in directories whose names hold spaces, %2F, # and ?", async () => {
    const directory = path.join(temporary, "a project %2F#1?");
    const left = ["node_modules", "docs", "test", ".git"];
    fs.cpSync(".", directory, { recursive: true, filter: (file) => !left.includes(file) });
    fs.symlinkSync(path.resolve("node_modules"), path.join(directory, "node_modules"));
    fs.mkdirSync(path.join(temporary, "temporary %2F#1?"));
    const TMPDIR = path.join(temporary, "temporary %2F#1?");
    const { code, said } = await preview({ TMPDIR }, path.join(directory, "rehearsal", "preview.ts"));
    assert.equal(code, 0, said);
    assert.deepEqual(fs.readdirSync(TMPDIR), []);
  });

  it("runs for a user without a home directory", async () => {
    // As Node answers for a user ID without an entry in passwd.
    const withoutEntry = `import os from "node:os";
      const refuse = () => { throw new Error("uv_os_get_passwd returned ENOENT"); };
      os.homedir = () => process.env.HOME ?? refuse();
      os.userInfo = refuse;`;
    const { HOME: _home, XDG_CACHE_HOME: _cache, ...env } = process.env;
    const imported = `data:text/javascript,${encodeURIComponent(withoutEntry)}`;
    const args = ["--import", imported, "rehearsal/preview.ts", "--help"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    assert.match(stdout, /^Usage: /);
  });

  (fs.existsSync("/dev/full") ? it : it.skip)("says in one line that standard output is full", () => {
    for (const [script, code] of [
      ["rehearsal/preview.ts", 1],
      ["rehearsal/bench.ts", 2],
      ["rehearsal/rehearse.ts", 1],
      ["rehearsal/support.ts", 2],
      ["test/requirements.ts", 1],
    ] as const) {
      const stdio = ["ignore" as const, fs.openSync("/dev/full", "w"), "pipe" as const];
      const { status, stderr } = spawnSync(process.execPath, [script, "--help"], { encoding: "utf8", stdio });
      assert.match(stderr, /^standard output cannot be written: ENOSPC: [^\n]*\n$/);
      assert.equal(status, code);
    }
  });

  it("RC-I14: does not measure what it cannot write", () => {
    const args = ["rehearsal/bench.ts", "--stack", "local", "--json", path.join(temporary, "none", "bench.json")];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.match(stderr, /^The folder of the --json file does not exist: \S+none\n\nUsage: /);
    assert.equal(status, 2);
  });

  it("RC-I14: prints no control character of a name or a message", () => {
    const control = "\u001b[2J\u0007\u009b31m\u202e";
    const outcome = new Outcome();
    const urn = `urn:pulumi:dev::platform::a:b:C::n${control}`;
    const step = { op: "create", urn, type: "a:b:C", name: `n${control}`, parent: "", provider: "", protect: false };
    outcome.steps.push({ ...step, inputs: {}, changed: [] });
    outcome.violations.push({ rule: "rule", level: "mandatory", severity: "high", urn, message: control });
    outcome.warnings.push(control);
    outcome.errors.push(control);
    const text = report(outcome, []);
    assert.doesNotMatch(stripVTControlCharacters(text), /[^\P{Cc}\n]|\u202e/u);
    assert.equal(text.split("\\u001b[2J\\u0007\\u009b31m\\u202e").length, 6);
  });

  it("promises no resource where the program fails before its first", () => {
    const stack = "pulumi:pulumi:Stack";
    const step = (type: string) => ({ ...planned, type, urn: `urn:pulumi:dev::platform::${type}::main` });
    const planned = { op: "create", name: "main", parent: "", provider: "", protect: false, inputs: {}, changed: [] };
    const outcome = new Outcome();
    outcome.failed = true;
    outcome.summary = { create: 1 };
    outcome.steps.push(step(stack));
    assert.match(stripVTControlCharacters(report(outcome, [])), /^no plan;/m);
    outcome.steps.push(step("aws:ec2/vpc:Vpc"));
    outcome.summary = { create: 2 };
    assert.match(stripVTControlCharacters(report(outcome, [])), /^2 to create;/m);
  });

  for (const [what, file] of [
    ["a command of package.json", "rehearsal/preview.ts"],
    ["the program", "main.js"],
    ["the policy pack", "policy-pack/main.cjs"],
  ] as const) {
    it(`RC-I9, RC-L3: says in one line that ${what} needs Node 24`, () => {
      const checked = file.endsWith(".ts") ? ["--require", "./node-version.cjs"] : [];
      const old = path.join(temporary, "old.cjs");
      const text = `Object.defineProperty(process, "version", { value: "v20.20.2" });
        Object.defineProperty(process.versions, "node", { value: "20.20.2" });`;
      fs.writeFileSync(old, text);
      for (const [way, got] of [
        [["--require", old], "v20.20.2"],
        [["--no-strip-types"], `${process.version} without type stripping`],
      ] as const) {
        const { status, stderr } = spawnSync(process.execPath, [...way, ...checked, file], { encoding: "utf8" });
        assert.notEqual(status, 0);
        assert.match(stderr, new RegExp(`^The [a-z ]+ needs Node 24, got ${got.replaceAll(".", "\\.")}: .*\n$`));
      }
    });
  }

  it("checks the version of Node in every command of package.json", () => {
    const { scripts } = JSON.parse(fs.readFileSync("package.json", "utf8"));
    const unchecked = Object.entries(scripts).filter(
      ([, command]) =>
        /\.ts\b/.test(String(command)) && !/^node --require \.\/node-version\.cjs /.test(String(command)),
    );
    assert.deepEqual(unchecked, []);
  });

  it("imports no package that package.json does not name", () => {
    const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
    const named = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
    const folders = ["components", "layers", "policy-pack", "rehearsal", "stacks", "test"];
    const files = ["index.ts", "main.js", ...folders.flatMap((folder) => fs.globSync(`${folder}/**/*.{ts,cjs}`))];
    const imported = files.flatMap((file) =>
      ts.preProcessFile(fs.readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => fileName),
    );
    const packages = imported.flatMap((name) => /^(?:@[^/]+\/)?[^./@][^/]*/.exec(name) ?? []);
    assert.ok(packages.includes("google-protobuf"));
    assert.deepEqual(
      packages.filter((name) => !name.startsWith("node:") && !named.has(name)),
      [],
    );
  });
});
