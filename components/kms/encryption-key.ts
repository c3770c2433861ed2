import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn, iamArn } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";

/** Arguments of EncryptionKey. */
export interface EncryptionKeyArgs {
  /** Account of the key. */
  account: Account;
  /** Description of what the key protects. */
  description: string;
  /** Whether the key is kept: Pulumi refuses to delete it, for what it encrypts can be read with it alone. */
  deletionProtection: boolean;
  /** Whether Pulumi may take a kept key out of the stack, with what it encrypts; it stays in the account. @default false */
  removable?: boolean;
  /** AWS service principals that use the key, for example sns.amazonaws.com; other services use the permissions of their callers. @default [] */
  services?: readonly string[];
  /** AWS services, for example ec2, through which every principal of the account may use the key and create grants. @default [] */
  viaServices?: readonly string[];
  /** Additional statements of the key policy. @default [] */
  statements?: readonly Statement[];
  /** Waiting period before deletion in days, 7 to 30. @default 30 */
  deletionWindowInDays?: number;
}

/** A customer managed KMS key with automatic yearly rotation and a key policy. */
export class EncryptionKey extends pulumi.ComponentResource {
  /** ARN of the key. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:kms:EncryptionKey", name, {}, opts);
    const { deletionProtection, removable = false, deletionWindowInDays = 30 } = args;
    const child = { parent: this };

    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        enableKeyRotation: true,
        deletionWindowInDays,
        policy: policyDocument(...keyPolicy(args)),
        tags: { Name: name },
      },
      // A deletion would be scheduled by KMS although what the key encrypts is kept.
      { ...child, protect: deletionProtection && !removable, retainOnDelete: deletionProtection },
    );
    new aws.kms.Alias(name, { namePrefix: `alias/${name}-`, targetKeyId: key.id }, child);

    this.arn = key.arn;
    this.registerOutputs(outputs(this));
  }
}

/** Uses of a key that have an encryption context. */
const cryptography = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
const usage = [...cryptography, "kms:DescribeKey"].sort();

function keyPolicy({ account, services = [], viaServices = [], statements = [] }: EncryptionKeyArgs): Statement[] {
  return [
    // Enables IAM policies; without this statement only the key policy grants access, and a wrong one locks out the account.
    { Sid: "Account", Effect: "Allow", Principal: { AWS: iamArn(account, "root") }, Action: "kms:*", Resource: "*" },
    ...services.map((service) => serviceUse(account, service)),
    ...viaServices.flatMap((service) => useThrough(account, service)),
    ...statements,
  ];
}

/**
 * No role is named, since KMS refuses a policy with a principal that does not exist yet, such as the service-linked role
 * of Auto Scaling in a new account (terraform-aws-eks#3013); the key policy of the AWS managed key aws/ebs has this form.
 */
function useThrough(account: Account, service: string): Statement[] {
  const through = {
    "kms:CallerAccount": account.accountId,
    "kms:ViaService": `${service}.${account.region}.amazonaws.com`,
  };
  return [
    { Effect: "Allow", Principal: { AWS: "*" }, Action: usage, Resource: "*", Condition: { StringEquals: through } },
    {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** CloudWatch Logs and EventBridge (publishing to SNS) send no aws:SourceAccount; the encryption context is checked instead. */
const contexts: Readonly<Record<string, (account: Account) => Record<string, string>>> = {
  logs: (account) => ({ "kms:EncryptionContext:aws:logs:arn": arn(account, "logs", "log-group:*") }),
  events: (account) => ({ "kms:EncryptionContext:aws:sns:topicArn": arn(account, "sns", "*") }),
};

function serviceUse(account: Account, service: string): Statement {
  const context = contexts[service.split(".")[0] ?? ""];
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: context === undefined ? usage : cryptography,
    Resource: "*",
    Condition:
      context === undefined
        ? { StringEquals: { "aws:SourceAccount": account.accountId } }
        : { ArnLike: context(account) },
  };
}
