import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { steps } from "../../policy-pack/gate/plan.ts";
import { findings, type Reported } from "../../policy-pack/reports/findings.ts";
import { engineCli } from "../../rehearsal/engine-cli.ts";

// The Pulumi CLI with the pack's configuration and an existing state.
describe("pulumi policy analyze on a state file", () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "analyze-"));
  let cli = "";
  before(async () => {
    cli = (await engineCli()).file;
    fs.mkdirSync(path.join(directory, "bin"));
    fs.symlinkSync(process.execPath, path.join(directory, "bin", "node"));
    fs.symlinkSync(
      path.resolve("rehearsal/shims/pulumi-analyzer-policy-nodejs"),
      path.join(directory, "bin", "pulumi-analyzer-policy-nodejs"),
    );
    fs.writeFileSync(file("state.json"), JSON.stringify(state()));
  });
  after(() => fs.rmSync(directory, { recursive: true, force: true }));
  const file = (name: string) => path.join(directory, name);

  const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
  const queue = urn("aws:sqs/queue:Queue", "jobs");
  function state(): object {
    const provider = urn("pulumi:providers:aws", "aws");
    const resource = (type: string, name: string, inputs: object, more: object = {}) => ({
      urn: urn(type, name),
      custom: type !== "pulumi:pulumi:Stack",
      id: `${name}-id`,
      type,
      inputs,
      outputs: inputs,
      ...more,
    });
    const { id: _, ...stack } = resource("pulumi:pulumi:Stack", "shop-prod", {});
    const resources = [
      stack,
      resource("pulumi:providers:aws", "aws", { region: "eu-west-1" }),
      resource(
        "aws:sqs/queue:Queue",
        "jobs",
        { sqsManagedSseEnabled: false, tags: { Name: "jobs" } },
        { provider: `${provider}::aws-id` },
      ),
    ];
    const native = urn("pulumi:providers:aws-native", "native");
    resources.push(
      resource("pulumi:providers:aws-native", "native", { region: "eu-west-1" }),
      ...["data", "logs"].map((name) =>
        resource("aws-native:s3:Bucket", name, {}, { provider: `${native}::native-id` }),
      ),
    );
    const manifest = { time: "2026-11-21T09:00:00Z", magic: "", version: "" };
    return { version: 3, deployment: { manifest, resources } };
  }

  function analyze(config?: object): { found: Reported[]; status: number | null; said: string } {
    const configured = config === undefined ? [] : ["--policy-pack-config", file("config.json")];
    if (config !== undefined) fs.writeFileSync(file("config.json"), JSON.stringify(config));
    const env = {
      ...process.env,
      PATH: [file("bin"), process.env["PATH"] ?? ""].join(path.delimiter),
      PULUMI_HOME: file("home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      REHEARSAL_STOPWATCH: path.resolve("rehearsal/stopwatch.ts"),
      PLATFORM_ENVIRONMENT: "",
    };
    const args = [
      "policy",
      "analyze",
      "--file",
      file("state.json"),
      "--json",
      "--policy-pack",
      path.resolve("policy-pack"),
    ];
    const { stdout, stderr, status } = spawnSync(cli, [...args, ...configured], {
      encoding: "utf8",
      env,
      cwd: directory,
    });
    const found = findings(stdout);
    return { found: found ?? [], status, said: `${stdout}${stderr}` };
  }
  const rules = ({ found }: { found: Reported[] }) =>
    found.filter(({ urn: of }) => of === queue).map(({ rule }) => rule);

  it("has the findings of a preview, as engine events for reports", () => {
    const told = analyze();
    assert.notEqual(told.status, 0);
    assert.ok(rules(told).includes("sqs-encrypted"), told.said);
    const encrypted = told.found.find(({ rule }) => rule === "sqs-encrypted");
    assert.deepEqual([encrypted?.level, encrypted?.severity], ["mandatory", "medium"]);
    assert.ok(
      told.found.some(
        ({ rule, message }) => rule === "every-rule" && /general rules only: aws-native ×2$/.test(message),
      ),
      told.said,
    );
  });

  it("RC-L4: applies the levels of the configured environment, which a name says in own projects only", () => {
    const written = fs.readFileSync(file("state.json"), "utf8");
    try {
      fs.writeFileSync(file("state.json"), written.replaceAll("urn:pulumi:prod::", "urn:pulumi:dev::"));
      const level = (of: { found: Reported[] }, rule: string) => of.found.find((each) => each.rule === rule)?.level;
      const foreign = analyze();
      assert.equal(level(foreign, "sqs-dead-letter"), "mandatory", foreign.said);
      assert.equal(level(foreign, "tags-required"), "advisory", foreign.said);
      const inDev = analyze({ "every-rule": { environment: "dev" } });
      assert.equal(level(inDev, "sqs-dead-letter"), "advisory", inDev.said);
      assert.equal(level(inDev, "sqs-encrypted"), "mandatory", inDev.said);
      const own = analyze({ "every-rule": { ownProjects: ["shop"] }, "sqs-encrypted": "disabled" });
      assert.equal(level(own, "sqs-dead-letter"), "advisory", own.said);
      assert.equal(level(own, "sqs-encrypted"), undefined);
    } finally {
      fs.writeFileSync(file("state.json"), written);
    }
  });

  it("applies levels, selection and exemptions of the configuration", () => {
    const expires = new Date(Date.now() + 20 * 864e5).toISOString().slice(0, 10);
    const exemption = {
      rule: "sqs-encrypted",
      urn: queue,
      reason: "goes away with the shop",
      owner: "shop",
      ticket: "SHOP-1",
      expires,
    };
    const exempt = analyze({ "every-rule": { exemptions: [exemption] } });
    assert.ok(!rules(exempt).includes("sqs-encrypted"), exempt.said);
    assert.ok(exempt.found.some(({ rule, message }) => rule === "every-rule" && /is exempt until/.test(message)));
    assert.deepEqual(rules(analyze({ "every-rule": { rules: ["sqs-encrypted"] } })), ["sqs-encrypted"]);
    const off = analyze({ "sqs-encrypted": "disabled" });
    assert.ok(!rules(off).includes("sqs-encrypted") && rules(off).includes("tags-required"));
  });

  it("rejects an invalid configuration with every fault", () => {
    const { status, said } = analyze({ "every-rule": { regions: "eu-west-1", exemptions: [{ rule: "x" }] } });
    assert.notEqual(status, 0);
    assert.match(said, /regions: Invalid type/);
    assert.match(said, /exemptions\.0: reason is required/);
  });

  it("RC-L6: refuses keys of the configuration that name no rule, all at once, and no others", () => {
    const given = { "sqs-encrypted": "disabled" };
    const misspelt = analyze({ ...given, "sqs-encryptd": "disabled", "eks-endpoint-public": "advisory" });
    assert.notEqual(misspelt.status, 0);
    for (const key of ["sqs-encryptd", "eks-endpoint-public"])
      assert.match(misspelt.said, new RegExp(`configuration-valid: ${key} is not a rule`));
    assert.doesNotMatch(analyze({ ...given, all: "advisory" }).said, /is not a rule/);
  });

  it("is not a plan for the gate", () => {
    assert.equal(steps(JSON.stringify(state())), undefined);
  });
});
