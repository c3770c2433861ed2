import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Workspace } from "../../rehearsal/workspace.ts";

/** A program before and after a risky change. */
function shop(after: boolean) {
  return async () => {
    const provider = new aws.Provider("aws", { region: "eu-west-1" });
    const child = { provider };
    if (!after) {
      const password = pulumi.secret("hunter22");
      new aws.rds.Instance("orders", { instanceClass: "db.t4g.medium", password, skipFinalSnapshot: true }, child);
      new aws.s3.Bucket("kept", {}, { ...child, retainOnDelete: true });
      new aws.cloudwatch.MetricAlarm("full", alarm, child);
    }
    const assumeRolePolicy = "{}";
    new aws.iam.Role("api", { name: after ? "shop-api" : "api", assumeRolePolicy }, child);
    const hashKey = after ? "user" : "id";
    const key = { hashKey, attributes: [{ name: hashKey, type: "S" }] };
    new aws.dynamodb.Table("usage", { ...key, billingMode: "PAY_PER_REQUEST" }, child);
    new aws.sqs.Queue("jobs", { delaySeconds: after ? 5 : 0 }, child);
    // The SDK marks top-level secret inputs only, not nested ones.
    const password = after ? "hunter22hunter22" : pulumi.secret("hunter22hunter22");
    const users = [{ username: "shop", password }];
    new aws.mq.Broker("mails", { ...broker, users }, child);
    return { password: after ? "hunter22" : pulumi.secret("hunter22") };
  };
}
const alarm = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 };

const broker = { brokerName: "mails", engineType: "RabbitMQ", engineVersion: "3.13", hostInstanceType: "mq.m5.large" };

// Output of the engine and its CLI, which the gate must parse.
describe("npm run gate on output of the Pulumi CLI", () => {
  let workspace: Workspace;
  const file = (name: string) => path.join(workspace.directory, name);
  const gate = (...args: string[]) => {
    const command = [path.resolve("policy-pack/commands/gate.ts"), ...args];
    const env = { ...process.env, PLATFORM_ENVIRONMENT: "" };
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", env });
    return { status, said: `${stdout}${stderr}` };
  };
  const found = (said: string) =>
    JSON.parse(said).findings.map((each: { rule: string; op: string; urn: string }) =>
      [each.rule, each.op, each.urn.split("::").pop()].join(" "),
    );

  before(async () => {
    let changed = false;
    const args = { stack: "prod", file: undefined, config: {}, cloud: undefined, tuning: true };
    workspace = await Workspace.create({ ...args, projectFile: path.resolve("Pulumi.yaml") });
    const stack = await workspace.stack({ ...args, projectFile: "" }, () => shop(changed)());
    await stack.up();
    await workspace.cli("stack", "export", "--stack", "prod", "--file", file("sound.json"));
    changed = true;
    // The Automation API has no --json, so the CLI is wrapped, in place of the shim that starts it.
    const cli = file("engine");
    fs.rmSync(file("bin/pulumi"));
    const more = `--json --event-log ${file("events.log")} --save-plan ${file("saved.json")}`;
    const script = `#!/bin/sh\n[ "$1" = preview ] && exec ${cli} "$@" ${more} > ${file("plan.json")}\nexec ${cli} "$@"\n`;
    fs.writeFileSync(file("bin/pulumi"), script, { mode: 0o755 });
    await assert.rejects(stack.preview({ policyPacks: [path.resolve("policy-pack")] }), "the pack stops it");
    // A preview with mandatory findings saves no plan.
    const kept = ["plan.json", "events.log"];
    for (const name of kept) fs.renameSync(file(name), file(`kept-${name}`));
    await stack.preview();
    for (const name of kept) fs.renameSync(file(`kept-${name}`), file(name));
    await stack.up();
    await workspace.cli("stack", "export", "--stack", "prod", "--file", file("open.json"));
  });
  after(() => workspace.remove());

  it("reports only the deletion and replacement of resources with data or a name", () => {
    const { status, said } = gate(file("plan.json"), "--json");
    assert.equal(status, 1, said);
    assert.deepEqual(found(said).sort(), [
      "plan-no-stateful-delete delete orders",
      "plan-no-stateful-delete replace api",
      "plan-no-stateful-delete replace usage",
    ]);
    assert.match(said, /is replaced with its data \(hashKey\)/);
  });

  it("RC-H11: reports the same of the plan that --save-plan writes, and what is retained, which it does not name", () => {
    const { status, said } = gate(file("saved.json"), "--json");
    assert.equal(status, 1, said);
    const named = found(said).map((each: string) =>
      each.replace(/ (?:create-replacement|delete-replaced|replace) /, " replace "),
    );
    assert.deepEqual(named.sort(), [
      "plan-no-stateful-delete delete kept",
      "plan-no-stateful-delete delete orders",
      "plan-no-stateful-delete replace api",
      "plan-no-stateful-delete replace usage",
    ]);
  });

  it("passes findings with valid approvals", () => {
    const urns = JSON.parse(gate(file("plan.json"), "--json").said).findings.map(({ urn }: { urn: string }) => urn);
    const approval = {
      rule: "plan-no-stateful-delete",
      reason: "the shop has closed",
      owner: "shop",
      ticket: "SHOP-1",
    };
    const approve = (days: number, of: string[]) => {
      const expires = new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
      fs.writeFileSync(file("approvals.json"), JSON.stringify(of.map((urn) => ({ ...approval, urn, expires }))));
      return gate(file("plan.json"), "--approvals", file("approvals.json"));
    };
    assert.equal(approve(7, urns).status, 0);
    assert.equal(approve(7, urns.slice(1)).status, 1);
    const { status, said } = approve(-1, urns);
    assert.equal(status, 1);
    assert.match(said, /approval of plan-no-stateful-delete on urn:\S+ expired on/);
  });

  it("has the findings of the pack in the event log, for reports", () => {
    const forms = ["sarif", "junit", "markdown", "json"].flatMap((form) => [`--${form}`, file(`report.${form}`)]);
    const command = [path.resolve("policy-pack/commands/report.ts"), file("events.log"), ...forms];
    const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    assert.equal(status, 1, stderr);
    const rules = JSON.parse(fs.readFileSync(file("report.json"), "utf8")).map(({ rule }: { rule: string }) => rule);
    assert.ok(rules.includes("mq-not-public") || rules.includes("mq-ha-deployment"), rules.join());
    assert.ok(rules.includes("tags-required"));
    const [run] = JSON.parse(fs.readFileSync(file("report.sarif"), "utf8")).runs;
    assert.equal(run.results.length, rules.length);
    assert.match(
      fs.readFileSync(file("report.junit"), "utf8"),
      /<testcase classname="policy" name="tags-required">\n +<failure/,
    );
  });

  it("finds plaintext secrets in a state, and none in an encrypted one", () => {
    const sound = gate(file("sound.json"));
    assert.equal(sound.status, 0, sound.said);
    assert.match(sound.said, /^\d+ stored in prod: 0 not approved, 0 approved\n$/);
    const { status, said } = gate(file("open.json"), "--json");
    assert.equal(status, 1, said);
    assert.deepEqual(found(said).sort(), [
      "state-no-plaintext-secret-output stored mails",
      "state-no-plaintext-secret-output stored platform-prod",
    ]);
    assert.match(said, /has plaintext in inputs\.users\.0\.password/);
    assert.match(said, /has plaintext in outputs\.password/);
    assert.doesNotMatch(said, /hunter22/);
  });
});
