import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import type { BucketArgs } from "../data/bucket-args.ts";
import { type Account, arn } from "../iam/account.ts";
import { type Statement, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** Arguments of CostReport. */
export interface CostReportArgs {
  /** Management or standalone account whose bill is exported. */
  account: Account;
  /** Name of the export: letters, digits, hyphens and underscores. */
  exportName: string;
  /** ARN of the KMS key of the bucket; its policy must allow bcm-data-exports.amazonaws.com. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention of the reports in days, at least 90. */
  retentionDays: number;
  /** Cost allocation tag keys; Billing accepts a key up to a day after the first resource has the tag. */
  costAllocationTags: readonly string[];
  /** Destination of the bucket's server access logs. @default none */
  accessLogs?: BucketArgs["accessLogs"];
}

/**
 * A daily Cost and Usage Report (CUR 2.0) in a bucket, active cost allocation tags, and Compute Optimizer.
 * An account has one; deleting it deactivates the tags and Compute Optimizer.
 */
export class CostReport extends pulumi.ComponentResource {
  /** Name of the bucket; the reports are under cost-and-usage/. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the export. */
  readonly exportArn: pulumi.Output<string>;

  constructor(name: string, args: CostReportArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cost:CostReport", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const bucket = new Bucket(
      name,
      {
        encryption: { kind: "sse-kms", kmsKeyArn: args.kmsKeyArn },
        lifecycle: [{ id: "expire", expirationDays: args.retentionDays }],
        statements: (bucketArn) => [delivery(args.account, bucketArn)],
        ...(args.accessLogs && { accessLogs: args.accessLogs }),
      },
      child,
    );
    const report = new aws.bcmdata.Export(
      name,
      { export: definition(args, bucket.bucketName), tags: { Name: name } },
      child,
    );
    for (const tagKey of args.costAllocationTags)
      new aws.costexplorer.CostAllocationTag(`${name}-${tagKey}`, { tagKey, status: "Active" }, child);
    new aws.computeoptimizer.EnrollmentStatus(name, { status: "Active" }, child);

    this.bucketName = bucket.bucketName;
    this.exportArn = report.arn;
    this.registerOutputs(outputs(this));
  }
}

/** Columns of the report: usage, cost, and the effect of reservations and Savings Plans. */
const columns = [
  "bill_billing_period_start_date",
  "line_item_usage_account_id",
  "line_item_usage_start_date",
  "line_item_line_item_type",
  "line_item_product_code",
  "line_item_usage_type",
  "line_item_operation",
  "line_item_resource_id",
  "line_item_usage_amount",
  "line_item_unblended_cost",
  "pricing_term",
  "pricing_unit",
  "product",
  "product_region_code",
  "reservation_effective_cost",
  "reservation_reservation_a_r_n",
  "resource_tags",
  "savings_plan_savings_plan_a_r_n",
  "savings_plan_savings_plan_effective_cost",
];

function definition(
  { account, exportName }: CostReportArgs,
  s3Bucket: pulumi.Input<string>,
): aws.types.input.bcmdata.ExportExport {
  return {
    name: exportName,
    dataQueries: [
      {
        queryStatement: `SELECT ${columns.join(", ")} FROM COST_AND_USAGE_REPORT`,
        tableConfigurations: {
          COST_AND_USAGE_REPORT: {
            BILLING_VIEW_ARN: `arn:${account.partition}:billing::${account.accountId}:billingview/primary`,
            TIME_GRANULARITY: "DAILY",
            INCLUDE_RESOURCES: "TRUE",
            INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY: "FALSE",
            // Split cost allocation data: cost of pods and tasks on EKS and ECS.
            INCLUDE_SPLIT_COST_ALLOCATION_DATA: "TRUE",
          },
        },
      },
    ],
    destinationConfigurations: [
      {
        s3Destinations: [
          {
            s3Bucket,
            s3Prefix: "cost-and-usage",
            s3Region: account.region,
            s3OutputConfigurations: [
              { format: "PARQUET", compression: "PARQUET", outputType: "CUSTOM", overwrite: "OVERWRITE_REPORT" },
            ],
          },
        ],
      },
    ],
    refreshCadences: [{ frequency: "SYNCHRONOUS" }],
  };
}

/** Statement for Data Exports, which checks the bucket policy before it writes. */
function delivery(account: Account, bucketArn: pulumi.Input<string>): Statement {
  const exports = arn({ ...account, region: "us-east-1" }, "bcm-data-exports", "export/*");
  return serviceStatement(account, "bcm-data-exports.amazonaws.com", {
    Sid: "DataExports",
    Action: ["s3:PutObject", "s3:GetBucketPolicy"],
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { ArnLike: { "aws:SourceArn": exports } },
  });
}

function faults({ costAllocationTags, exportName, retentionDays }: CostReportArgs): string[] {
  const repeated = costAllocationTags.filter((key, index) => costAllocationTags.indexOf(key) < index);
  return [
    ...(/^[\w-]{1,128}$/.test(exportName)
      ? []
      : [`exportName must be letters, digits, hyphens and underscores, got ${exportName}`]),
    ...within("retentionDays", retentionDays, 90),
    ...repeated.map((key) => `costAllocationTags must not repeat a key, got ${key} again`),
  ];
}
