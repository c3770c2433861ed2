import assert from "node:assert/strict";
import { policyFaults } from "../../rehearsal/published/actions.ts";
import { overlap } from "../../rehearsal/published/glob.ts";
import { patternFaults } from "../../rehearsal/published/patterns.ts";
import { scheduleFaults } from "../../rehearsal/published/schedules.ts";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Statements that are refused, with the element at fault, and what makes them pass. */
const statements: [fault: string, refused: object, passes: object][] = [
  ["Action", { Action: "s3:GetObjcet" }, { Action: "s3:GetObject" }],
  ["Action", { Action: "s4:*" }, { Action: "s3:*" }],
  ["Action", { Action: ["s3:Gett*"] }, { Action: ["s3:Get*"] }],
  ["Action", {}, { NotAction: "s3:*" }],
  ["Action", { Action: "*", NotAction: "s3:*" }, { Action: "*" }],
  ["Effect", { Action: "*", Effect: "allow" }, { Action: "*" }],
  ["Resources", { Action: "*", Resources: "*" }, { Action: "*", Resource: "*" }],
  [
    "Resource",
    { Action: "logs:DescribeLogGroups", Resource: "arn:aws:logs:us-east-1:1:log-group:a" },
    { Action: "logs:DescribeLogGroups", Resource: "*" },
  ],
  [
    "Resource",
    { Action: "s3:GetObject", Resource: "arn:aws:s3:::a" },
    { Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
  ],
  [
    "Condition",
    { Action: "*", Condition: { StringEqual: { "aws:SourceAccount": "1" } } },
    { Action: "*", Condition: { StringEqualsIfExists: { "aws:SourceAccount": "1" } } },
  ],
  [
    "Condition.StringEquals",
    { Action: "*", Condition: { StringEquals: { "kms:ViaServices": "a" } } },
    { Action: "*", Condition: { StringEquals: { "kms:ViaService": "a" } } },
  ],
  [
    "Condition.StringEquals",
    { Action: "*", Condition: { StringEquals: { "aws:Tag/a": "a" } } },
    { Action: "*", Condition: { StringEquals: { "aws:RequestTag/a": "a" } } },
  ],
];

const variable = ["$", "{aws:username}"].join("");

describe("published permissions", () => {
  const policy = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

  for (const [fault, refused, passes] of statements) {
    it(`refuse ${JSON.stringify(refused)}`, () => {
      assert.deepEqual(
        policyFaults(policy(refused)).map(({ input }) => input),
        [`Statement[0].${fault}`],
      );
      assert.deepEqual(policyFaults(policy(passes)), []);
    });
  }

  it("take the keys of an identity provider, resource policies, variables and what is unknown", () => {
    const trust = {
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "oidc.eks.a.amazonaws.com/id/b:sub": "c" } },
    };
    assert.deepEqual(policyFaults(policy(trust)), []);
    assert.deepEqual(policyFaults(policy({ Action: "s3:GetObject", Principal: "*", Resource: "arn:aws:s3:::a" })), []);
    assert.deepEqual(policyFaults(policy({ Action: "s3:GetObject", Resource: `arn:aws:s3:::a/${variable}` })), []);
    assert.deepEqual(policyFaults(policy({ Action: "s3:GetObject", Resource: unknown })), []);
    assert.deepEqual(policyFaults(unknown), []);
  });

  it("refuse what is no policy", () => {
    assert.deepEqual(
      policyFaults("[]").map(({ input }) => input),
      ["policy"],
    );
    assert.deepEqual(
      policyFaults({ Version: "2012", Statement: [] }).map(({ input }) => input),
      ["Version"],
    );
  });

  it("compare two patterns", () => {
    for (const [left, right] of [
      ["a*c", "ab*"],
      ["*", "a"],
      ["a?c", "abc"],
      ["a*", "a"],
      ["", ""],
      ["a*b*", "*c"],
    ])
      assert.ok(overlap(left ?? "", right ?? "") && overlap(right ?? "", left ?? ""), `${left} ${right}`);
    for (const [left, right] of [
      ["a*c", "b*"],
      ["a", "aa"],
      ["a?c", "ac"],
      ["", "a"],
      ["a*b", "a*c"],
    ])
      assert.ok(!overlap(left ?? "", right ?? "") && !overlap(right ?? "", left ?? ""), `${left} ${right}`);
  });
});

describe("event patterns", () => {
  const passes = [
    { source: ["aws.ec2"], detail: { state: [null, "a", 1, true] } },
    { detail: { a: [{ prefix: "x" }, { suffix: { "equals-ignore-case": "y" } }, { wildcard: "*z" }] } },
    { detail: { a: [{ "anything-but": ["x", "y"] }, { "anything-but": { prefix: "x" } }] } },
    { detail: { a: [{ numeric: [">", 0, "<=", 5] }, { exists: false }, { cidr: "10.0.0.0/24" }] } },
    { detail: { $or: [{ a: ["x"] }, { b: ["y"] }] } },
  ];
  for (const pattern of passes) {
    it(`take ${JSON.stringify(pattern)}`, () => {
      assert.deepEqual(patternFaults(JSON.stringify(pattern)), []);
    });
  }

  const refused: [string, object | string][] = [
    ["pattern", "not JSON"],
    ["pattern", {}],
    ["detail", { source: ["aws.ec2"], detail: {} }],
    ["source", { source: [] }],
    ["source", { source: "aws.ec2" }],
    ["a[0]", { a: [{ begins: "x" }] }],
    ["a[0]", { a: [{ prefix: "x", suffix: "y" }] }],
    ["a[0]", { a: [[]] }],
    ["a[0].prefix", { a: [{ prefix: 1 }] }],
    ["a[0].numeric", { a: [{ numeric: [">", "0"] }] }],
    ["a[0].anything-but", { a: [{ "anything-but": [] }] }],
    ["a[0].exists", { a: [{ exists: "true" }] }],
    ["$or", { $or: [{ a: ["x"] }] }],
  ];
  for (const [fault, pattern] of refused) {
    it(`refuse ${JSON.stringify(pattern)}`, () => {
      assert.deepEqual(
        patternFaults(pattern).map(({ input }) => input),
        [fault],
      );
    });
  }
});

describe("schedule expressions", () => {
  const passes = [
    "rate(1 hour)",
    "rate(5 minutes)",
    "at(2026-11-30T06:00:00)",
    "cron(0 5 ? * * *)",
    "cron(15 10 ? * MON-FRI *)",
    "cron(0/5 8-17 L * ? 2026-2030)",
    "cron(0 0 ? * SAT#1 *)",
    "cron(0 0 1,15 JAN,JUL ? *)",
  ];
  for (const expression of passes) {
    it(`take ${expression}`, () => {
      assert.deepEqual(scheduleFaults(expression), []);
    });
  }

  const refused: [string, string][] = [
    ["expression", "0 5 * * ? *"],
    ["rate", "rate(1 hours)"],
    ["rate", "rate(0 minutes)"],
    ["at", "at(tomorrow)"],
    ["cron", "cron(0 5 * * ?)"],
    ["cron", "cron(0 5 * * * *)"],
    ["cron", "cron(0 5 ? * ? *)"],
    ["minutes", "cron(60 5 ? * * *)"],
    ["hours", "cron(0 24 ? * * *)"],
    ["day-of-week", "cron(0 5 ? * MONDAY *)"],
    ["month", "cron(0 5 1 13 ? *)"],
    ["year", "cron(0 5 1 1 ? 1900)"],
    ["minutes", "cron(0/0 5 ? * * *)"],
  ];
  for (const [fault, expression] of refused) {
    it(`refuse ${expression}`, () => {
      assert.deepEqual(
        scheduleFaults(expression).map(({ input }) => input),
        [fault],
      );
    });
  }
});
