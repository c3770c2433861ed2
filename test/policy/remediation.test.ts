import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as aws from "@pulumi/aws";
import { sensitive } from "../../policy-pack/checks/sensitive-inputs.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { added, remediates, remedied } from "../../policy-pack/engine/remediation.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { type Analyzer, analyzer } from "../rules/analyzer.ts";
import { sentinel, subject } from "../rules/examples.ts";

const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
const broker = (users: unknown) => ({
  type: "aws:mq/broker:Broker",
  name: "jobs",
  urn: "urn:pulumi:prod::platform::aws:mq/broker:Broker::jobs",
  props: { brokerName: sentinel, users },
});

describe("remediation in dev", () => {
  const rules = resourceRules.filter(({ name }) => remedied.includes(name));

  it("adds missing properties until the rule passes, for existing rules only", () => {
    assert.equal(rules.length, 10);
    const enough = rules.filter((rule) => {
      const absent = Object.fromEntries(Object.entries(rule.ok ?? {}).filter(([key]) => key === "vpcEndpointType"));
      return added(rule, subject(rule, absent), "dev", defaults) !== undefined;
    });
    assert.deepEqual(enough.map(({ name }) => name).sort(), [...remedied].sort());
  });

  it("keeps written values, except the provider's defaults", () => {
    const [rule] = rules.filter(({ name }) => name === "lb-drop-invalid-headers");
    assert.ok(rule);
    assert.equal(added(rule, subject(rule, { dropInvalidHeaderFields: false }), "dev", defaults), undefined);
    const filled = { dropInvalidHeaderFields: false, __defaults: ["dropInvalidHeaderFields"] };
    assert.equal(added(rule, subject(rule, filled), "dev", defaults)?.["dropInvalidHeaderFields"], true);
  });

  it("applies to dev only", () => {
    for (const rule of rules) {
      assert.ok(remediates(rule, "dev"), rule.name);
      assert.ok(!remediates(rule, "staging") && !remediates(rule, "prod"), rule.name);
    }
  });
});

describe("the table of sensitive inputs", () => {
  it("has every input that the AWS SDK marks as secret", () => {
    const files = fs.globSync("node_modules/@pulumi/aws/*/*.js");
    const marked = files.flatMap((file) => {
      const text = fs.readFileSync(file, "utf8");
      const type = /__pulumiType = '([^']+)'/.exec(text)?.[1] ?? "";
      const inputs = text.matchAll(/resourceInputs\["(\w+)"\] = [^;]*pulumi\.secret\(/g);
      return [...inputs].map(([, input = ""]) => ({ type, input }));
    });
    assert.ok(marked.length > 100, `${marked.length}`);
    assert.deepEqual(
      marked.filter(({ type, input }) => !(sensitive[type] ?? []).includes(input)),
      [],
    );
  });
});

describe("remediation in the analyzer", () => {
  let prod: Analyzer;
  let dev: Analyzer;
  before(async () => {
    prod = await analyzer({ PULUMI_NODEJS_STACK: "prod", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
    dev = await analyzer({ PULUMI_NODEJS_STACK: "dev", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
  });
  after(() => {
    prod.stop();
    dev.stop();
  });

  it("wraps plaintext at sensitive paths, and keeps other values", async () => {
    const users = [
      { username: "app", password: "hunter2" },
      { username: "ops", password: secret("x") },
    ];
    const { "secret-input-wrapped": props, ...others } = await prod.remediate(broker(users));
    assert.deepEqual(props, {
      brokerName: sentinel,
      users: [
        { username: "app", password: secret("hunter2") },
        { username: "ops", password: secret("x") },
      ],
    });
    assert.deepEqual(others, {});
  });

  it("changes no secret, unknown or absent values", async () => {
    for (const users of [
      [{ password: secret("x") }],
      [{ password: sentinel }],
      sentinel,
      [],
      null,
      [{}],
      secret([{ password: "x" }]),
    ])
      assert.deepEqual(await prod.remediate(broker(users)), {}, JSON.stringify(users));
  });

  it("adds nothing in prod, and in dev adds values that pass", async () => {
    const vpc = {
      type: "aws:ec2/vpc:Vpc",
      name: "main",
      urn: "urn:pulumi:dev::platform::aws:ec2/vpc:Vpc::main",
      props: { cidrBlock: "10.0.0.0/16" },
    };
    assert.deepEqual(await prod.remediate(vpc), {});
    assert.deepEqual(await dev.remediate(vpc), {
      "vpc-dns-enabled": { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, enableDnsHostnames: true },
    });
    const off = { ...vpc, props: { ...vpc.props, enableDnsSupport: false } };
    assert.deepEqual(await dev.remediate(off), {});
    assert.ok(
      (await dev.analyze(off)).some(({ policy, level }) => policy === "vpc-dns-enabled" && level === "mandatory"),
    );
  });

  it("does not change a resource with an archive, which the SDK returns incomplete", async () => {
    const archive = {
      "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
      assets: { "index.js": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "x" } },
    };
    const held = broker([{ password: "hunter2" }]);
    assert.deepEqual(await prod.remediate({ ...held, props: { ...held.props, code: archive } }), {});
  });
});

describe("remediation in the engine", () => {
  it("keeps plaintext out of the state", async () => {
    const program = async () => {
      const provider = new aws.Provider("aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
      const basic = { username: "shop", password: "hunter2-hunter2" };
      new aws.cloudwatch.EventConnection(
        "crm",
        { authorizationType: "BASIC", authParameters: { basic } },
        { provider },
      );
    };
    for (const [policyPack, open] of [
      ["none", true],
      [path.resolve("policy-pack"), false],
    ] as const) {
      const rehearsal = await Rehearsal.open({ stack: "shop-dev", program, policyPack });
      try {
        const { errors } = await rehearsal.update();
        assert.deepEqual(errors, []);
        assert.ok(rehearsal.resources().some(({ urn }) => urn.endsWith("::crm")));
        assert.equal(rehearsal.stored().includes("hunter2-hunter2"), open);
      } finally {
        rehearsal.close();
      }
    }
  });
});
