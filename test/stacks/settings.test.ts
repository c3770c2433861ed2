import assert from "node:assert/strict";
import { settings } from "../../stacks/settings.ts";
import { deploy, refusal } from "../harness.ts";
import { configOf } from "./stack-settings.ts";

const valid = configOf("dev");

/** The lines of the error that a configuration ends with. */
async function faults(change: Record<string, string | undefined>, stack = "dev"): Promise<string[]> {
  const config: Record<string, string> = {};
  for (const [key, value] of Object.entries({ ...valid, ...change })) if (value !== undefined) config[key] = value;
  return (await refusal(settings, { stack, config })).split("\n").slice(1);
}

describe("stack configuration", () => {
  it("reports every fault at once, each with its key, the allowed and the given value", async () => {
    const told = await faults({
      "platform:accountId": "123",
      "platform:regoin": "us-east-1",
      "platform:runbookBaseUrl": undefined,
      "platform:contacts": '{"critical":{"on-call":"on-call"},"warning":{},"info":{}}',
      "platform:deployerNetwork": '{"cidrs":["10.0.0.0"]}',
    });
    assert.deepEqual(told, [
      '  - platform:accountId must be 12 digits in quotes, got "123"',
      '  - platform:deployerNetwork.cidrs.0 must be an IPv4 CIDR block, got "10.0.0.0"',
      '  - platform:contacts.critical.on-call must be an e-mail address or an https URL, got "on-call"',
      "  - platform:contacts.warning must be at least one name with its address, got {}",
      "  - platform:contacts.info is not a key of this stack, allowed are critical, warning",
      "  - platform:runbookBaseUrl must be an https URL, got nothing",
      told.at(-1),
    ]);
    assert.match(told.at(-1) ?? "", /platform:regoin is not a key of this stack, allowed are region, accountId/);
  });

  it("reports what a missing key, or a value of another type, has to be", async () => {
    const told = await faults({
      "platform:region": undefined,
      "platform:deployer": "[arn",
      "platform:administrators": "arn:aws:iam::111122223333:role/a",
      "platform:contacts": '{"critical":{"On Call":"a@example.com"}}',
      "platform:embeddingModel": '{"modelId":"m","dimensions":0}',
      "platform:existing": "shared",
    });
    assert.deepEqual(told, [
      "  - platform:region must be an AWS Region code such as us-east-1, got nothing",
      '  - platform:deployer must be an IAM role ARN, got "[arn"',
      '  - platform:administrators must be a list, got "arn:aws:iam::111122223333:role/a"',
      '  - platform:contacts.critical must have names of small letters, digits and hyphens, got "On Call"',
      "  - platform:contacts.warning must be at least one name with its address, got nothing",
      "  - platform:embeddingModel.dimensions must be a whole number above 0, got 0",
      '  - platform:existing must be an object, got "shared"',
    ]);
  });

  it("says which names an object takes", async () => {
    assert.deepEqual(await faults({ "platform:quotas": '{"L-1":5,"L-34B43A08":-1}' }), [
      '  - platform:quotas must have quota codes such as L-1216C47A, got "L-1"',
      "  - platform:quotas.L-34B43A08 must be a whole number above 0, got -1",
    ]);
  });

  it("refuses lists with repetitions, of which each entry becomes a resource", async () => {
    const role = "arn:aws:iam::111122223333:role/reader";
    assert.deepEqual(
      await faults({
        "platform:previewers": JSON.stringify([role, role]),
        "platform:deployerNetwork": '{"cidrs":["10.250.0.0/24","10.250.0.0/24"]}',
      }),
      [
        '  - platform:deployerNetwork.cidrs must be a list without repetitions, got ["10.250.0.0/24","10.250.0.0/24"]',
        `  - platform:previewers must be a list without repetitions, got ["${role}","${role}"]`,
      ],
    );
  });

  it("refuses roles that would share an access entry, or its name", async () => {
    const [one, other] = ["arn:aws:iam::111122223333:role/a/x", "arn:aws:iam::111122223333:role/b/x"];
    assert.deepEqual(
      await faults({
        "platform:administrators": JSON.stringify([one, other]),
        "platform:previewers": JSON.stringify([one, "arn:aws:iam::111122223333:role/y"]),
      }),
      [
        `  - platform:previewers must not list the deployer or an administrator, got "${one}"`,
        `  - platform:administrators must be roles with different names, got "${other}"`,
      ],
    );
  });

  it("refuses the configuration of default providers, which would have no effect", async () => {
    assert.deepEqual(await faults({ "aws:region": "eu-west-1" }), [
      "  - aws:region is not a key of this stack, allowed are keys that begin with platform: or pulumi:",
    ]);
  });

  it("refuses the stack's own Region as the second one", async () => {
    assert.deepEqual(await faults({ "platform:recoveryRegion": "us-east-1" }), [
      '  - platform:recoveryRegion must be another Region than platform:region, got "us-east-1"',
    ]);
  });

  it("accepts only public keys for token signatures", async () => {
    assert.deepEqual(await faults({ "platform:tokenKeys": '{"kid-1":"MIIB"}' }), [
      '  - platform:tokenKeys.kid-1 must be the PEM of a public key, from BEGIN PUBLIC KEY to END PUBLIC KEY, got "MIIB"',
    ]);
  });

  it("names the allowed keys of an object with an unknown key", async () => {
    const services = '{"config":"shared","guard":"create"}';
    assert.deepEqual(await faults({ "platform:accountServices": services }), [
      '  - platform:accountServices.config must be create, existing or elsewhere, got "shared"',
      "  - platform:accountServices.guard is not a key of this stack, allowed are config, guardDuty, inspector, macie, securityHub, openSearchRole",
    ]);
  });

  it("runs the definition of the stack's name, or the one that platform:definition names", async () => {
    const run = (stack: string, config = valid) => deploy(() => ({ ...settings().definition.tags }), { stack, config });
    assert.equal((await run("dev")).outputs.environment, "dev");
    assert.equal((await run("alice", { ...valid, "platform:definition": "dev" })).outputs.environment, "dev");
  });

  it("RC-H12: puts what sets a second stack apart from the first into its names, and nothing into others", async () => {
    const run = (stack: string, change = {}) =>
      deploy(
        () => {
          const { definition, config } = settings();
          const { accountBaseline, auditTrail } = definition;
          const { openSearchRole } = config.accountServices;
          const { clusterName: cluster } = definition.cluster ?? {};
          return { cluster, baseline: accountBaseline, trail: auditTrail?.trailName ?? "none", openSearchRole };
        },
        { stack, config: { ...configOf("prod"), ...change } },
      );
    const { outputs: first } = await run("prod");
    assert.deepEqual([first.cluster, first.baseline, first.openSearchRole], ["platform-prod", true, "create"]);
    const { outputs: second } = await run("prod-us-west-2", { "platform:definition": "prod" });
    assert.deepEqual(second, {
      cluster: "platform-prod-us-west-2",
      baseline: false,
      trail: "none",
      openSearchRole: "existing",
    });
    const owner = { "platform:definition": "prod", "platform:ownsAccount": "true" };
    assert.equal((await run("copy", owner)).outputs.baseline, true);
    assert.equal((await run("prod", { "platform:ownsAccount": "false" })).outputs.baseline, false);
  });

  it("RC-H12: refuses a second stack whose name cannot be in the names of its resources", async () => {
    const second = { "platform:definition": "dev", "platform:ownsAccount": "maybe" };
    assert.deepEqual(await faults(second, "Feature_2"), [
      '  - platform:ownsAccount must be true or false, got "maybe"',
      '  - platform:definition needs a stack whose name adds at most 16 small letters, digits and hyphens to it, got "Feature_2"',
    ]);
  });

  it("RC-F1: refuses a standby that has the primary's name or domain", async () => {
    assert.deepEqual(await faults({ "platform:standbyOf": "dev.example.com" }), [
      "  - platform:standbyOf needs a stack with another name than its definition, such as prod-us-west-2",
      '  - platform:domain must be a domain name other than platform:standbyOf, got "dev.example.com"',
    ]);
  });

  it("names the known definitions to a stack without one", async () => {
    const [fault = ""] = await faults({}, "qa");
    for (const name of ["dev", "staging", "prod", "gen-ai"]) assert.match(fault, new RegExp(`one of .*\\b${name}\\b`));
    assert.match(fault, /, got "qa" \(the stack's own name\)$/);
    assert.match((await faults({ "platform:definition": "tests" }))[0] ?? "", /got "tests"$/);
    const [list, ...others] = await faults({ "platform:definition": '["dev"]' });
    assert.match(list ?? "", /got \["dev"\]$/);
    assert.deepEqual(others, []);
  });

  it("does not find a definition under the name of a built-in property", async () => {
    assert.match((await faults({}, "constructor"))[0] ?? "", /got "constructor"/);
  });

  it("refuses a domain without the hosted zone of its records", async () => {
    const [fault, ...others] = await faults({ "platform:hostedZoneId": undefined });
    assert.match(
      fault ?? "",
      /platform:hostedZoneId must name the hosted zone of platform:domain "dev.example.com", got nothing/,
    );
    assert.deepEqual(others, []);
  });

  it("has the same keys in the same order in staging and prod, and in dev those that it needs", () => {
    const keys = (stack: string) => Object.keys(configOf(stack));
    const more = ["recoveryRegion", "models", "embeddingModel", "securityContact"];
    assert.deepEqual(keys("staging"), keys("prod"));
    assert.deepEqual(
      keys("dev"),
      keys("prod").filter((key) => !more.includes(key.replace("platform:", ""))),
    );
  });
});
