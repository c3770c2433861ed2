import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn, iamArn } from "../account.ts";
import { policyDocument, type Statement } from "./policy-document.ts";

export interface EncryptionKeyArgs {
  /** Account of the key. */
  account: Account;
  /** What the key protects, in a few words. */
  description: string;
  /** AWS services that encrypt with the key on their own, for example sns.amazonaws.com; all others use their caller's permissions. @default [] */
  services?: readonly string[];
  /** ARNs of roles that may use the key and make grants on it, for example a service-linked role. @default [] */
  roles?: readonly string[];
  /** Days between a deletion and the end of the key, 7 to 30. @default 30 */
  deletionWindowInDays?: number;
}

/** A customer managed KMS key with yearly rotation and a policy that names who may use it. */
export class EncryptionKey extends pulumi.ComponentResource {
  /** ARN of the key. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:security:EncryptionKey", name, {}, opts);
    const { deletionWindowInDays = 30 } = args;
    const child = { parent: this };

    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        enableKeyRotation: true,
        deletionWindowInDays,
        policy: policyDocument(...statements(args)),
        tags: { Name: name },
      },
      child,
    );
    new aws.kms.Alias(name, { namePrefix: `alias/${name}-`, targetKeyId: key.id }, child);

    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

const usage = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

function statements({ account, services = [], roles = [] }: EncryptionKeyArgs): Statement[] {
  return [
    // Without this statement only the key policy could grant, and a mistake in it would lock everybody out.
    { Sid: "Account", Effect: "Allow", Principal: { AWS: iamArn(account, "root") }, Action: "kms:*", Resource: "*" },
    ...services.map((service) => serviceUse(account, service)),
    ...roles.flatMap((role): Statement[] => [
      { Effect: "Allow", Principal: { AWS: role }, Action: usage, Resource: "*" },
      {
        Effect: "Allow",
        Principal: { AWS: role },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]),
  ];
}

/** CloudWatch Logs sends no source account, it is held to the account's log groups by the encryption context instead. */
function serviceUse(account: Account, service: string): Statement {
  const logs = service.startsWith("logs.");
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: usage,
    Resource: "*",
    Condition: logs
      ? { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn(account, "logs", "log-group:*") } }
      : { StringEquals: { "aws:SourceAccount": account.accountId } },
  };
}
