import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** A replica of a secret in another Region. */
export interface SecretReplica {
  /** Region code of the replica. */
  region: string;
  /** ARN of the KMS key of the replica in its Region. */
  kmsKeyArn: pulumi.Input<string>;
}

/** Rotation by a Lambda function, whose policy must allow secretsmanager.amazonaws.com, and whose role must be a reader. */
export interface SecretRotation {
  /** ARN of the rotation function. */
  lambdaArn: pulumi.Input<string>;
  /** Days between rotations, 1 to 90. */
  scheduleDays: number;
}

/** Arguments of Secret. */
export interface SecretArgs {
  /** Account of the secret. */
  account: Account;
  /** Description of the secret. */
  description: string;
  /** Physical name; it can be used again only after the recovery window of a deleted secret. @default auto-named */
  secretName?: string;
  /** Keys of the JSON value; none for a plain string. @default [] */
  keys?: readonly string[];
  /** ARN of the KMS key that encrypts the value. */
  kmsKeyArn: pulumi.Input<string>;
  /** Whether the recovery window is 30 days, or 7, the minimum. */
  deletionProtection: boolean;
  /** ARNs of the only roles that may read the value, with * for auto-naming's suffix. @default [], roles with IAM permissions in the account */
  readers?: readonly pulumi.Input<string>[];
  /** Replicas in other Regions. @default [] */
  replicas?: readonly SecretReplica[];
  /** Rotation; the secret must have a value before. @default none: an operator sets new values */
  rotation?: SecretRotation;
}

/**
 * A Secrets Manager secret without a value; an operator sets the value, so it is not in the program or its state.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import type { Statement } from "../iam/policy-document.ts";
 * import { Secret } from "./secret.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const keys = new Secret("api-keys", {
 *   account: account("111122223333", "us-east-1"),
 *   description: "Keys of AI providers",
 *   secretName: "relaycore-api-keys",
 *   keys: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"],
 *   kmsKeyArn,
 *   deletionProtection: true,
 * });
 * export const read: Statement = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: keys.arn };
 */
export class Secret extends pulumi.ComponentResource {
  /** ARN of the secret. */
  readonly arn: pulumi.Output<string>;
  /** Name of the secret. */
  readonly secretName: pulumi.Output<string>;
  /** Shell command with which an operator sets the value, without leaving it in the shell history or the process list. */
  readonly putValueCommand: pulumi.Output<string>;

  constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:secrets:Secret", name, {}, opts);
    const { keys = [], readers = [], replicas = [] } = args;
    refuse(this, name, faults(args));
    const child = { parent: this };

    const secret = new aws.secretsmanager.Secret(
      name,
      {
        ...(args.secretName !== undefined && { name: args.secretName }),
        description: keys.length === 0 ? args.description : `${args.description} (JSON: ${keys.join(", ")})`,
        kmsKeyId: args.kmsKeyArn,
        recoveryWindowInDays: args.deletionProtection ? 30 : 7,
        replicas: replicas.map(({ region, kmsKeyArn }) => ({ region, kmsKeyId: kmsKeyArn })),
        tags: { Name: name },
      },
      child,
    );
    new aws.secretsmanager.SecretPolicy(
      name,
      {
        secretArn: secret.arn,
        blockPublicPolicy: true,
        policy: policyDocument(denyForeigners(args.account), ...(readers.length === 0 ? [] : [denyOthers(readers)])),
      },
      child,
    );
    if (args.rotation !== undefined) {
      new aws.secretsmanager.SecretRotation(
        name,
        {
          secretId: secret.id,
          rotationLambdaArn: args.rotation.lambdaArn,
          rotationRules: { automaticallyAfterDays: args.rotation.scheduleDays },
          // Rotation starts with the first scheduled date, so that running tasks keep a valid value.
          rotateImmediately: false,
        },
        child,
      );
    }

    // The ARN does not wait for the policy, since policies of readers and secret refer to each other.
    this.arn = secret.arn;
    this.secretName = secret.name;
    this.putValueCommand = secret.name.apply((secretName) => putValue(secretName, args.account.region, keys));
    this.registerOutputs(outputs(this));
  }
}

/** Calls of AWS services for replication and rotation have no aws:PrincipalAccount. */
const people = { "aws:PrincipalIsAWSService": "false" };

function denyForeigners({ accountId }: Account): Statement {
  return {
    Sid: "DenyOtherAccounts",
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:*",
    Resource: "*",
    Condition: { StringNotEquals: { "aws:PrincipalAccount": accountId }, Bool: people },
  };
}

/** Denies reading only, so that administrators can manage the secret and operators can set its value. */
function denyOthers(readers: readonly pulumi.Input<string>[]): Statement {
  return {
    Sid: "DenyOtherReaders",
    Effect: "Deny",
    Principal: "*",
    Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
    Resource: "*",
    Condition: { ArnNotLike: { "aws:PrincipalArn": [...readers] }, Bool: people },
  };
}

function putValue(secretName: string, region: string, keys: readonly string[]): string {
  const asked = keys.length === 0 ? "Value" : `JSON object with ${keys.join(", ")}`;
  return [
    `printf '%s: ' '${asked} of ${secretName}' && read -rs VALUE && printf %s "$VALUE" |`,
    `aws secretsmanager put-secret-value --region ${region} --secret-id '${secretName}' --secret-string file:///dev/stdin`,
  ].join(" ");
}

function faults({ account, secretName, keys = [], replicas = [], rotation }: SecretArgs): string[] {
  const regions = replicas.map(({ region }) => region);
  return [
    ...(secretName === undefined || /^[\w/+=.@-]{1,512}$/.test(secretName)
      ? []
      : [`secretName must be 1 to 512 letters, digits and /_+=.@-, got ${JSON.stringify(secretName)}`]),
    ...keys.flatMap((key, index) => [
      ...(/^[\w.-]+$/.test(key) ? [] : [`keys must be letters, digits and _.-, got ${JSON.stringify(key)}`]),
      ...(keys.indexOf(key) < index ? [`keys must not repeat a key, got ${key} again`] : []),
    ]),
    ...regions.flatMap((region, index) => [
      ...(region === account.region ? [`replicas must be in other Regions, got ${region}`] : []),
      ...(regions.indexOf(region) < index ? [`replicas must not repeat a Region, got ${region} again`] : []),
    ]),
    ...within("rotation.scheduleDays", rotation?.scheduleDays, 1, 90),
  ];
}
