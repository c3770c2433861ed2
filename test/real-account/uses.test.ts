import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Uses } from "../../layers/permissions.ts";
import { rows } from "../../layers/table.ts";
import type { Deployed } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf } from "../stacks/stack-settings.ts";
import { allows, type Call } from "./evaluation.ts";
import { onAws } from "./stacks.ts";

/** Calls of the SDK by declared use; a call of DynamoDB or S3 without a resource part is one on the whole. */
const tableCalls = {
  read: ["GetItem", "Query"],
  append: ["PutItem"],
  write: ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"],
  readWrite: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"],
};
const objectCalls = {
  read: ["GetObject"],
  write: ["GetObject", "PutObject", "DeleteObject", "AbortMultipartUpload"],
};
const queueCalls = ["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueUrl"];

/** A workload of a stack, and the policies of its role. */
interface Workload {
  name: string;
  uses: Uses;
  policies: unknown[];
}

function workloads({ of }: Deployed, definition: (typeof onAws)[number]["definition"]): Workload[] {
  const policies = (role: string) =>
    of(aws.iam.RolePolicy)
      .filter(({ name }) => name === role)
      .map(({ inputs }) => inputs["policy"]);
  return [
    ...rows(definition.services).map(([name, { uses }]) => ({
      name,
      uses,
      policies: policies(`service-${name}-task`),
    })),
    ...rows(definition.identities).map(([name, { uses }]) => ({ name, uses, policies: policies(`identity-${name}`) })),
  ];
}

/** What a workload calls by its declared uses. */
function callsOf({ uses }: Workload, { one }: Deployed): Call[] {
  const arnOf = (type: Parameters<Deployed["one"]>[0], name: string) => String(one(type, name).outputs["arn"]);
  return [
    ...rows(uses.tables).flatMap(([name, how]) => {
      const arn = arnOf(aws.dynamodb.Table, `table-${name}`);
      return tableCalls[how].map((call) => ({ action: `dynamodb:${call}`, resource: arn }));
    }),
    ...rows(uses.buckets).flatMap(([name, how]) => {
      const arn = arnOf(aws.s3.Bucket, `bucket-${name}`);
      const objects = objectCalls[how].map((call) => ({ action: `s3:${call}`, resource: `${arn}/a/b` }));
      return [{ action: "s3:ListBucket", resource: arn }, ...objects];
    }),
    ...(uses.queues ?? []).flatMap((name) =>
      queueCalls.map((call) => ({ action: `sqs:${call}`, resource: arnOf(aws.sqs.Queue, `queue-${name}`) })),
    ),
    ...(uses.secrets ?? []).map((name) => ({
      action: "secretsmanager:GetSecretValue",
      resource: arnOf(aws.secretsmanager.Secret, `secret-${name}`),
    })),
  ];
}

/** Services of the uses whose data the key of the stack encrypts. */
function holders({ tables, buckets, queues, secrets }: Uses): string[] {
  const held = Object.entries({ dynamodb: tables, s3: buckets, sqs: queues, secretsmanager: secrets });
  return held.filter(([, used]) => Object.keys(used ?? {}).length > 0).map(([service]) => service);
}

describe("the uses that definitions declare", function () {
  this.timeout(300_000);

  for (const { stack, definition } of onAws) {
    it(`RC-B24: roles of ${stack} allow what their workloads use, and the key through these services alone`, async () => {
      const deployed = await deployStack(stack);
      const region = configOf(stack)["platform:region"];
      const key = String(deployed.one(aws.kms.Key, "data").outputs["arn"]);
      for (const workload of workloads(deployed, definition)) {
        const { name, uses, policies } = workload;
        const denied = callsOf(workload, deployed).filter((call) => !allows(policies, call));
        assert.deepEqual(denied, [], name);
        const decrypts = (service: string) =>
          allows(policies, {
            action: "kms:Decrypt",
            resource: key,
            context: { "kms:ViaService": `${service}.${region}.amazonaws.com` },
          });
        const through = ["dynamodb", "s3", "sqs", "secretsmanager", "rds", "ec2"].filter(decrypts);
        // A guardrail's key is used without a service in between.
        const guarded = uses.models === true && definition.guardrail !== undefined;
        if (!guarded) assert.deepEqual(through.toSorted(), holders(uses).toSorted(), name);
      }
    });
  }

  it("RC-B24: a role that reads a table writes nothing to it, and one that appends does nothing else", async () => {
    const deployed = await deployStack("agents");
    const { one, of } = deployed;
    const policies = of(aws.iam.RolePolicy)
      .filter(({ name }) => name === "identity-llm-gateway")
      .map(({ inputs }) => inputs["policy"]);
    const can = (action: string, table: string) =>
      allows(policies, { action, resource: String(one(aws.dynamodb.Table, `table-${table}`).outputs["arn"]) });
    assert.deepEqual(
      [
        can("dynamodb:PutItem", "usage-plans"),
        can("dynamodb:GetItem", "usage-logs"),
        can("dynamodb:DeleteItem", "usage-logs"),
        can("dynamodb:Scan", "usage-plans"),
      ],
      [false, false, false, false],
    );
  });

  for (const stack of ["prod", "staging"]) {
    it(`RC-B23: workloads of ${stack} invoke models with the guardrail only, and know it`, async () => {
      const deployed = await deployStack(stack);
      const { definition } = onAws.find((each) => each.stack === stack) ?? {};
      assert.ok(definition);
      const guardrail = String(deployed.one(aws.bedrock.Guardrail).outputs["guardrailArn"]);
      const region = configOf(stack)["platform:region"];
      const users = workloads(deployed, definition).filter(({ uses }) => uses.models === true);
      assert.ok(users.length > 0);
      for (const { name, policies } of users) {
        const invoke = {
          action: "bedrock:InvokeModel",
          resource: `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`,
        };
        const by = (identifier: string) =>
          allows(policies, { ...invoke, context: { "bedrock:GuardrailIdentifier": identifier } });
        assert.deepEqual(
          [allows(policies, invoke), by(guardrail), by(`${guardrail}:1`), by(`${guardrail}x:1`)],
          [false, false, true, false],
          name,
        );
        assert.ok(allows(policies, { action: "bedrock:ApplyGuardrail", resource: guardrail }), name);
      }
      const variables = JSON.stringify(
        deployed.resources.map(({ inputs }) => inputs["containerDefinitions"] ?? inputs["data"]),
      );
      assert.match(variables, /GUARDRAIL_ID.*GUARDRAIL_VERSION/s);
    });
  }
});
