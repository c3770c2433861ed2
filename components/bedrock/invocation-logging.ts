import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";

/** Arguments of InvocationLogging. */
export interface InvocationLoggingArgs {
  /** Account and Region whose model invocations are logged. */
  account: Account;
  /** Retention and KMS key of the log group, which contains prompts and responses. */
  logs: LogRetention;
}

/**
 * Logs every model invocation of an account in a Region to CloudWatch Logs.
 * An account has one such setting per Region, so a second stack would overwrite it.
 */
export class InvocationLogging extends pulumi.ComponentResource {
  /** Name of the log group. */
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: InvocationLoggingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:bedrock:InvocationLogging", name, {}, opts);
    const { account, logs } = args;
    const child = { parent: this };

    const group = new aws.cloudwatch.LogGroup(
      name,
      { retentionInDays: logs.retentionInDays, kmsKeyId: logs.kmsKeyArn },
      child,
    );
    const role = new ServiceRole(
      name,
      {
        account,
        service: "bedrock.amazonaws.com",
        trustCondition: {
          StringEquals: { "aws:SourceAccount": account.accountId },
          ArnLike: { "aws:SourceArn": arn(account, "bedrock", "*") },
        },
        statements: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            // Log stream that Bedrock writes to.
            Resource: pulumi.interpolate`${group.arn}:log-stream:aws/bedrock/modelinvocations`,
          },
        ],
      },
      child,
    );
    new aws.bedrockmodel.InvocationLoggingConfiguration(
      name,
      {
        loggingConfig: {
          cloudwatchConfig: { logGroupName: group.name, roleArn: role.arn },
          textDataDeliveryEnabled: true,
          // Embeddings are not readable, and images and videos exceed the size of a log event.
          embeddingDataDeliveryEnabled: false,
          imageDataDeliveryEnabled: false,
          videoDataDeliveryEnabled: false,
        },
      },
      child,
    );

    this.logGroupName = group.name;
    this.registerOutputs(outputs(this));
  }
}
