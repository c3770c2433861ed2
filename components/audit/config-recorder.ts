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

export interface ConfigRecorderArgs {
  /** Account whose resources are recorded, in its one Region. */
  account: Account;
  /** Days that the history is kept, at least 365. */
  retentionDays: number;
  /** Whether the account has AWSServiceRoleForConfig already, as it does once Config was ever on in any Region. @default "create" */
  serviceLinkedRole?: "create" | "existing";
  /** Where S3 writes the access logs of the history's bucket. @default none */
  accessLogs?: NonNullable<BucketArgs["accessLogs"]>;
}

/** AWS Config: what every resource looked like at any time, kept in a bucket of its own. An account has one per Region; each recorded change costs. */
export class ConfigRecorder extends pulumi.ComponentResource {
  /** Name of the recorder, known only once it records. */
  readonly recorderName: pulumi.Output<string>;
  /** Name of the bucket that has the history. */
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
        // Not locked: Config delivers to no bucket with a default retention.
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
    // The only one that an account may have is called default, so that a second one is not even tried.
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
    // A recorder cannot start before it has a channel, nor can the channel go while it records.
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
