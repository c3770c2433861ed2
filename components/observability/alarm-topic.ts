import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { denyPlaintext, policyDocument, type Statement, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Someone who hears what is published to a topic. */
export interface Subscription {
  /** Who hears it, for example on-call; identity of the subscription. */
  name: string;
  /** How; an e-mail address has to confirm by hand, an HTTPS endpoint by itself. */
  protocol: "email" | "https";
  /** E-mail address or URL; secret when the URL carries a key. */
  endpoint: pulumi.Input<string>;
}

export interface AlarmTopicArgs {
  /** Account of the topic. */
  account: Account;
  /** ARN of the KMS key that encrypts the topic; its policy must admit every one of alarmPublishers. */
  kmsKeyArn: pulumi.Input<string>;
  /** Who hears it; at least one. */
  subscriptions: readonly Subscription[];
}

/** Services that publish alarms: the key of a topic has to admit them. */
export const alarmPublishers: readonly string[] = [
  "cloudwatch.amazonaws.com",
  "events.amazonaws.com",
  "budgets.amazonaws.com",
  "costalerts.amazonaws.com",
];

/** EventBridge sends SNS nothing that a condition could test, so that its statement has none; the topic's key holds it to the account. */
function publisher(
  account: Account,
  service: string,
  publish: { Action: string; Resource: pulumi.Input<string> },
): Statement {
  return service === "events.amazonaws.com"
    ? { Effect: "Allow", Principal: { Service: service }, ...publish }
    : serviceStatement(account, service, publish);
}

/** An encrypted SNS topic that CloudWatch, EventBridge, Budgets and Cost Anomaly Detection of the account publish to, and that somebody hears. */
export class AlarmTopic extends pulumi.ComponentResource {
  /** ARN of the topic, known only once its policy stands, so that publishers find the door open. */
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:AlarmTopic", name, {}, opts);
    refuse(this, name, subscriptionFaults("subscriptions", args.subscriptions));
    const child = { parent: this };

    const topic = new aws.sns.Topic(
      name,
      { kmsMasterKeyId: args.kmsKeyArn, signatureVersion: 2, tags: { Name: name } },
      child,
    );
    const publish = { Action: "sns:Publish", Resource: topic.arn };
    const policy = new aws.sns.TopicPolicy(
      name,
      {
        arn: topic.arn,
        policy: policyDocument(
          ...alarmPublishers.map((service) => publisher(args.account, service, publish)),
          denyPlaintext(topic.arn, "sns:Publish"),
        ),
      },
      child,
    );
    for (const { name: who, protocol, endpoint } of args.subscriptions) {
      new aws.sns.TopicSubscription(
        `${name}-${who}`,
        // Waiting for the endpoint's confirmation turns a receiver that hears nothing into a failed deployment.
        { topic: topic.arn, protocol, endpoint, ...(protocol === "https" && { endpointAutoConfirms: true }) },
        child,
      );
    }

    this.topicArn = pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs(outputs(this));
  }
}

const endpoints = {
  email: { form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, allowed: "an e-mail address" },
  https: { form: /^https:\/\/[^\s/]+/, allowed: "an https:// URL" },
};

/** What is wrong with a topic's subscriptions: none at all, a name twice, an endpoint that its protocol cannot reach. */
export function subscriptionFaults(argument: string, subscriptions: readonly Subscription[]): string[] {
  if (subscriptions.length === 0) return [`${argument} must have at least one subscription, got none`];
  const names = subscriptions.map(({ name }) => name);
  return subscriptions.flatMap(({ name, protocol, endpoint }, index) => {
    const { form, allowed } = endpoints[protocol];
    return [
      ...(names.indexOf(name) < index ? [`${argument}[${index}].name must be used once, got ${name} again`] : []),
      ...(typeof endpoint === "string" && !form.test(endpoint)
        ? [`${argument}[${index}].endpoint must be ${allowed}, got ${endpoint}`]
        : []),
    ];
  });
}
