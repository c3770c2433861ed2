import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { serverAccessLogDelivery } from "../data/access-logs.ts";
import { Bucket } from "../data/bucket.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";

/** Arguments of StateBackend. */
export interface StateBackendArgs {
  /** Account and Region of the bucket and the key. */
  account: Account;
  /** Name of the bucket, globally unique. */
  bucketName: string;
  /** Alias of the key, by which a stack's file names it. @default "alias/pulumi" */
  keyAlias?: string;
  /** Prefix of saved plans, which expire after 30 days. @default "plans/" */
  plansPrefix?: string;
}

/** An S3 bucket for the state of Pulumi stacks, and the KMS key that encrypts it and the secrets of the stacks. */
export class StateBackend extends pulumi.ComponentResource {
  /** Name of the bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** ARN of the KMS key. */
  readonly keyArn: pulumi.Output<string>;
  /** URL for pulumi login. */
  readonly backendUrl: pulumi.Output<string>;
  /** URL for the option --secrets-provider of pulumi stack init. */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, args: StateBackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:delivery:StateBackend", name, {}, opts);
    const { account, bucketName, keyAlias = "alias/pulumi", plansPrefix = "plans/" } = args;
    const child = { parent: this };

    const key = new EncryptionKey(
      name,
      { account, description: "State of Pulumi stacks and its secrets", deletionProtection: true },
      child,
    );
    const alias = new aws.kms.Alias(`${name}-secrets`, { name: keyAlias, targetKeyId: key.arn }, child);
    const accessLogs = new Bucket(
      `${name}-access-logs`,
      {
        encryption: { kind: "sse-s3" },
        deletionProtection: true,
        lifecycle: [{ id: "expire", expirationDays: 365 }],
        statements: (arn) => [serverAccessLogDelivery(account, arn, logsPrefix)],
      },
      child,
    );
    const bucket = new Bucket(
      name,
      {
        bucketName,
        encryption: { kind: "sse-kms", kmsKeyArn: key.arn },
        deletionProtection: true,
        lifecycle: [{ id: "plans", prefix: plansPrefix, expirationDays: 30 }],
        statements: locked,
        accessLogs: { bucket: accessLogs.bucketName, prefix: logsPrefix },
      },
      child,
    );

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.backendUrl = pulumi.interpolate`s3://${bucket.bucketName}?region=${account.region}`;
    this.secretsProvider = pulumi.interpolate`awskms://${alias.name}?region=${account.region}`;
    this.registerOutputs(outputs(this));
  }
}

const logsPrefix = "state/";

/**
 * No principal deletes the bucket or a version of a state: who wants to must remove this statement first. Pulumi deletes
 * objects, which leaves a delete marker, and S3 Lifecycle is not subject to bucket policies.
 */
function locked(bucketArn: pulumi.Output<string>): Statement[] {
  const deny = { Effect: "Deny", Principal: "*" } as const;
  return [
    { Sid: "KeepBucket", ...deny, Action: "s3:DeleteBucket", Resource: bucketArn },
    { Sid: "KeepVersions", ...deny, Action: "s3:DeleteObjectVersion", Resource: pulumi.interpolate`${bucketArn}/*` },
  ];
}
