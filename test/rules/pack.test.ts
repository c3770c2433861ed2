import assert from "node:assert/strict";
import { packRules } from "../../policy-pack/engine/pack-rules.ts";
import { resourceRules, stackRules } from "../../policy-pack/engine/rules.ts";
import { type Analyzer, analyzer, type Diagnostic } from "./analyzer.ts";
import { named, subject, unknownProps } from "./examples.ts";

const of = (rule: { name: string }, found: readonly Diagnostic[]) => found.filter(({ policy }) => policy === rule.name);
const encrypted = named("rds-storage-encrypted");

describe("the policy pack in the analyzer", () => {
  let prod: Analyzer;
  before(async () => {
    prod = await analyzer({ PULUMI_NODEJS_STACK: "prod", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
  });
  after(() => prod.stop());

  it("lists every rule with its level, severity, controls and fix", async () => {
    const listed = new Map((await prod.policies()).map((each) => [each.name, each]));
    assert.equal(listed.size, resourceRules.length + stackRules.length + packRules.length + 2);
    for (const rule of [...resourceRules, ...stackRules]) {
      const { level, severity, description, controls, remediation } = listed.get(rule.name) ?? assert.fail(rule.name);
      assert.equal(level, ["advisory", "mandatory", "disabled"].indexOf(rule.levels.prod), rule.name);
      assert.equal(severity, ["", "low", "medium", "high", "critical"].indexOf(rule.severity), rule.name);
      assert.equal(description, rule.description);
      assert.deepEqual(controls, rule.controls);
      assert.ok(remediation.length > 5, rule.name);
    }
  });

  it("reports each rule under its name and level, and no finding on a resource that complies", async () => {
    for (const rule of resourceRules) {
      const bad = of(rule, await prod.analyze(subject(rule, rule.bad)));
      assert.deepEqual(
        bad.map(({ level }) => level),
        rule.levels.prod === "disabled" ? [] : [rule.levels.prod],
        rule.name,
      );
      if (rule.ok !== null) assert.deepEqual(of(rule, await prod.analyze(subject(rule, rule.ok))), [], rule.name);
    }
  });

  it("reports the resource, the fault, the fix, the controls and the page", async () => {
    const [diagnostic] = of(encrypted, await prod.analyze(subject(encrypted, encrypted.bad)));
    assert.equal(
      diagnostic?.message.split("\n").at(-1),
      'rds-storage-encrypted: instance "subject" has no storageEncrypted; set storageEncrypted to true (RDS.3, RDS.27, CIS AWS 3.0 2.3.1, CKV_AWS_16, CKV_AWS_96, CKV_AWS_140); see docs/policies/rds.md#rds-storage-encrypted',
    );
  });

  it("counts undecided checks in one line at the end, without an advisory for each", async () => {
    for (const rule of resourceRules) {
      const found = await prod.analyze(subject(rule, unknownProps(rule)));
      assert.deepEqual(
        found.filter(({ message }) => /can't run|can't be known/.test(message)),
        [],
        rule.name,
      );
    }
    const [summary, ...more] = (await prod.analyzeStack([])).filter(({ policy }) => policy === "every-rule");
    assert.match(summary?.message ?? "", /\d+ checks need values known only during `pulumi up`; they run again then: /);
    assert.equal(summary?.level, "advisory");
    assert.deepEqual(more, []);
    assert.deepEqual(await prod.analyzeStack([]), [], "and forgets them with that");
  });

  it("evaluates an undecided check again when the value is known", async () => {
    const unknown = of(encrypted, await prod.analyze(subject(encrypted, unknownProps(encrypted))));
    const known = of(encrypted, await prod.analyze(subject(encrypted, { storageEncrypted: false })));
    assert.deepEqual([unknown.length, known.length], [0, 1]);
    await prod.analyzeStack([]);
  });

  it("evaluates secrets without printing them", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: true };
    assert.deepEqual(of(encrypted, await prod.analyze(subject(encrypted, { storageEncrypted: secret }))), []);
    const rule = named("rds-managed-master-password");
    const [found] = of(
      rule,
      await prod.analyze(subject(rule, { manageMasterUserPassword: false, password: { ...secret, value: "hunter2" } })),
    );
    assert.ok(found);
    assert.doesNotMatch(found.message, /hunter2/);
  });

  it("evaluates stack rules by the dependencies of resources", async () => {
    for (const rule of stackRules) {
      const bad = of(rule, await prod.analyzeStack(rule.bad));
      assert.equal(bad.length > 0, rule.levels.prod !== "disabled", rule.name);
      assert.ok(
        bad.every(({ level, urn }) => level === rule.levels.prod && rule.bad.some((each) => each.urn === urn)),
        rule.name,
      );
      assert.deepEqual(of(rule, await prod.analyzeStack(rule.ok)), [], rule.name);
    }
  });

  it("evaluates the inputs of a resource whose provider has no outputs yet", async () => {
    const rule = stackRules.find(({ name }) => name === "k8s-replicas-min") ?? assert.fail();
    for (const [resources, findings] of [
      [rule.ok, 0],
      [rule.bad, 1],
    ] as const) {
      for (const each of resources) await prod.analyze(each);
      const planned = resources.map((each) => ({ ...each, props: {} }));
      assert.equal(of(rule, await prod.analyzeStack(planned)).length, findings);
    }
  });

  it("reads a provider's inputs, which are strings, and its default tags", async () => {
    const pinned = named("provider-account-pinned");
    assert.equal(of(pinned, await prod.analyze(subject(pinned, { allowedAccountIds: "[]" }))).length, 1);
    assert.equal(of(pinned, await prod.analyze(subject(pinned, { allowedAccountIds: '["111122223333"]' }))).length, 0);
    const tags = named("tags-required");
    const keys = { project: "p", environment: "prod", owner: "o", "cost-center": "c", "data-class": "d" };
    const providerInputs = { defaultTags: JSON.stringify({ tags: keys }) };
    const queue = { ...subject(tags, { tags: { Name: "queue" } }), providerInputs };
    assert.deepEqual(of(tags, await prod.analyze(queue)), []);
    assert.equal(of(tags, await prod.analyze({ ...queue, providerInputs: { defaultTags: '{"tags":{}}' } })).length, 1);
  });

  it("applies levels of the configuration", async () => {
    const other = await analyzer({ PULUMI_NODEJS_STACK: "dev", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
    try {
      const cmk = named("rds-cmk");
      const database = subject(cmk, cmk.bad);
      assert.deepEqual(of(cmk, await other.analyze(database)), [], "off in dev");
      await other.configure({ "rds-cmk": "mandatory", "rds-in-vpc": "disabled", "rds-backup-retention": "advisory" });
      const found = await other.analyze(database);
      assert.deepEqual(
        of(cmk, found).map(({ level }) => level),
        ["mandatory"],
      );
      assert.deepEqual(of(named("rds-in-vpc"), found), []);
      assert.deepEqual(
        of(named("rds-backup-retention"), found).map(({ level }) => level),
        ["advisory"],
      );
    } finally {
      other.stop();
    }
  });
});
