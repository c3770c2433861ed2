import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { TableArgs, TableIndex } from "./table-args.ts";
import { tableFaults } from "./table-faults.ts";

export type { TableArgs } from "./table-args.ts";

/**
 * An encrypted DynamoDB table in on-demand mode with point-in-time recovery. It has no resource policy, so access needs
 * an IAM policy of a role in the account.
 *
 * @example
 * import type { Statement } from "../iam/policy-document.ts";
 * import { Table } from "./table.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const plans = new Table("usage-plans", {
 *   key: { hashKey: "tenant" },
 *   attributes: { tenant: "S" },
 *   kmsKeyArn,
 *   throughputCap: "none",
 *   deletionProtection: true,
 * });
 * export const read: Statement = { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: plans.arn };
 */
export class Table extends pulumi.ComponentResource {
  /** Name of the table. */
  readonly tableName: pulumi.Output<string>;
  /** ARN of the table; its indexes are below it, at /index/<name>. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the stream, where the table has one. */
  readonly streamArn?: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:Table", name, {}, opts);
    const { indexes = {}, recoveryPeriodInDays = 35 } = args;
    refuse(this, name, tableFaults(args));

    const table = new aws.dynamodb.Table(
      name,
      {
        ...(args.tableName !== undefined && { name: args.tableName }),
        ...args.key,
        attributes: Object.entries(args.attributes).map(([attribute, type]) => ({ name: attribute, type })),
        globalSecondaryIndexes: Object.entries(indexes).map(([index, of]) => ({
          name: index,
          ...indexOf(of),
          ...cap(args.throughputCap),
        })),
        billingMode: "PAY_PER_REQUEST",
        ...cap(args.throughputCap),
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays },
        serverSideEncryption: { enabled: true, kmsKeyArn: args.kmsKeyArn },
        ...(args.ttlAttribute !== undefined && { ttl: { enabled: true, attributeName: args.ttlAttribute } }),
        ...(args.stream !== undefined && { streamEnabled: true, streamViewType: args.stream }),
        deletionProtectionEnabled: args.deletionProtection,
        tags: { Name: name },
      },
      { parent: this },
    );

    this.tableName = table.name;
    this.arn = table.arn;
    if (args.stream !== undefined) this.streamArn = table.streamArn;
    this.registerOutputs(outputs(this));
  }
}

function indexOf({ hashKey, rangeKey, projection }: TableIndex) {
  return {
    keySchemas: [
      { attributeName: hashKey, keyType: "HASH" },
      ...(rangeKey === undefined ? [] : [{ attributeName: rangeKey, keyType: "RANGE" }]),
    ],
    ...(typeof projection === "string"
      ? { projectionType: projection }
      : { projectionType: "INCLUDE", nonKeyAttributes: [...projection] }),
  };
}

/** Maximum throughput applies to each index separately. */
function cap(throughput: TableArgs["throughputCap"]) {
  return throughput === "none"
    ? {}
    : { onDemandThroughput: { maxReadRequestUnits: throughput.read, maxWriteRequestUnits: throughput.write } };
}
