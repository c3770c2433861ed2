import * as pulumi from "@pulumi/pulumi";
import { applyGuardrail, invokeModels, retrieveFrom } from "../components/bedrock/model-access.ts";
import { arn } from "../components/iam/account.ts";
import type { Statement } from "../components/iam/policy-document.ts";
import { readParameters } from "../components/secrets/parameters.ts";
import type { Context } from "./context.ts";
import type { Identity } from "./contracts/edge.ts";
import type { Intelligence, Stores } from "./contracts/stores.ts";

/** What a workload uses of the stack: its role allows exactly this, and its environment says where that is. */
export interface Uses {
  /** Databases that it signs in to with IAM, and the user that it signs in as. */
  databases?: Readonly<Record<string, string>>;
  /** Caches that it signs in to with IAM, and the user that it signs in as. */
  caches?: Readonly<Record<string, string>>;
  /** Tables by what it does with their items: reads by key and by query, without scans; appends; writes; or reads and writes. */
  tables?: Readonly<Record<string, "read" | "append" | "write" | "readWrite">>;
  /** Buckets by what it does with their objects; who writes also reads and deletes. */
  buckets?: Readonly<Record<string, "read" | "write">>;
  /** Secrets that it reads with its role. */
  secrets?: readonly string[];
  /** Queues that it sends to and receives from. */
  queues?: readonly string[];
  /** Brokers that it connects to, with a RabbitMQ user of its own. */
  brokers?: readonly string[];
  /** Whether it reads the stack's parameters. */
  parameters?: boolean;
  /** Whether it invokes the models that the stack's configuration lists. */
  models?: boolean;
  /** Whether it retrieves from the knowledge base. */
  knowledgeBase?: boolean;
  /** Whether it sends traces, metrics and logs to AWS. */
  telemetry?: boolean;
}

const bucketActions = {
  read: ["s3:GetObject"],
  write: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
};
const tableReads = ["dynamodb:GetItem", "dynamodb:Query"];
const tableWrites = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
const tableActions = {
  read: tableReads,
  append: ["dynamodb:PutItem"],
  write: tableWrites,
  readWrite: [...tableReads, "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", ...tableWrites],
};
const queueActions = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
];

/** The statements of a workload's role. */
export function permissions(uses: Uses, context: Context, stack: Stores & Intelligence & Identity): Statement[] {
  return [...signIns(uses, context, stack), ...data(uses, context, stack), ...services(uses, context, stack)];
}

/** Tokens for databases and caches; both bind the token to one user. */
function signIns({ databases = {}, caches = {} }: Uses, { home }: Context, stack: Stores): Statement[] {
  return [
    ...Object.entries(databases).flatMap(([name, user]) => {
      const database = stack.databases[name];
      if (database === undefined) return [];
      const users = database.resourceId.apply((id) => arn(home.account, "rds-db", `dbuser:${id}/${user}`));
      return [allow("rds-db:connect", [users])];
    }),
    ...Object.entries(caches).flatMap(([name, user]) => {
      const cache = stack.caches[name];
      const known = cache?.users[user];
      return cache === undefined || known === undefined ? [] : [allow("elasticache:Connect", [cache.arn, known.arn])];
    }),
  ];
}

function data(uses: Uses, context: Context, stack: Stores): Statement[] {
  const { tables = {}, buckets = {}, secrets = [], queues = [] } = uses;
  const statements = [
    ...Object.entries(tables).flatMap(([name, how]) => {
      const table = stack.tables[name];
      return table === undefined
        ? []
        : [allow(tableActions[how], [table.arn, pulumi.interpolate`${table.arn}/index/*`])];
    }),
    ...Object.entries(buckets).flatMap(([name, how]) => {
      const bucket = stack.buckets[name];
      if (bucket === undefined) return [];
      return [allow("s3:ListBucket", [bucket.arn]), allow(bucketActions[how], [pulumi.interpolate`${bucket.arn}/*`])];
    }),
    ...secrets.flatMap((name) => {
      const secret = stack.secrets[name];
      return secret === undefined ? [] : [allow("secretsmanager:GetSecretValue", [secret.arn])];
    }),
    ...queues.flatMap((name) => {
      const queue = stack.queues[name];
      return queue === undefined ? [] : [allow(queueActions, [queue.arn])];
    }),
  ];
  return statements.length === 0 ? [] : [...statements, keyUse(uses, context)];
}

/** What the key encrypts is read with the permission of the caller, through the services alone that hold it. */
function keyUse({ tables, buckets, secrets, queues }: Uses, { common, home }: Context): Statement {
  const holders = Object.entries({ dynamodb: tables, s3: buckets, secretsmanager: secrets, sqs: queues });
  const through = holders
    .filter(([, used]) => used !== undefined && Object.keys(used).length > 0)
    .map(([service]) => `${service}.${home.account.region}.amazonaws.com`);
  return {
    ...allow(["kms:Decrypt", "kms:GenerateDataKey"], [common.kmsKeyArn]),
    Condition: { StringEquals: { "kms:ViaService": through } },
  };
}

function services(uses: Uses, { config, home, common }: Context, stack: Intelligence & Identity): Statement[] {
  const { guardrail } = stack;
  return [
    ...(uses.parameters && stack.parametersPath !== undefined
      ? [readParameters(home.account, stack.parametersPath)]
      : []),
    ...(uses.models ? invokeModels(home.account, config.models, guardrail?.arn) : []),
    ...(uses.models && guardrail ? applyGuardrail(guardrail.arn, common.kmsKeyArn) : []),
    ...(uses.knowledgeBase && stack.knowledgeBase ? [retrieveFrom(stack.knowledgeBase.arn)] : []),
    ...(uses.telemetry ? [telemetry] : []),
  ];
}

/** Actions of X-Ray and CloudWatch that have no resources to narrow them to. */
const telemetry: Statement = {
  Effect: "Allow",
  Action: [
    "cloudwatch:PutMetricData",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    // X-Ray's OTLP endpoint asks for these two, its own API for the others.
    "xray:PutSpans",
    "xray:PutSpansForIndexing",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ],
  Resource: "*",
};

function allow(action: string | string[], resource: pulumi.Input<string>[]): Statement {
  return { Effect: "Allow", Action: action, Resource: resource };
}
