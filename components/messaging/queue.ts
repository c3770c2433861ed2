import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyPlaintext, policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { QueueArgs, QueueSource } from "./queue-args.ts";
import { queueFaults } from "./queue-faults.ts";

export type { QueueArgs } from "./queue-args.ts";

/** Maximum retention of SQS, 14 days; a message keeps its age in the dead-letter queue, so this queue needs the maximum. */
const longestRetention = 1_209_600;

/**
 * An encrypted SQS queue with a dead-letter queue; requests need TLS, and only the named sources may send without an IAM role.
 *
 * @example
 * import { Queue } from "./queue.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const queue = new Queue("orders", {
 *   encryption: { kind: "sse-kms", kmsKeyArn },
 *   sources: { created: { service: "events.amazonaws.com", arn: "arn:aws:events:us-east-1:111122223333:rule/created" } },
 *   visibilityTimeoutSeconds: 120,
 * });
 * export const { queueUrl, deadLetterQueueName } = queue;
 */
export class Queue extends pulumi.ComponentResource {
  /** URL of the queue, known when its policy exists, so that sources can send. */
  readonly queueUrl: pulumi.Output<string>;
  /** ARN of the queue, known when its policy exists. */
  readonly arn: pulumi.Output<string>;
  /** Name of the queue: the QueueName dimension of its metrics. */
  readonly queueName: pulumi.Output<string>;
  /** URL of the dead-letter queue. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** ARN of the dead-letter queue. */
  readonly deadLetterArn: pulumi.Output<string>;
  /** Name of the dead-letter queue, for an alarm on its messages. */
  readonly deadLetterQueueName: pulumi.Output<string>;

  constructor(name: string, args: QueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:messaging:Queue", name, {}, opts);
    const { sources = {}, visibilityTimeoutSeconds = 30 } = args;
    const { maxReceiveCount = 5, messageRetentionSeconds = 345600 } = args;
    refuse(this, name, queueFaults(args));

    const deadLetters = this.queue(`${name}-dead-letter`, args, {
      ...(args.queueName !== undefined && { name: `${args.queueName}-dead-letter` }),
      messageRetentionSeconds: longestRetention,
    });
    const queue = this.queue(name, args, {
      ...(args.queueName !== undefined && { name: args.queueName }),
      visibilityTimeoutSeconds,
      messageRetentionSeconds,
      // Long polling.
      receiveWaitTimeSeconds: 20,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
    });
    const redriveAllowPolicy = pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] });
    new aws.sqs.RedriveAllowPolicy(name, { queueUrl: deadLetters.url, redriveAllowPolicy }, { parent: this });
    const shut = this.policy(`${name}-dead-letter`, deadLetters, {});
    const policy = this.policy(name, queue, sources);

    this.queueUrl = pulumi.all([queue.url, policy.id]).apply(([url]) => url);
    this.arn = pulumi.all([queue.arn, policy.id]).apply(([arn]) => arn);
    this.queueName = queue.name;
    this.deadLetterQueueUrl = pulumi.all([deadLetters.url, shut.id]).apply(([url]) => url);
    this.deadLetterArn = deadLetters.arn;
    this.deadLetterQueueName = deadLetters.name;
    this.registerOutputs(outputs(this));
  }

  private queue(name: string, { encryption }: QueueArgs, settings: aws.sqs.QueueArgs): aws.sqs.Queue {
    const encrypted =
      encryption.kind === "sse-kms"
        ? // An hour of one data key instead of five minutes: a twelfth of the requests to KMS.
          { kmsMasterKeyId: encryption.kmsKeyArn, kmsDataKeyReusePeriodSeconds: 3600 }
        : { sqsManagedSseEnabled: true };
    return new aws.sqs.Queue(name, { ...settings, ...encrypted, tags: { Name: name } }, { parent: this });
  }

  private policy(name: string, { url, arn }: aws.sqs.Queue, sources: Readonly<Record<string, QueueSource>>) {
    const policy = policyDocument(denyPlaintext(arn, "sqs:*"), ...Object.values(sources).map(admit(arn)));
    return new aws.sqs.QueuePolicy(name, { queueUrl: url, policy }, { parent: this });
  }
}

/** The ARN of a rule or topic contains the account. */
function admit(queueArn: pulumi.Output<string>): (source: QueueSource) => Statement {
  return ({ service, arn }) => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": arn } },
  });
}
