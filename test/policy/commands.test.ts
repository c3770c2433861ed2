import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { table } from "../../policy-pack/commands/table.ts";

const queue = "urn:pulumi:prod::shop::aws:rds/instance:Instance::";
const control = "\u001b[2J\u0007\u009b31m\u202e";

describe("the commands of the policy pack, on unusual input and output", function () {
  this.timeout(60_000);
  this.slow(5_000);
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "commands-"));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  /** Runs a command; its standard output goes to a file when one is named. */
  function command(name: string, args: string[], output?: string) {
    const stdout = output === undefined ? ("pipe" as const) : fs.openSync(output, "w");
    const env = { ...process.env, PLATFORM_ENVIRONMENT: "" };
    return spawnSync(process.execPath, [`policy-pack/commands/${name}.ts`, ...args], {
      env,
      encoding: "utf8",
      stdio: ["ignore", stdout, "pipe"],
      maxBuffer: 2 ** 30,
    });
  }

  /** A plan that deletes databases of these names. */
  function plan(names: readonly string[], encoding: BufferEncoding = "utf8", mark = ""): string {
    const steps = names.map((name) => ({ op: "delete", urn: `${queue}${name}`, oldState: { custom: true } }));
    const file = path.join(directory, "plan.json");
    fs.writeFileSync(file, `${mark}${JSON.stringify({ steps })}`, encoding);
    return file;
  }

  it("print a table of any length", () => {
    assert.equal(table(Array.from({ length: 200_000 }, () => ["a", "b"])).split("\n").length, 200_000);
  });

  it("evaluate a plan with 200,000 findings", () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `db-${index}`);
    const { status, stdout, stderr } = command("gate", [plan(names)]);
    assert.equal(stderr, "");
    assert.equal(status, 1);
    assert.match(stdout.slice(-100), /200000 delete in prod: 20000\d not approved, 0 approved\n$/);
  });

  for (const [name, args, code] of [
    ["gate", () => [plan(["main"])], 1],
    ["gate", () => [plan([])], 2],
    ["policies", () => [], 2],
    ["report", () => [path.join(directory, "found.json")], 2],
  ] as const) {
    (fs.existsSync("/dev/full") ? it : it.skip)(
      `say in one line that standard output is full: ${name}, exit code ${code}`,
      () => {
        fs.writeFileSync(path.join(directory, "found.json"), JSON.stringify({ violations: [] }));
        const { status, stderr } = command(name, args(), "/dev/full");
        assert.match(stderr, /^standard output cannot be written: ENOSPC: [^\n]*\n$/);
        assert.equal(status, code);
      },
    );
  }

  it("say in one line that a directory of pages cannot be written", () => {
    const file = path.join(directory, "file");
    fs.writeFileSync(file, "");
    const { status, stderr } = command("policies", ["--docs", path.join(file, "docs")]);
    assert.match(stderr, /^\S+docs cannot be written: ENOTDIR: [^\n]*\n\nUsage: /);
    assert.equal(status, 2);
    const bundled = spawnSync(process.execPath, ["policy-pack/bundle.ts", path.join(file, "bundle")], {
      encoding: "utf8",
    });
    assert.match(bundled.stderr, /^\S+bundle cannot be written: ENOTDIR: [^\n]*\n\nUsage: /);
    assert.equal(bundled.status, 2);
  });

  it("print no control character of a name or a message", () => {
    const shown = command("gate", [plan([`a${control}\nb`])]);
    assert.match(shown.stdout, /::a\\u001b\[2J\\u0007\\u009b31m\\u202e\\u000ab/);
    const json = command("gate", [plan([`a${control}\nb`]), "--json"]);
    assert.equal(JSON.parse(json.stdout).findings[0].urn, `${queue}a${control}\nb`);
    const violation = {
      rule: "sqs-encrypted",
      level: "mandatory",
      severity: "high",
      urn: `${queue}a`,
      message: control,
    };
    const found = path.join(directory, "found.json");
    fs.writeFileSync(found, JSON.stringify({ violations: [violation] }));
    const wrong = path.join(directory, "approvals.json");
    fs.writeFileSync(wrong, JSON.stringify([{ rule: control, urn: `${queue}a` }]));
    const all = [shown, json, command("report", [found]), command("gate", [plan(["a"]), "--approvals", wrong])];
    assert.equal(all[2]?.status, 1);
    assert.equal(all[3]?.status, 2);
    for (const { stdout, stderr } of all) {
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]|\u202e/u);
      assert.doesNotMatch(stderr, /[^\P{Cc}\n]|\u202e/u);
    }
  });

  for (const [what, file] of [
    ["UTF-16 with its mark", () => plan(["main"], "utf16le", "\ufeff")],
    ["UTF-16 without a mark", () => plan(["main"], "utf16le")],
  ] as const) {
    it(`reject ${what}, and say why`, () => {
      const { status, stderr } = command("gate", [file()]);
      assert.match(stderr, /^\S+plan\.json is UTF-16: write it as UTF-8, in PowerShell with/);
      assert.equal(status, 2);
    });
  }

  it("read UTF-8 with a byte order mark", () => {
    assert.equal(command("gate", [plan(["main"], "utf8", "\ufeff")]).status, 1);
  });
});
