import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../policy-pack/checks/rule.ts";
import { resourceRules } from "../policy-pack/engine/rules.ts";
import type { Snapshot } from "../rehearsal/account/state.ts";
import { type Cloud, startCloud } from "../rehearsal/cloud-process.ts";
import { applied } from "../rehearsal/edits/edit.ts";
import { protectionOff } from "../rehearsal/edits/network.ts";
import { Rehearsal } from "../rehearsal/engine.ts";
import type { Outcome } from "../rehearsal/outcome.ts";
import { type Held, programOf } from "../rehearsal/program.ts";
import type { RehearsalArgs } from "../rehearsal/rehearsal-args.ts";
import { stackFiles } from "../rehearsal/stacks.ts";

/** The engine makes these providers where the program makes none, and does not count them. */
const uncounted = /::pulumi:providers:[^:]+::default(_|$)/;

describe("the real engine, offline", function () {
  this.timeout(300_000);
  this.slow(60_000);
  let cloud: Cloud;
  let start: Snapshot;
  before(async () => {
    cloud = await startCloud();
    start = await cloud.account.snapshot();
  });
  after(() => cloud.stop());

  async function rehearse<T>(args: RehearsalArgs, act: (rehearsal: Rehearsal) => Promise<T>): Promise<T> {
    const rehearsal = await Rehearsal.open({ ...args, cloud });
    try {
      return await act(rehearsal);
    } finally {
      rehearsal.close();
    }
  }

  /** A stack whose protection the documented way takes off: deletionProtection false, then an update. */
  function unprotectable(
    stack: string,
    act: (rehearsal: Rehearsal, takeProtectionOff: () => Promise<void>) => Promise<void>,
  ) {
    const held: Held = { stack: undefined };
    return rehearse({ stack, program: programOf(held) }, (rehearsal) =>
      act(rehearsal, async () => {
        const next = held.stack && applied(protectionOff, held.stack);
        if (next === undefined) return;
        held.stack = next;
        assertClean(await rehearsal.updateWithoutPack());
      }),
    );
  }

  for (const stack of stackFiles().keys()) {
    it(`RC-D2, RC-J5: creates ${stack}, finds nothing to change, and destroys it by the documented commands`, () =>
      unprotectable(stack, async (rehearsal, takeProtectionOff) => {
        const created = await rehearsal.up();
        assertClean(created);
        assert.deepEqual(Object.keys(created.summary), ["create"]);
        const again = await rehearsal.preview();
        assertClean(again);
        assert.deepEqual(again.summary, { same: created.summary["create"] });
        await takeProtectionOff();
        const left = rehearsal.resources().filter(({ urn }) => !uncounted.test(urn)).length;
        const destroyed = await rehearsal.destroy();
        assertClean(destroyed);
        assert.deepEqual(destroyed.summary, { delete: left });
        assert.deepEqual(rehearsal.resources(), []);
      }));
  }

  for (const severity of ["critical", "high", "medium"] as const) {
    const rule = mandatory(severity);
    it(`does not create what a ${severity} rule forbids: ${rule.name}`, () => {
      const program = async () => {
        const tags = { project: "p", environment: "prod", owner: "o", "cost-center": "c", "data-class": "d" };
        const home = { region: "us-east-1", allowedAccountIds: ["111122223333"], defaultTags: { tags } };
        const provider = new aws.Provider("aws", home);
        new Seeded(rule.types[0] ?? "", "seeded", rule.bad, { provider });
      };
      return rehearse({ stack: "prod", program }, async (rehearsal) => {
        for (const outcome of [await rehearsal.up(), await rehearsal.update()]) {
          const findings = outcome.violations.filter((violation) => violation.rule === rule.name);
          assert.deepEqual(
            findings.map(({ level, severity }) => ({ level, severity })),
            [{ level: "mandatory", severity }],
          );
          assert.equal(outcome.clean, false);
        }
        const created = rehearsal.resources().filter(({ type }) => type === rule.types[0]);
        assert.deepEqual(created, []);
      });
    });
  }

  it("creates dev in a VPC and on a cluster that exist, finds nothing to change, and leaves both alone", async () => {
    // Services wrote late into log groups of the stack of the same name above, which are not what is tested here.
    await cloud.account.restore(start);
    const subnets = (tier: string) =>
      Object.fromEntries([1, 2, 3].map((zone) => [`subnet-0${tier}${zone}`, `172.20.${tier}${zone}.0/24`]));
    const value = JSON.stringify({
      clusterName: "shared",
      vpcId: "vpc-0123456789abcdef0",
      cidrBlock: "172.20.0.0/16",
      publicSubnets: subnets("1"),
      privateSubnets: subnets("2"),
    });
    await rehearse({ stack: "dev", config: { "platform:existing": { value } } }, async (rehearsal) => {
      const created = await rehearsal.up();
      assertClean(created);
      assert.deepEqual(
        rehearsal.resources().filter(({ type }) => /^aws:(ec2\/(vpc|subnet):|eks\/(cluster|nodeGroup):)/.test(type)),
        [],
      );
      assert.deepEqual((await rehearsal.preview()).summary, { same: created.summary["create"] });
      assertClean(await rehearsal.destroy());
      assert.deepEqual(rehearsal.resources(), []);
    });
  });

  it("tells every fault of the configuration, and no stack trace", async () => {
    const config = { "platform:region": { value: "nowhere" }, "platform:colour": { value: "blue" } };
    const outcome = await rehearse({ stack: "dev", config }, (rehearsal) => rehearsal.preview());
    assert.equal(outcome.clean, false);
    assert.equal(outcome.errors.length, 1);
    assert.match(outcome.errors[0] ?? "", /platform:region must be .*, got "nowhere"/);
    assert.match(outcome.errors[0] ?? "", /colour/);
    assert.doesNotMatch(outcome.text, /^\s+at /m);
  });

  it("keeps secrets of the configuration and of AWS out of the state", async () => {
    const canary = 'canary "of the" rehearsal \\ 4711';
    const program = async () => {
      const provider = new aws.Provider("aws", { region: "us-east-1" });
      const secretString = new pulumi.Config("test").requireSecret("canary");
      new aws.secretsmanager.SecretVersion("canary", { secretId: "canary", secretString }, { provider });
      const client = { userPoolId: "us-east-1_abc", generateSecret: true };
      const { clientSecret } = new aws.cognito.UserPoolClient("client", client, { provider });
      clientSecret.apply((value) => generated.push(value));
      return { secretString, clientSecret };
    };
    const generated: string[] = [];
    const config = { "test:canary": { value: canary, secret: true } };
    const state = await rehearse({ stack: "secrets", program, config, policyPack: "none" }, async (rehearsal) => {
      assertClean(await rehearsal.up());
      return rehearsal.stored();
    });
    assert.match(state, /UserPoolClient/);
    assert.match(generated[0] ?? "", /^[0-9a-f]{51}$/);
    for (const secret of [canary, ...generated]) {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), base64(secret)]) {
        assert.equal(state.includes(form), false, `the state has ${form}`);
        assert.equal(state.includes(JSON.stringify(form).slice(1, -1)), false, `the state has ${form}, escaped`);
      }
    }
  });
});

class Seeded extends pulumi.CustomResource {}

/** The first rule over an AWS resource that is mandatory in production and has the severity. */
function mandatory(severity: Severity) {
  const rule = resourceRules.find(
    ({ severity: own, levels, types }) =>
      own === severity && levels.prod === "mandatory" && types[0]?.startsWith("aws:"),
  );
  if (rule === undefined) throw new Error(`no mandatory rule is ${severity}`);
  return rule;
}

function assertClean({ clean, errors, violations }: Outcome): void {
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  assert.deepEqual({ clean, errors, mandatory }, { clean: true, errors: [], mandatory: [] });
}

/** Without the padding and the last digit, which depend on what follows. */
function base64(text: string): string {
  return Buffer.from(text).toString("base64").replace(/.=*$/, "");
}
