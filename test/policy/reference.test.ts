import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { catalogue } from "../../policy-pack/catalogue.ts";
import { pageOf, referenceTo } from "../../policy-pack/engine/rules.ts";
import { fileSchema, schemaFile } from "../../policy-pack/reference/file-schema.ts";
import { pages } from "../../policy-pack/reference/pages.ts";

const directory = path.join("docs", "policies");
const policies = (...args: string[]) =>
  spawnSync(process.execPath, ["policy-pack/commands/policies.ts", ...args], { encoding: "utf8" });

describe("the reference of the policy pack", () => {
  let written: Map<string, string>;
  before(() => {
    written = pages();
  });

  it("is up to date: npm run policies -- --docs writes it", () => {
    const found = fs.readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((each) => /\.md$/.test(each));
    const stale = found.filter((file) => fs.readFileSync(path.join(directory, file), "utf8") !== written.get(file));
    assert.deepEqual(stale, []);
    assert.deepEqual(found.sort(), [...written.keys()].sort());
    assert.equal(fs.readFileSync(schemaFile, "utf8"), fileSchema());
  });

  it("keeps files of others, and removes pages of an earlier run", () => {
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
      assert.match(stderr, /has files that this command did not write \(README\.md\): name another directory\./);
      assert.equal(fs.readFileSync(path.join(folder, "README.md"), "utf8"), "# Mine\n");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("has a heading for every rule, with why, fix, controls and examples", () => {
    for (const { about, title, rule } of catalogue) {
      const page = written.get(pageOf(title)) ?? assert.fail(title);
      const [, article = ""] = page.split(`\n## ${about.name}\n\n`);
      const [text = ""] = article.split("\n## ");
      assert.ok(text.startsWith(about.description), about.name);
      for (const part of [`**Why.** ${about.why}`, "**Fix.** ", "| Controls | ", "| Severity | "])
        assert.ok(text.includes(part), `${about.name}: ${part}`);
      if (rule !== undefined) assert.match(text, /Complies:[\s\S]*Does not comply:\n\n```json/, about.name);
      assert.equal(referenceTo(about.name), `docs/policies/${pageOf(title)}#${about.name}`);
    }
  });

  it("has one page for each service, under a name that no other service has", () => {
    const titles = [...new Set(catalogue.map(({ title }) => title))];
    assert.equal(new Set(titles.map(pageOf)).size, titles.length);
    assert.deepEqual([...written.keys()].sort(), ["README.md", "coverage.md", ...titles.map(pageOf)].sort());
  });

  it("links to every page, and only to existing pages and headings", () => {
    const linked = new Set(["README.md"]);
    for (const [file, content] of written)
      for (const [, target = ""] of content.matchAll(/\]\(([^)]+)\)/g)) {
        const [to = "", heading] = target.startsWith("#") ? [file, target.slice(1)] : target.split("#");
        const page = written.get(to) ?? assert.fail(`${file}: ${target}`);
        if (heading !== undefined) assert.ok(page.includes(`\n## ${heading}\n`), `${file}: ${target}`);
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

  it("selects by name, framework and severity, and prints every field as JSON", () => {
    const [rule] = JSON.parse(policies("rds-storage-encrypted", "--json").stdout);
    assert.equal(rule.severity, "high");
    assert.ok(rule.controls.includes("RDS.3") && rule.why.length > 20 && rule.ok.storageEncrypted === true);
    const found = JSON.parse(policies("rds-*", "--framework", "cis aws", "--severity", "high", "--json").stdout);
    assert.ok(found.length > 0);
    for (const each of found)
      assert.ok(each.name.startsWith("rds-") && each.severity === "high" && /CIS AWS/.test(each.controls));
  });

  it("explains a rule, and suggests similar names", () => {
    assert.match(
      policies("rds-storage-encrypted").stdout,
      /^rds-storage-encrypted: .*\n\nseverity {4}high\n[\s\S]*why[\s\S]*fix[\s\S]*Complies:[\s\S]*Does not comply:/,
    );
    assert.match(policies("kms-rotation").stdout, /\nadds +missing properties, in dev\n/);
    const { status, stderr } = policies("rds-storage-encrpted");
    assert.equal(status, 2);
    assert.match(stderr, /did you mean .*rds-storage-encrypted/);
    assert.equal(policies("--framework", "NIST").status, 2);
    const mistyped = policies("--docs", "--framewrk");
    assert.equal(mistyped.status, 2);
    assert.match(mistyped.stderr, /^Unknown option '--framewrk'\n/);
  });

  it("exits without an error when the reader closes the pipe", () => {
    const piped = `set -o pipefail; "${process.execPath}" policy-pack/commands/policies.ts --json | head -1`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", piped], { encoding: "utf8" });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "[\n", stderr: "" });
  });

  it("checks a configuration, and reports every fault", () => {
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
        "rds-multi-ax is not a rule; did you mean rds-multi-az",
        "rds-multi-az must be one of advisory, mandatory, remediate, disabled, got 7",
        "rds-multi-az: level is unknown",
        "every-rule: the exemption from rds-multi-az on urn:pulumi:prod::shop::x::y expired on 2026-01-31",
        "every-rule: exemptions: rds-multi-ax matches no rule",
        "every-rule: regions must be a list",
        "every-rule: region is unknown",
      ])
        assert.ok(stdout.includes(fault), stdout);
    } finally {
      fs.rmSync(file, { force: true });
    }
  });
});
