import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import type { BucketArgs } from "../data/bucket-args.ts";
import type { Account } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { CisAlarms } from "./cis-alarms.ts";
import { cloudTrail, trailDelivery, trailEncryption } from "./trail-policies.ts";

/** Arguments of AuditTrail. */
export interface AuditTrailArgs {
  /** Account of the trail. */
  account: Account;
  /** Name of the trail; the policies of key and bucket name the trail, so the name cannot be generated. */
  trailName: string;
  /** Retention of the log files in days, at least 90. */
  retentionDays: number;
  /** Retention and KMS key of the CloudWatch Logs log group. */
  logs: LogRetention;
  /** Whether S3 Object Lock protects the log files for their retention, and the log group is kept when the stack is destroyed. */
  deletionProtection: boolean;
  /** ARN of the SNS topic for the alarms of the CIS AWS Foundations Benchmark. */
  topicArn: pulumi.Input<string>;
  /** Base URL of the runbooks. */
  runbookBaseUrl: string;
  /** ARNs of buckets without data events, for example buckets that receive logs. @default [] */
  quietBuckets?: readonly pulumi.Input<string>[];
  /** Destination of the access logs of the trail's bucket. @default none */
  accessLogs?: NonNullable<BucketArgs["accessLogs"]>;
}

/**
 * A CloudTrail trail for all Regions and global services, with management events and S3 data events (about 1 USD per million).
 * The log files are validated, encrypted with a separate KMS key, and kept in a separate bucket.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import type { Observability } from "../observability/observability.ts";
 * import { AuditTrail } from "./audit-trail.ts";
 *
 * declare const observability: Observability;
 * declare const kmsKeyArn: string;
 *
 * new AuditTrail("audit", {
 *   account: account("111122223333", "us-east-1"),
 *   trailName: "gen-ai-trail",
 *   retentionDays: 365,
 *   logs: { retentionInDays: 365, kmsKeyArn },
 *   deletionProtection: true,
 *   topicArn: observability.warningTopicArn,
 *   runbookBaseUrl: "https://wiki.example.com/runbooks",
 * });
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** ARN of the trail. */
  readonly trailArn: pulumi.Output<string>;
  /** Name of the bucket with the log files. */
  readonly bucketName: pulumi.Output<string>;
  /** Name of the log group, which gets events within minutes. */
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:AuditTrail", name, {}, opts);
    const { account, quietBuckets = [] } = args;
    refuse(this, name, faults(args));
    const child = { parent: this };

    const key = new EncryptionKey(
      name,
      { account, description: `Audit trail ${args.trailName}`, statements: trailEncryption(args) },
      child,
    );
    const bucket = trailBucket(name, args, key.arn, child);
    const group = new aws.cloudwatch.LogGroup(
      name,
      {
        retentionInDays: args.logs.retentionInDays,
        kmsKeyId: args.logs.kmsKeyArn,
        skipDestroy: args.deletionProtection,
      },
      child,
    );
    const trail = new aws.cloudtrail.Trail(
      name,
      {
        name: args.trailName,
        s3BucketName: bucket.bucketName,
        kmsKeyId: key.arn,
        cloudWatchLogsGroupArn: pulumi.interpolate`${group.arn}:*`,
        cloudWatchLogsRoleArn: deliveryRole(name, account, group, child).arn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        // Data events of the trail's bucket would create further log files without end.
        advancedEventSelectors: eventSelectors([bucket.arn, ...quietBuckets]),
        tags: { Name: name },
      },
      child,
    );
    new CisAlarms(
      name,
      {
        logGroupName: group.name,
        namespace: `Audit/${args.trailName}`,
        topicArn: args.topicArn,
        runbookBaseUrl: args.runbookBaseUrl,
      },
      child,
    );

    this.trailArn = trail.arn;
    this.bucketName = bucket.bucketName;
    this.logGroupName = group.name;
    this.registerOutputs(outputs(this));
  }
}

function trailBucket(
  name: string,
  args: AuditTrailArgs,
  kmsKeyArn: pulumi.Output<string>,
  child: pulumi.ComponentResourceOptions,
): Bucket {
  return new Bucket(
    `${name}-trail`,
    {
      encryption: { kind: "sse-kms", kmsKeyArn },
      lifecycle: [{ id: "trail", prefix: "AWSLogs/", expirationDays: args.retentionDays }],
      statements: (bucketArn) => trailDelivery(args, bucketArn),
      ...(args.deletionProtection && { objectLock: { mode: "GOVERNANCE", days: args.retentionDays } }),
      ...(args.accessLogs !== undefined && { accessLogs: args.accessLogs }),
    },
    child,
  );
}

/** CloudTrail sends neither aws:SourceArn nor aws:SourceAccount when it assumes this role, so the trust policy has no condition. */
function deliveryRole(
  name: string,
  account: Account,
  group: aws.cloudwatch.LogGroup,
  child: pulumi.ComponentResourceOptions,
): ServiceRole {
  const Resource = pulumi.interpolate`${group.arn}:log-stream:${account.accountId}_CloudTrail_${account.region}*`;
  const Action = ["logs:CreateLogStream", "logs:PutLogEvents"];
  return new ServiceRole(
    name,
    { account, service: cloudTrail, statements: [{ Effect: "Allow", Action, Resource }] },
    child,
  );
}

function eventSelectors(
  quiet: readonly pulumi.Input<string>[],
): aws.types.input.cloudtrail.TrailAdvancedEventSelector[] {
  return [
    { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
    {
      name: "S3 objects",
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", notStartsWiths: quiet.map((bucketArn) => pulumi.interpolate`${bucketArn}/`) },
      ],
    },
  ];
}

function faults({ trailName, retentionDays }: AuditTrailArgs): string[] {
  return [
    ...(/^(?=.{3,128}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(trailName)
      ? []
      : [
          `trailName must be 3 to 128 letters and digits with single ._- between them, got ${JSON.stringify(trailName)}`,
        ]),
    ...within("retentionDays", retentionDays, 90),
  ];
}
