import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { catalogue } from "../../policy-pack/catalogue.ts";
import { findings, type Reported } from "../../policy-pack/reports/findings.ts";
import { junit } from "../../policy-pack/reports/junit.ts";
import { markdown } from "../../policy-pack/reports/markdown.ts";
import { sarif } from "../../policy-pack/reports/sarif.ts";

const urn = "urn:pulumi:prod::platform::platform:data:Database$aws:rds/instance:Instance::main";
const found: Reported[] = [
  {
    rule: "rds-storage-encrypted",
    level: "mandatory",
    severity: "high",
    urn,
    message:
      'Storage is encrypted.\nrds-storage-encrypted: instance "main" has a <b> & "c" | d\u0007; set storageEncrypted to true',
  },
  { rule: "every-rule", level: "advisory", severity: "low", urn: "", message: "Every rule is judged.\n2 checks wait" },
];

describe("findings", () => {
  it("come from previews of the rehearsal and from the gate", () => {
    assert.deepEqual(findings(JSON.stringify({ stack: "prod", violations: found })), found);
    assert.deepEqual(findings(JSON.stringify({ environment: "prod", findings: found })), found);
    assert.deepEqual(findings('{"violations":[]}'), []);
  });

  it("come from engine events, without color codes", () => {
    const policyEvent = {
      resourceUrn: urn,
      message: "<{%reset%}>Storage is encrypted.\nno<{%reset%}>",
      policyName: "rds-storage-encrypted",
      enforcementLevel: "mandatory",
      severity: "high",
    };
    const log = [
      { sequence: 0, preludeEvent: {} },
      { sequence: 1, policyEvent },
      { sequence: 2, summaryEvent: {} },
    ];
    assert.deepEqual(findings(log.map((event) => JSON.stringify(event)).join("\n")), [
      {
        rule: "rds-storage-encrypted",
        level: "mandatory",
        severity: "high",
        urn,
        message: "Storage is encrypted.\nno",
      },
    ]);
  });

  it("are undefined for other input", () => {
    for (const text of ["", "{}", "[]", '{"steps":[]}', "not JSON", '{"sequence":1}\nnot JSON'])
      assert.equal(findings(text), undefined, text);
  });
});

describe("SARIF", () => {
  const log = JSON.parse(sarif(found, "1.2.3"));
  const [run] = log.runs;

  it("has version 2.1.0, the tool's name and version, and the rules with findings", () => {
    assert.equal(log.version, "2.1.0");
    assert.match(log.$schema, /sarif-2\.1\.0\.json$/);
    assert.equal(run.tool.driver.version, "1.2.3");
    assert.deepEqual(
      run.tool.driver.rules.map((rule: { id: string }) => rule.id),
      ["rds-storage-encrypted", "every-rule"],
    );
    const [rule] = run.tool.driver.rules;
    assert.equal(rule.properties["security-severity"], "8.0");
    assert.ok(rule.properties.tags.includes("RDS.3"));
    assert.match(rule.help.text, /^Set storageEncrypted.* See docs\/policies\/rds\.md#rds-storage-encrypted\.$/);
  });

  it("links rules to their headings where the documents are published", () => {
    const linked = (docs: string) => JSON.parse(sarif(found, "1.2.3", docs)).runs[0].tool.driver.rules[0].helpUri;
    assert.equal(run.tool.driver.rules[0].helpUri, undefined);
    for (const docs of ["https://example.com/platform", "https://example.com/platform/"])
      assert.equal(linked(docs), "https://example.com/platform/docs/policies/rds.md#rds-storage-encrypted");
  });

  it("has a level, message, rule index, location and stable fingerprint for each finding", () => {
    const [result, advice] = run.results;
    assert.deepEqual([result.level, advice.level], ["error", "warning"]);
    assert.equal(result.ruleIndex, 0);
    assert.match(result.message.text, /^instance "main" has/);
    const [location] = result.locations;
    assert.equal(location.physicalLocation.artifactLocation.uri, "Pulumi.yaml");
    assert.equal(location.physicalLocation.region.startLine, 1);
    assert.deepEqual(location.logicalLocations, [{ fullyQualifiedName: urn, name: "main", kind: "resource" }]);
    assert.match(result.partialFingerprints["rule/v1"], /^[0-9a-f]{64}$/);
    assert.notEqual(result.partialFingerprints["rule/v1"], advice.partialFingerprints["rule/v1"]);
    const again = JSON.parse(sarif([...found].reverse(), "9")).runs[0].results[1];
    assert.deepEqual(again.partialFingerprints, result.partialFingerprints);
  });
});

describe("JUnit", () => {
  const xml = junit(found);

  it("has a case for every rule, failed by mandatory findings, in valid XML", () => {
    assert.match(
      xml,
      new RegExp(
        `<testsuite name="platform-policies" tests="${catalogue.length + 1}" failures="1" errors="0" skipped="0"`,
      ),
    );
    assert.match(xml, /has a &lt;b(?:&gt;|>) &amp; &quot;c&quot; \| d; set/);
    assert.match(xml, /<system-out>.*2 checks wait/s);
    assert.ok(!xml.includes("\u0007"));
  });
});

describe("Markdown", () => {
  it("lists mandatory findings first, one line each", () => {
    assert.equal(
      markdown(found),
      `# Policy findings

1 mandatory, 1 advisory.

## Mandatory

| Severity | Rule | Resource | Finding |
|---|---|---|---|
| high | rds-storage-encrypted | aws:rds/instance:Instance main | instance "main" has a &lt;b> & "c" \\| d\u0007; set storageEncrypted to true |

## Advisory

| Severity | Rule | Resource | Finding |
|---|---|---|---|
| low | every-rule | the stack | 2 checks wait |
`,
    );
    assert.equal(markdown([]), "# Policy findings\n\nNo findings.\n");
  });
});

describe("npm run report", () => {
  it("writes every format, and sets its exit code", () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "report-"));
    const file = (name: string) => path.join(directory, name);
    const report = (...args: string[]) =>
      spawnSync(process.execPath, ["policy-pack/commands/report.ts", ...args], { encoding: "utf8" });
    try {
      fs.writeFileSync(file("preview.json"), JSON.stringify({ violations: found }));
      const forms = ["sarif", "junit", "markdown", "json"].flatMap((form) => [`--${form}`, file(form)]);
      const { status, stderr } = report(file("preview.json"), ...forms);
      assert.equal(status, 1, stderr);
      assert.match(fs.readFileSync(file("junit"), "utf8"), /^<\?xml/);
      assert.deepEqual(JSON.parse(fs.readFileSync(file("json"), "utf8")), found);
      assert.equal(JSON.parse(fs.readFileSync(file("sarif"), "utf8")).runs[0].results.length, 2);
      fs.writeFileSync(file("clean.json"), '{"violations":[]}');
      assert.deepEqual(report(file("clean.json")).stdout, "# Policy findings\n\nNo findings.\n");
      fs.writeFileSync(file("plan.json"), '{"steps":[]}');
      assert.equal(report(file("plan.json")).status, 2);
      const unwritten = report(file("preview.json"), "--sarif", file("none/findings.sarif"));
      assert.equal(unwritten.status, 2);
      assert.match(unwritten.stderr, /findings\.sarif cannot be written: ENOENT/);
      assert.equal(report(file("preview.json"), "--docs", "docs").status, 2);
      assert.match(report("--help").stdout, /^Usage/);
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });
});
