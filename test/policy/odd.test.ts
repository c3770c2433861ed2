import assert from "node:assert/strict";
import fc from "fast-check";
import { resourceRules } from "../../policy-pack/rules/index.ts";
import { sensitive } from "../../policy-pack/sensitive.ts";
import { type Analyzer, analyzer } from "../rules/analyzer.ts";
import { sentinel } from "../rules/table.ts";

const key = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [key]: "1b47061264138c4ac30d75fd1eb44270", value });
const asset = (content: object) => ({ [key]: "c44067f5952c0a294b673a41bacd8c17", ...content });
const archive = (content: object) => ({ [key]: "0def7320c3a5731c473e5ecbe6d01bc7", ...content });

const odd: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1,
      1e21,
      "",
      "*",
      "{",
      "[]",
      '{"Statement":null}',
      '{"Statement":[null,1]}',
      sentinel,
    ),
    fc.string(),
    fc.constantFrom(
      "0.0.0.0/0",
      "::/0",
      "999.1.1.1/99",
      "arn:aws:iam::x:role/",
      "-----BEGIN PRIVATE KEY-----",
      "a:b:c",
    ),
    fc.constantFrom(
      asset({ text: "x" }),
      asset({ path: "/nowhere" }),
      archive({ assets: { a: asset({ text: "x" }) } }),
      archive({ uri: "https://example.com/a.zip" }),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "id",
        "rules",
        "name",
        "value",
        "type",
        "Statement",
        "Principal",
        "__proto__",
        "constructor",
        "0",
      ),
      tie("value"),
      { maxKeys: 3 },
    ),
    tie("value").map(secret),
  ),
})).value;

describe("odd input, through the real analyzer", () => {
  const types = [
    ...new Set([
      ...resourceRules.flatMap((rule) => rule.types),
      ...Object.keys(sensitive),
      "x",
      "a:b",
      "aws:s3/bucketV2:BucketV2",
      "kubernetes:core/v1:Pod",
    ]),
  ];
  const keys = [...new Set(resourceRules.flatMap((rule) => Object.keys({ ...rule.ok, ...rule.bad })))];
  const props = fc.dictionary(fc.constantFrom(...keys), odd, { maxKeys: 6 });
  const named = (type: string, name: string) => ({ type, name, urn: `urn:pulumi:dev::platform::${type}::${name}` });
  const resource = fc.record({ type: fc.constantFrom(...types), props, provider: props });
  let dev: Analyzer;
  before(async () => {
    dev = await analyzer({ PULUMI_NODEJS_STACK: "dev", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
  });
  after(() => dev.stop());

  it("ends no rule and no remediation", async () => {
    await fc.assert(
      fc.asyncProperty(resource, async ({ type, props: given, provider }) => {
        const seen = { ...named(type, "odd"), props: given, providerInputs: provider };
        await dev.remediate(seen);
        for (const { message } of await dev.analyze(seen)) assert.doesNotMatch(message, /can't run|undefined|\[object/);
      }),
      { numRuns: 1500 },
    );
  });

  it("ends no stack rule, whatever depends on whatever", async () => {
    const stack = fc.array(resource, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(stack, fc.array(fc.nat(9)), async (resources, links) => {
        const urns = resources.map(({ type }, index) => named(type, `odd-${index}`).urn);
        const all = resources.map(({ type, props: given }, index) => ({
          ...named(type, `odd-${index}`),
          props: given,
          dependencies: links.flatMap((link) => urns[link] ?? "gone"),
          propertyDependencies: Object.fromEntries(
            Object.keys(given).map((name, at) => [name, [urns[links[at] ?? 0] ?? "gone"]]),
          ),
        }));
        await dev.analyzeStack(all);
      }),
      { numRuns: 300 },
    );
  });

  it("has no properties at all, or a single value that is not known", async () => {
    for (const type of types) {
      await dev.analyze({ ...named(type, "bare"), props: {} });
      const unknown = Object.fromEntries(keys.map((name) => [name, sentinel]));
      const found = await dev.analyze({ ...named(type, "later"), props: unknown });
      assert.deepEqual(
        found.filter(({ message }) => /can't/.test(message)),
        [],
        type,
      );
    }
  });
});

describe("what the SDK cannot read", () => {
  it("hides neither the rest of the resource nor the other resources", async () => {
    const pack = await analyzer({ PULUMI_NODEJS_STACK: "prod", PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "" });
    try {
      const odd = [
        asset({ text: "" }),
        asset({ hash: "x" }),
        asset({}),
        archive({}),
        archive({ assets: { a: 1 } }),
        archive({ assets: { a: asset({ text: "" }) } }),
        { [key]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "x" },
        { [key]: "new" },
        { [key]: 7 },
        { [key]: "1b47061264138c4ac30d75fd1eb44270" },
      ];
      for (const code of [...odd, ...odd.map((each) => [{ deep: each }]), ...odd.map(secret)]) {
        const type = "aws:mq/broker:Broker";
        const resource = {
          type,
          name: "b",
          urn: `urn:pulumi:prod::platform::${type}::b`,
          props: { code, publiclyAccessible: true },
        };
        const found = await pack.analyze(resource);
        assert.ok(
          found.some(({ policy }) => policy === "mq-not-public"),
          JSON.stringify(code),
        );
        assert.ok((await pack.analyzeStack([resource])).some(({ policy }) => policy === "stateful-protected"));
        const users = { users: [{ password: "hunter2" }] };
        const remedied = await pack.remediate({ ...resource, props: { ...resource.props, ...users } });
        // What was mended must not be handed back in place of what was there.
        assert.ok(!JSON.stringify(remedied).includes('"?"'), JSON.stringify(code));
      }
    } finally {
      pack.stop();
    }
  });
});
