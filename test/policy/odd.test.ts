import assert from "node:assert/strict";
import fc from "fast-check";
import { graph } from "../../policy-pack/checks/graph.ts";
import type { Verdict } from "../../policy-pack/checks/rule.ts";
import { sensitive } from "../../policy-pack/checks/sensitive-inputs.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateRule, plainResource } from "../../policy-pack/engine/evaluate.ts";
import { resourceRules, stackRules } from "../../policy-pack/engine/rules.ts";
import { type Analyzer, analyzer } from "../rules/analyzer.ts";
import { sentinel, subject } from "../rules/examples.ts";

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

/** One unusual value of each kind. */
const oddities: readonly unknown[] = [
  null,
  true,
  -1,
  1e21,
  "",
  "*",
  "{",
  '{"Statement":[null,1]}',
  [],
  [null, 1, "x", [null], {}],
  {},
  { constructor: null, __proto__: { x: 1 }, rules: [null] },
  sentinel,
  [sentinel],
  secret("x"),
  secret([null]),
  secret({ deep: sentinel }),
  asset({ text: "x" }),
  archive({ assets: { a: asset({ text: "x" }) } }),
];

type Path = readonly string[];

/** Paths of every value inside an example. */
function paths(value: unknown, at: Path = []): Path[] {
  const inner = isEntries(value) ? Object.entries(value).flatMap(([key, each]) => paths(each, [...at, key])) : [];
  return at.length === 0 ? inner : [at, ...inner];
}

/** The value with another one at a path. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? changed(each, rest, to) : each));
  return isEntries(value) ? { ...value, [key]: changed(Reflect.get(value, key), rest, to) } : value;
}

function isEntries(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

describe("unusual values", () => {
  const environments = ["dev", "staging", "prod"] as const;
  /** Settings that enable rules which need them. */
  const listed = {
    accounts: ["111122223333"],
    clusterAdmins: ["arn:aws:iam::111122223333:role/admin"],
    imageRegistries: ["registry.example.com"],
    chartHosts: ["charts.example.com"],
    namePrefixes: ["platform-prod-"],
  };
  const settings = [defaults, { ...defaults, ...listed }];
  /** The distinct failures of rules. */
  const crashes = new Set<string>();
  const judged = (rule: string, judge: () => readonly Verdict[]) => {
    try {
      for (const { kind } of judge()) assert.ok(["pass", "fail", "undecided"].includes(kind));
    } catch (error) {
      crashes.add(`${rule}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  it("have a verdict at every path of every rule's examples, for each type", () => {
    for (const rule of resourceRules)
      for (const example of [rule.ok ?? {}, rule.bad])
        for (const path of paths(example))
          for (const value of oddities) {
            const props = Object.fromEntries(Object.entries(changed(example, path, value) ?? {}));
            for (const type of rule.types[0] === "*" ? ["aws:sqs/queue:Queue", "x", "a:b"] : rule.types)
              judged(rule.name, () =>
                settings.map((each) => evaluateRule(rule, { ...subject(rule, props), type }, "prod", each)),
              );
          }
    assert.deepEqual([...crashes], []);
  });

  it("have a verdict at every path of every stack rule's examples", () => {
    for (const rule of stackRules)
      for (const example of [rule.ok, rule.bad])
        for (const [index, resource] of example.entries())
          for (const path of [[], ...paths(resource.props)])
            for (const value of oddities) {
              const props = Object.fromEntries(Object.entries(changed(resource.props, path, value) ?? {}));
              const stack = graph(example.with(index, { ...resource, props }).map(plainResource));
              for (const environment of environments)
                judged(rule.name, () =>
                  settings.flatMap((each) => rule.find(stack, environment, each).map(({ verdict }) => verdict)),
                );
            }
    assert.deepEqual([...crashes], []);
  });
});

describe("unusual input in the analyzer", () => {
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

  it("does not fail a rule or a remediation", async () => {
    await fc.assert(
      fc.asyncProperty(resource, async ({ type, props: given, provider }) => {
        const seen = { ...named(type, "odd"), props: given, providerInputs: provider };
        await dev.remediate(seen);
        for (const { message } of await dev.analyze(seen)) assert.doesNotMatch(message, /can't run|undefined|\[object/);
      }),
      { numRuns: 500 },
    );
  });

  it("does not fail rules at any property", async () => {
    const properties = new Map(types.map((type) => [type, new Set<string>()]));
    for (const rule of resourceRules)
      for (const type of rule.types)
        for (const name of Object.keys({ ...rule.ok, ...rule.bad })) properties.get(type)?.add(name);
    for (const [type, of] of [...properties].filter(([, names]) => names.size > 0))
      for (const value of oddities) {
        const seen = { ...named(type, "odd"), props: Object.fromEntries([...of].map((name) => [name, value])) };
        for (const { message } of await dev.analyze(seen))
          assert.doesNotMatch(message, /can't run|undefined|\[object/, `${type} ${JSON.stringify(value)}`);
      }
  });

  it("does not fail stack rules with any dependencies", async () => {
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

  it("may have no properties, or a single unknown value", async () => {
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

describe("properties that the SDK cannot read", () => {
  it("do not hide the rest of the resource or other resources", async () => {
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
        // A repaired value must not be returned in place of the original.
        assert.ok(!JSON.stringify(remedied).includes('"?"'), JSON.stringify(code));
      }
    } finally {
      pack.stop();
    }
  });
});
