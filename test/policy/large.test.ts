import assert from "node:assert/strict";
import { matchesWildcard } from "../../policy-pack/checks/iam-policy.ts";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { credential, hasSecretName } from "../../policy-pack/checks/secret-patterns.ts";
import { matchesGlob } from "../../policy-pack/checks/settings.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

const times = (count: number, make: (at: number) => unknown) => Array.from({ length: count }, (_, at) => make(at));
const keys = (count: number): Props =>
  Object.fromEntries(times(count, (at) => at).map((at) => [`key-${at}`, `value ${at}`]));
const nested = (depth: number, wrap: (inner: unknown) => unknown) =>
  times(depth, () => 0).reduce((inner: unknown) => wrap(inner), "x");
const policy = (count: number, Action: string): Props => ({
  policy: JSON.stringify({ Statement: times(count, () => ({ Effect: "Allow", Action, Resource: "*" })) }),
});

/** Properties by the size of their lists and maps. */
const inputs: Record<string, [type: string, props: (size: number) => Props]> = {
  "variables of a function": ["aws:lambda/function:Function", (size) => ({ environment: { variables: keys(size) } })],
  "tags of a queue": ["aws:sqs/queue:Queue", (size) => ({ tags: keys(size) })],
  "properties of a queue": ["aws:sqs/queue:Queue", keys],
  "files of a ConfigMap": ["kubernetes:core/v1:ConfigMap", (size) => ({ data: keys(size) })],
  "objects of a list": ["aws:sqs/queue:Queue", (size) => ({ things: times(size / 2, (at) => ({ at })) })],
  "rules of a security group": [
    "aws:ec2/securityGroup:SecurityGroup",
    (size) => ({
      ingress: times(size / 6, (at) => ({ protocol: "tcp", fromPort: at, toPort: at, cidrBlocks: ["10.0.0.0/8"] })),
    }),
  ],
  "statements of a policy": ["aws:iam/policy:Policy", (size) => policy(size / 8, "s3:Get*")],
  "stars of an action": ["aws:iam/policy:Policy", (size) => policy(1, `iam:${"*".repeat(size)}Q!`)],
  "stars between letters of an action": ["aws:iam/policy:Policy", (size) => policy(1, `${"*a".repeat(size)}z!`)],
  "levels of objects": ["aws:sqs/queue:Queue", (size) => ({ policy: nested(size / 20, (inner) => ({ inner })) })],
  "levels of lists": ["aws:sqs/queue:Queue", (size) => ({ policy: nested(size / 20, (inner) => [inner]) })],
  "levels of lists in JSON text": [
    "aws:sqs/queue:Queue",
    (size) => ({ policy: "[".repeat(size / 20) + "]".repeat(size / 20) }),
  ],
  "levels of objects in JSON text": [
    "aws:lambda/function:Function",
    (size) => ({ environment: { variables: { X: `${'{"a":'.repeat(size / 20)}1${"}".repeat(size / 20)}` } } }),
  ],
  "values in JSON text": [
    "aws:cloudwatch/dashboard:Dashboard",
    (size) => ({ dashboardBody: JSON.stringify(times(size, (at) => ({ at }))) }),
  ],
  "characters of a text": ["kubernetes:core/v1:ConfigMap", (size) => ({ data: { text: "a".repeat(size * 10) } })],
};

/** The CPU time of some work, the least of three, in milliseconds. */
function cost(work: () => unknown): number {
  return Math.min(
    ...times(3, () => {
      const begun = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1_000;
    }).map(Number),
  );
}

const objects = JSON.stringify(times(100_000, (at) => ({ at })));

/** How long the rules may take for one resource: twenty times as long as JSON.parse takes for 100,000 objects. */
const longest = 20 * cost(() => JSON.parse(objects));

describe("large inputs", () => {
  for (const [name, [type, props]] of Object.entries(inputs))
    for (const size of [6_000, 100_000])
      it(`${size} ${name} take at most twenty times as long as JSON.parse for 100,000 objects, and end no rule`, () => {
        const resource = { type, name: "large", urn: `urn:pulumi:prod::platform::${type}::large`, props: props(size) };
        const took = cost(() => everyFinding(resource, "prod"));
        assert.ok(took <= longest, `${took} ms of ${longest}`);
        everyStackFinding([resource], "prod");
      });

  it("have integers of any size", () => {
    const type = "aws:sqs/queue:Queue";
    const resource = {
      type,
      name: "big",
      urn: `urn:pulumi:prod::platform::${type}::big`,
      props: { delaySeconds: 10n ** 30n },
    };
    assert.doesNotThrow(() => everyFinding(resource, "prod"));
    assert.doesNotThrow(() => everyStackFinding([resource], "prod"));
  });

  it("are matched by wildcards in a time that is linear in the pattern", () => {
    const stars = `${"*".repeat(64 * 1024)}z!`;
    const took = cost(() => [matchesWildcard(stars, "iam:PassRole"), matchesGlob(stars, "urn:pulumi:prod::a::b::c")]);
    assert.ok(took <= longest, `${took} ms of ${longest}`);
  });

  it("are searched for credentials and secret names in a time that is linear in the text", () => {
    for (const part of ["a-b.", "X+", "eyJaaaaaaaaaa-", "password", "secret_", "host=a;", "curl ", "xapp-1-"]) {
      const text = part.repeat((64 * 1024) / part.length);
      const took = cost(() => [credential(text), hasSecretName(text)]);
      assert.ok(took <= longest, `${took} ms of ${longest} for ${part}`);
    }
  });
});

describe("wildcards", () => {
  it("match any characters, one character, and nothing else", () => {
    const cases: [string, string, boolean][] = [
      ["s3:Get*", "s3:getobject", true],
      ["s3:?et*ect", "s3:GetObject", true],
      ["s3:Get?", "s3:Get", false],
      ["*", "", true],
      ["**", "x", true],
      ["", "x", false],
      ["a*b*c", "aXbXbXc", true],
      ["a*b*c", "aXbXbX", false],
      ["s3.Get", "s3:Get", false],
      ["*Object", "s3:GetObjectAcl", false],
    ];
    for (const [pattern, text, matches] of cases) assert.equal(matchesWildcard(pattern, text), matches, pattern);
    assert.equal(matchesGlob("urn:?", "urn:x"), false);
    assert.equal(matchesGlob("urn:*::web", "urn:pulumi:prod::web"), true);
  });
});

describe("null", () => {
  it("is no value: a tag without one is missing", () => {
    const type = "aws:sqs/queue:Queue";
    const said = (tagsAll: Props) =>
      everyFinding({ type, name: "q", urn: `urn:pulumi:prod::platform::${type}::q`, props: { tagsAll } }, "prod").map(
        ({ message }) => message,
      );
    const tags = { project: "p", environment: "prod", "cost-center": "c", "data-class": "internal" };
    assert.deepEqual(said({ ...tags, owner: null }), said(tags));
    assert.ok(said({ ...tags, owner: null }).some((message) => /tags-required.*owner/.test(message)));
  });
});
