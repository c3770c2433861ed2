import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { catalogue } from "../../policy-pack/catalogue.ts";
import { fileSchema, schemaFile } from "../../policy-pack/reference/file-schema.ts";
import { pages } from "../../policy-pack/reference/pages.ts";

const directory = path.join("docs", "policies");
const policies = (...args: string[]) =>
  spawnSync(process.execPath, ["policy-pack/commands/policies.ts", ...args], { encoding: "utf8" });

describe("the reference of policies", () => {
  let written: Map<string, string>;
  before(async () => {
    written = await pages();
  });

  it("is what the rules say: npm run policies -- --docs writes it", () => {
    const found = fs.readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((each) => /\.md$/.test(each));
    const stale = found.filter((file) => fs.readFileSync(path.join(directory, file), "utf8") !== written.get(file));
    assert.deepEqual(stale, []);
    assert.deepEqual(found.sort(), [...written.keys()].sort());
    assert.equal(fs.readFileSync(schemaFile, "utf8"), fileSchema());
  });

  it("is written beside what others wrote, and takes away what only an earlier run left", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "policies-"));
    const exists = (file: string) => fs.existsSync(path.join(folder, file));
    try {
      fs.writeFileSync(path.join(folder, "notes.md"), "# Notes\n");
      fs.writeFileSync(path.join(folder, "gone.md"), written.get("coverage.md") ?? "");
      assert.equal(policies("--docs", folder).status, 0);
      assert.deepEqual([exists("notes.md"), exists("gone.md"), exists("README.md")], [true, false, true]);
      fs.writeFileSync(path.join(folder, "README.md"), "# Mine\n");
      const { status, stderr } = policies("--docs", folder);
      assert.equal(status, 2);
      assert.match(stderr, /has a README\.md of somebody else's: name another directory\./);
      assert.equal(fs.readFileSync(path.join(folder, "README.md"), "utf8"), "# Mine\n");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("has a page for every rule, with why, fix, controls and examples", () => {
    const named = Map.groupBy(written.keys(), (file) => path.basename(file, ".md"));
    for (const { about, rule } of catalogue) {
      const [file = "", ...more] = named.get(about.name) ?? [];
      assert.deepEqual(more, [], about.name);
      const page = written.get(file) ?? assert.fail(about.name);
      assert.ok(page.includes(`\n# ${about.name}\n\n${about.description}\n`), about.name);
      for (const part of ["**Why.** ", "**Fix.** ", "| Controls | ", "| Severity | "])
        assert.ok(page.includes(part), `${about.name}: ${part}`);
      if (rule !== undefined) assert.match(page, /Complies:[\s\S]*Does not:\n\n```json/, about.name);
    }
  });

  it("links to every page, and only to what is there", () => {
    const linked = new Set(["README.md"]);
    for (const [file, content] of written)
      for (const [, target = ""] of content.matchAll(/\]\(([^)]+)\)/g)) {
        const to = path.join(path.dirname(file), target);
        assert.ok(written.has(to), `${file}: ${target}`);
        linked.add(to);
      }
    assert.deepEqual([...linked].sort(), [...written.keys()].sort());
  });
});

const expired = {
  rule: "rds-multi-az",
  urn: "urn:pulumi:prod::shop::x::y",
  reason: "is rebuilt every night",
  owner: "shop",
  ticket: "SHOP-1",
  expires: "2026-01-31",
};

describe("npm run policies", () => {
  it("lists every rule in columns", () => {
    const { stdout, status } = policies();
    assert.equal(status, 0);
    const lines = stdout.trim().split("\n");
    assert.equal(lines.length, catalogue.length + 3);
    assert.equal(
      new Set(lines.slice(0, -2).map((line) => line.search(/(?<= )(?:over|resource|stack|plan|state|remediation) /)))
        .size,
      1,
    );
    assert.equal(lines.at(-1), `${catalogue.length} rules`);
  });

  it("selects by name, framework and severity, and knows everything as JSON", () => {
    const [rule] = JSON.parse(policies("rds-storage-encrypted", "--json").stdout);
    assert.equal(rule.severity, "high");
    assert.ok(rule.controls.includes("RDS.3") && rule.why.length > 20 && rule.ok.storageEncrypted === true);
    const found = JSON.parse(policies("rds-*", "--framework", "cis aws", "--severity", "high", "--json").stdout);
    assert.ok(found.length > 0);
    for (const each of found)
      assert.ok(each.name.startsWith("rds-") && each.severity === "high" && /CIS AWS/.test(each.controls));
  });

  it("explains one, and helps who misspells it", () => {
    assert.match(
      policies("rds-storage-encrypted").stdout,
      /^rds-storage-encrypted: .*\n\nseverity {2}high\n[\s\S]*why[\s\S]*fix[\s\S]*Complies:[\s\S]*Does not:/,
    );
    assert.match(policies("kms-rotation").stdout, /\nadds +what is missing, in dev\n/);
    const { status, stderr } = policies("rds-storage-encrpted");
    assert.equal(status, 2);
    assert.match(stderr, /did you mean .*rds-storage-encrypted/);
    assert.equal(policies("--framework", "NIST").status, 2);
    const mistyped = policies("--docs", "--framewrk");
    assert.equal(mistyped.status, 2);
    assert.match(mistyped.stderr, /^Unknown option '--framewrk'\n/);
  });

  it("ends in silence where its reader stops before the end", () => {
    const piped = `set -o pipefail; "${process.execPath}" policy-pack/commands/policies.ts --json | head -1`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", piped], { encoding: "utf8" });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "[\n", stderr: "" });
  });

  it("checks a configuration, and tells every fault", () => {
    const file = path.join(os.tmpdir(), `policy-config-${process.pid}.json`);
    try {
      fs.writeFileSync(
        file,
        JSON.stringify({ all: "advisory", "rds-multi-az": "disabled", "every-rule": { regions: ["eu-west-1"] } }),
      );
      assert.equal(policies("--check", file).status, 0);
      fs.writeFileSync(
        file,
        JSON.stringify({
          all: "sometimes",
          "rds-multi-ax": "disabled",
          "rds-multi-az": { enforcementLevel: 7, level: "advisory" },
          "every-rule": {
            regions: "eu-west-1",
            region: [],
            exemptions: [expired, { ...expired, rule: "rds-multi-ax" }],
          },
        }),
      );
      const { status, stdout } = policies("--check", file);
      assert.equal(status, 1);
      for (const fault of [
        'all must be one of advisory, mandatory, remediate, disabled, got "sometimes"',
        "rds-multi-ax is no rule; did you mean rds-multi-az",
        "rds-multi-az must be one of advisory, mandatory, remediate, disabled, got 7",
        "rds-multi-az: level is unknown",
        "every-rule: the exemption from rds-multi-az on urn:pulumi:prod::shop::x::y expired on 2026-01-31",
        "every-rule: exemptions: rds-multi-ax names no rule",
        "every-rule: regions must be a list",
        "every-rule: region is unknown",
      ])
        assert.ok(stdout.includes(fault), stdout);
    } finally {
      fs.rmSync(file, { force: true });
    }
  });
});
