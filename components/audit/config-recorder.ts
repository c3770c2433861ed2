import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import type { BucketArgs } from "../data/bucket-args.ts";
import { type Account, iamArn } from "../iam/account.ts";
import { type Statement, serviceStatement } from "../iam/policy-document.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** Arguments of ConfigRecorder. */
export interface ConfigRecorderArgs {
  /** Account and Region whose resources are recorded. */
  account: Account;
  /** Retention of the configuration history in days, at least 365. */
  retentionDays: number;
  /** Whether AWSServiceRoleForConfig is created or exists; it exists once AWS Config was enabled in any Region of the account. @default "create" */
  serviceLinkedRole?: "create" | "existing";
  /** Destination of the access logs of the history's bucket. @default none */
  accessLogs?: NonNullable<BucketArgs["accessLogs"]>;
}

/** An AWS Config recorder with a bucket for the configuration history; an account has one recorder per Region, and every recorded change is billed. */
export class ConfigRecorder extends pulumi.ComponentResource {
  /** Name of the recorder, known when it has been started. */
  readonly recorderName: pulumi.Output<string>;
  /** Name of the bucket with the configuration history. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: ConfigRecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:ConfigRecorder", name, {}, opts);
    const { account, serviceLinkedRole = "create" } = args;
    refuse(this, name, faults(args));
    const child = { parent: this };

    const key = new EncryptionKey(name, { account, description: "History of AWS Config", services: [service] }, child);
    const bucket = new Bucket(
      `${name}-config`,
      {
        // Without Object Lock, since AWS Config cannot deliver to a bucket with a default retention.
        encryption: { kind: "sse-kms", kmsKeyArn: key.arn },
        lifecycle: [{ id: "history", prefix: "AWSLogs/", expirationDays: args.retentionDays }],
        statements: (bucketArn) => delivery(account, bucketArn),
        ...(args.accessLogs !== undefined && { accessLogs: args.accessLogs }),
      },
      child,
    );
    const roleArn =
      serviceLinkedRole === "create"
        ? new aws.iam.ServiceLinkedRole(name, { awsServiceName: service }, child).arn
        : iamArn(account, `role/aws-service-role/${service}/AWSServiceRoleForConfig`);
    // The name default makes a second recorder, which AWS refuses, a conflict of names.
    const recorder = new aws.cfg.Recorder(
      name,
      { name: "default", roleArn, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
      child,
    );
    const channel = new aws.cfg.DeliveryChannel(
      name,
      { name: "default", s3BucketName: bucket.bucketName, s3KmsKeyArn: key.arn },
      { ...child, dependsOn: recorder },
    );
    // A recorder needs a delivery channel to start, and the channel cannot be deleted while it runs.
    const status = new aws.cfg.RecorderStatus(
      name,
      { name: recorder.name, isEnabled: true },
      { ...child, dependsOn: channel },
    );

    this.recorderName = status.name;
    this.bucketName = bucket.bucketName;
    this.registerOutputs(outputs(this));
  }
}

const service = "config.amazonaws.com";

function delivery(account: Account, bucketArn: pulumi.Output<string>): Statement[] {
  return [
    serviceStatement(account, service, {
      Sid: "ConfigCheck",
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
    }),
    serviceStatement(account, service, {
      Sid: "ConfigWrite",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account.accountId}/Config/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    }),
  ];
}

function faults({ retentionDays }: ConfigRecorderArgs): string[] {
  return within("retentionDays", retentionDays, 365);
}
