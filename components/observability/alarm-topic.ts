import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { denyPlaintext, policyDocument, type Statement, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** A subscription of an SNS topic. */
export interface Subscription {
  /** Name of the subscription, for example on-call. */
  name: string;
  /** Protocol; email addresses are confirmed by hand, HTTPS endpoints automatically. */
  protocol: "email" | "https";
  /** Email address or URL; a URL with a key must be secret. */
  endpoint: pulumi.Input<string>;
}

/** Arguments of AlarmTopic. */
export interface AlarmTopicArgs {
  /** Account of the topic. */
  account: Account;
  /** ARN of the KMS key, whose policy must allow every one of alarmPublishers. */
  kmsKeyArn: pulumi.Input<string>;
  /** Subscriptions; at least one. */
  subscriptions: readonly Subscription[];
}

/** Service principals that publish to the topic; the key policy must allow them. */
export const alarmPublishers: readonly string[] = [
  "cloudwatch.amazonaws.com",
  "events.amazonaws.com",
  "budgets.amazonaws.com",
  "costalerts.amazonaws.com",
];

/** EventBridge sends SNS no condition keys, so its statement has none; the KMS key limits it to the account. */
function publisher(
  account: Account,
  service: string,
  publish: { Action: string; Resource: pulumi.Input<string> },
): Statement {
  return service === "events.amazonaws.com"
    ? { Effect: "Allow", Principal: { Service: service }, ...publish }
    : serviceStatement(account, service, publish);
}

/** An encrypted SNS topic for CloudWatch, EventBridge, Budgets and Cost Anomaly Detection of the account, with subscriptions. */
export class AlarmTopic extends pulumi.ComponentResource {
  /** ARN of the topic, known when its policy exists. */
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
        // Waiting for the endpoint's confirmation fails the deployment where the endpoint does not respond.
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

/** Faults of subscriptions: none, repeated names, and endpoints that the protocol does not support. */
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
