import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";

/** A copy of a secret in another Region, for the day when this one is gone. */
export interface SecretReplica {
  /** AWS Region code of the copy. */
  region: string;
  /** ARN of the KMS key in that Region that encrypts the copy. */
  kmsKeyArn: pulumi.Input<string>;
}

/** A Lambda function that puts a new value in time; it must admit secretsmanager.amazonaws.com, and its role must be among the readers. */
export interface SecretRotation {
  /** ARN of the rotation function. */
  lambdaArn: pulumi.Input<string>;
  /** Days from one rotation to the next, 1 to 90. */
  scheduleDays: number;
}

export interface SecretArgs {
  /** Account of the secret. */
  account: Account;
  /** What the secret is for, in a few words. */
  description: string;
  /** Physical name, by which readers ask for it; a name is free again only when the recovery window of its last secret is over. @default auto-named */
  secretName?: string;
  /** Keys of the JSON object that is the value; none means that the value is a plain string. @default [] */
  keys?: readonly string[];
  /** ARN of the KMS key that encrypts the value. */
  kmsKeyArn: pulumi.Input<string>;
  /** Whether a deleted secret can be called back for 30 days, or only for the 7 that AWS insists on. */
  deletionProtection: boolean;
  /** ARNs of the roles that alone may read the value, where * stands for what auto-naming adds. @default [], whoever IAM allows to in the own account */
  readers?: readonly pulumi.Input<string>[];
  /** Copies in other Regions. @default [] */
  replicas?: readonly SecretReplica[];
  /** How the value is renewed; its first value has to be there before. @default none, an operator puts each new value */
  rotation?: SecretRotation;
}

/**
 * An empty secret in Secrets Manager: the program never sees its value, an operator puts it.
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
  /** Shell command that asks an operator for the value and puts it, past the shell's history and the list of processes. */
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
          // Whoever reads the value at this moment would hold an old one before anything else is up.
          rotateImmediately: false,
        },
        child,
      );
    }

    // Not held back until the policy stands: a reader's own policy needs the ARN, and the secret's policy may need the reader.
    this.arn = secret.arn;
    this.secretName = secret.name;
    this.putValueCommand = secret.name.apply((secretName) => putValue(secretName, args.account.region, keys));
    this.registerOutputs(outputs(this));
  }
}

/** AWS services act for themselves (replication, rotation) and have no account of their own. */
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

/** Only reading is denied, so that administrators still manage the secret, and operators still put its value. */
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
      ...(keys.indexOf(key) < index ? [`keys must differ, got ${key} again`] : []),
    ]),
    ...regions.flatMap((region, index) => [
      ...(region === account.region ? [`replicas must be in other Regions, got ${region}`] : []),
      ...(regions.indexOf(region) < index ? [`replicas must be in different Regions, got ${region} again`] : []),
    ]),
    ...within("rotation.scheduleDays", rotation?.scheduleDays, 1, 90),
  ];
}
