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
  it("is what the rules say: npm run policies -- --docs writes it", async () => {
    const written = await pages();
    const stale = [...written].filter(([file, content]) => {
      const found = path.join(directory, file);
      return !fs.existsSync(found) || fs.readFileSync(found, "utf8") !== content;
    });
    assert.deepEqual(
      stale.map(([file]) => file),
      [],
    );
    assert.deepEqual(fs.readdirSync(directory).sort(), [...written.keys()].sort());
    assert.equal(fs.readFileSync(schemaFile, "utf8"), fileSchema());
  });

  it("has every rule once, with why, fix, controls and examples", async () => {
    const all = [...(await pages())].filter(([file]) => !["README.md", "coverage.md"].includes(file));
    const text = all.map(([, content]) => content).join("\n");
    for (const { about, rule } of catalogue) {
      const sections = text.split(`\n## ${about.name}\n`);
      assert.equal(sections.length, 2, about.name);
      const section = sections[1]?.split("\n## ")[0] ?? "";
      for (const part of ["**Why.** ", "**Fix.** ", "| Controls | ", "| Severity | "])
        assert.ok(section.includes(part), `${about.name}: ${part}`);
      if (rule !== undefined) assert.match(section, /Complies:[\s\S]*Does not:\n\n```json/, about.name);
    }
  });

  it("links only to what is there", async () => {
    const written = await pages();
    for (const [file, content] of written)
      for (const [, page = "", anchor] of content.matchAll(/\]\(([\w-]+\.md)(?:#([\w-]+))?\)/g)) {
        assert.ok(written.has(page), `${file}: ${page}`);
        if (anchor !== undefined) assert.ok(written.get(page)?.includes(`\n## ${anchor}\n`), `${file}: ${anchor}`);
      }
  });
});

describe("npm run policies", () => {
  it("lists every rule in columns", () => {
    const { stdout, status } = policies();
    assert.equal(status, 0);
    const lines = stdout.trim().split("\n");
    assert.equal(lines.length, catalogue.length + 3);
    assert.equal(
      new Set(lines.slice(0, -2).map((line) => line.search(/(?<= )(?:over|resource|stack|plan|remediation) /))).size,
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
    const { status, stderr } = policies("rds-storage-encrpted");
    assert.equal(status, 2);
    assert.match(stderr, /did you mean .*rds-storage-encrypted/);
    assert.equal(policies("--framework", "NIST").status, 2);
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
        JSON.stringify({ "rds-multi-ax": "disabled", "every-rule": { regions: "eu-west-1", region: [] } }),
      );
      const { status, stdout } = policies("--check", file);
      assert.equal(status, 1);
      for (const fault of [
        "rds-multi-ax is no rule",
        "every-rule: regions must be a list",
        "every-rule: region is unknown",
      ])
        assert.ok(stdout.includes(fault), stdout);
    } finally {
      fs.rmSync(file, { force: true });
    }
  });
});
