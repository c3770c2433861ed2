import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Table, type TableArgs } from "../../../components/data/table.ts";
import { account } from "../../../components/iam/account.ts";
import { ServiceRole } from "../../../components/iam/service-role.ts";
import { at, deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const plans: TableArgs = {
  tableName: "usage_plans",
  key: { hashKey: "tenant" },
  attributes: { tenant: "S", plan: "S" },
  indexes: { "by-plan": { hashKey: "plan", projection: "KEYS_ONLY" } },
  kmsKeyArn: key,
  throughputCap: "none",
  deletionProtection: true,
};
const logs: TableArgs = {
  tableName: "usage_logs",
  key: { hashKey: "tenant", rangeKey: "at" },
  attributes: { tenant: "S", at: "N", model: "S" },
  indexes: { "by-model": { hashKey: "model", rangeKey: "at", projection: ["tokens", "cost"] } },
  kmsKeyArn: key,
  throughputCap: { read: 100, write: 50 },
  recoveryPeriodInDays: 7,
  ttlAttribute: "expires",
  stream: "NEW_IMAGE",
  deletionProtection: false,
};

describe("Table", () => {
  it("AGT-DDB-01 has its key, index, point-in-time recovery and encryption", async () => {
    const { one } = await deploy(() => void new Table("plans", plans));
    assert.deepEqual(one(aws.dynamodb.Table).inputs, {
      name: "usage_plans",
      hashKey: "tenant",
      attributes: [
        { name: "tenant", type: "S" },
        { name: "plan", type: "S" },
      ],
      globalSecondaryIndexes: [
        { name: "by-plan", keySchemas: [{ attributeName: "plan", keyType: "HASH" }], projectionType: "KEYS_ONLY" },
      ],
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      serverSideEncryption: { enabled: true, kmsKeyArn: key },
      deletionProtectionEnabled: true,
      tags: { Name: "plans" },
    });
  });

  it("AGT-DDB-01 has a sort key in table and index, and projects the listed attributes", async () => {
    const { one } = await deploy(() => new Table("logs", logs));
    const table = one(aws.dynamodb.Table);
    assert.deepEqual([table.inputs.hashKey, table.inputs.rangeKey], ["tenant", "at"]);
    assert.deepEqual(at(table, "globalSecondaryIndexes.0.keySchemas"), [
      { attributeName: "model", keyType: "HASH" },
      { attributeName: "at", keyType: "RANGE" },
    ]);
    assert.equal(at(table, "globalSecondaryIndexes.0.projectionType"), "INCLUDE");
    assert.deepEqual(at(table, "globalSecondaryIndexes.0.nonKeyAttributes"), ["tokens", "cost"]);
  });

  it("AGT-DDB-02 lets a role read the plans and write the logs, and nothing else", async () => {
    const { one } = await deploy(() => {
      const read = new Table("plans", plans);
      const write = new Table("logs", logs);
      new ServiceRole("llm-gateway", {
        account: account("111122223333", "us-east-1"),
        service: "pods.eks.amazonaws.com",
        statements: [
          { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: read.arn },
          { Effect: "Allow", Action: "dynamodb:PutItem", Resource: write.arn },
        ],
      });
    });
    assert.deepEqual(JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy)).Statement, [
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:Query"],
        Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/usage_plans",
      },
      {
        Effect: "Allow",
        Action: "dynamodb:PutItem",
        Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/usage_logs",
      },
    ]);
  });

  it("has no stream by default", async () => {
    const { outputs } = await deploy(() => ({ streams: new Table("plans", plans).streamArn !== undefined }));
    assert.equal(outputs.streams, false);
  });

  it("limits the throughput of table and indexes", async () => {
    const { one } = await deploy(() => new Table("logs", logs));
    const cap = { maxReadRequestUnits: 100, maxWriteRequestUnits: 50 };
    assert.deepEqual(one(aws.dynamodb.Table).inputs.onDemandThroughput, cap);
    assert.deepEqual(at(one(aws.dynamodb.Table), "globalSecondaryIndexes.0.onDemandThroughput"), cap);
  });

  it("has TTL and a stream, and can be deleted where it is set", async () => {
    const { one, outputs } = await deploy(() => ({ stream: new Table("logs", logs).streamArn }));
    const { inputs } = one(aws.dynamodb.Table);
    assert.deepEqual(inputs.ttl, { enabled: true, attributeName: "expires" });
    assert.deepEqual([inputs.streamEnabled, inputs.streamViewType], [true, "NEW_IMAGE"]);
    assert.deepEqual(inputs.pointInTimeRecovery, { enabled: true, recoveryPeriodInDays: 7 });
    assert.equal(inputs.deletionProtectionEnabled, false);
    assert.match(String(outputs.stream), /:table\/usage_logs\/stream\/2026-/);
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Table("plans", {
          ...plans,
          tableName: "us",
          key: { hashKey: "tenant", rangeKey: "tenant" },
          attributes: { tenant: "S", size: "N" },
          indexes: { "by plan": { hashKey: "plan", projection: [] } },
          throughputCap: { read: 0, write: 1 },
          recoveryPeriodInDays: 36,
        }),
    );
    const names = "3 to 255 letters, digits, underscores, hyphens and dots";
    assert.equal(
      message,
      [
        'Table "plans":',
        `  - tableName must be ${names}, got "us"`,
        '  - key.rangeKey must be another attribute than its hashKey, got "tenant"',
        '  - indexes.by plan must be made of declared attributes (tenant, size), got "plan"',
        '  - attributes must be part of a key, got "size"',
        `  - indexes must be named by ${names}, got "by plan"`,
        "  - indexes.by plan.projection must list an attribute, or be ALL or KEYS_ONLY, got none",
        "  - throughputCap.read must be a whole number of request units, at least 1, got 0",
        "  - recoveryPeriodInDays must be a whole number from 1 to 35, got 36",
      ].join("\n"),
    );
  });

  it("refuses more indexes and projected attributes than DynamoDB's quotas", async () => {
    const indexes = (count: number, projection: "ALL" | string[]) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`index-${index}`, { hashKey: "tenant", projection }]),
      );
    const attributes = { tenant: "S" } as const;
    const bad = (args: Partial<TableArgs>) => refusal(() => new Table("plans", { ...plans, attributes, ...args }));
    assert.match(await bad({ indexes: indexes(21, "ALL") }), /indexes must be at most 20, got 21/);
    const many = Array.from({ length: 51 }, (_, index) => `a${index}`);
    assert.match(await bad({ indexes: indexes(2, many) }), /indexes must list at most 100 attributes in all, got 102/);
  });
});
