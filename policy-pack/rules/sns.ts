import { all, fail, noneOf, set } from "../checks/conditions.ts";
import { example, resourcePolicyText } from "../checks/example.ts";
import { isConfined } from "../checks/iam-policy.ts";
import { document, foreigners, notPublic } from "../checks/policy-document.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../checks/rule.ts";
import { known, read, word } from "../checks/values.ts";

const topic = "aws:sns/topic:Topic";
const subscription = "aws:sns/topicSubscription:TopicSubscription";

/** Protocols with SNS delivery status logging, and the property of the role. */
const feedbackRoles: Record<string, string> = {
  sqs: "sqsFailureFeedbackRoleArn",
  lambda: "lambdaFailureFeedbackRoleArn",
  firehose: "firehoseFailureFeedbackRoleArn",
  http: "httpFailureFeedbackRoleArn",
  https: "httpFailureFeedbackRoleArn",
  application: "applicationFailureFeedbackRoleArn",
};

function withoutDeliveryStatus(graph: Graph): Complaint[] {
  return graph.of(topic).flatMap((resource): Complaint[] => {
    const missing = graph
      .referrers(resource, "topic", subscription)
      .map(({ props }) => feedbackRoles[word(known(props, "protocol"))])
      .find((property) => property !== undefined && read(resource.props, property).state === "absent");
    return missing === undefined ? [] : [{ resource, verdict: fail(`has no ${missing}`) }];
  });
}

const alarmTopic = example(topic, "alarms", {});
const subscribed = (to: StackResource) => example(subscription, "alarms", { protocol: "sqs" }, { topic: to });
const topicWithFeedback = example(topic, "alarms", { sqsFailureFeedbackRoleArn: "arn:aws:iam::111122223333:role/sns" });

export const sns = service("Amazon SNS", [
  {
    name: "sns-kms",
    types: [topic],
    description: "SNS topics set a KMS key for server-side encryption.",
    why: "Without a KMS key the topic policy is the only control on its messages; a key policy would also limit the publishers and record each use of the key in CloudTrail.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["SNS.1", "CKV_AWS_26"],
    fix: "set kmsMasterKeyId",
    check: set("kmsMasterKeyId"),
    ok: { kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { name: "alarms" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "sns-policy-not-public",
    types: [topic, "aws:sns/topicPolicy:TopicPolicy"],
    description: "SNS topic policies grant no public access and no unconditioned cross-account access.",
    why: "Depending on the actions, an account that the topic policy admits can subscribe and receive messages, or publish false alarms to the people and functions behind it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["SNS.4", "CKV_AWS_169"],
    fix: "set policy with a condition on aws:SourceArn or aws:SourceAccount",
    check: all(
      notPublic("policy"),
      document("policy", (each, scope) =>
        each.allows && !isConfined(each) && foreigners(each, scope).length > 0
          ? `allows account ${foreigners(each, scope).join(", ")}`
          : undefined,
      ),
    ),
    ok: { policy: resourcePolicyText({ Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish" }) },
    bad: { policy: resourcePolicyText({ Principal: { AWS: "*" }, Action: "sns:Publish" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sns-subscription-https",
    types: ["aws:sns/topicSubscription:TopicSubscription"],
    description: "SNS subscriptions do not use the http protocol.",
    why: "SNS posts messages to an http endpoint in plaintext, so alarms, tokens and unsubscribe links in them can be read and altered on the network.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set protocol to https",
    check: noneOf("protocol", ["http"]),
    ok: { protocol: "https" },
    bad: { protocol: "http" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sns-delivery-status",
    description: "SNS topics log failed deliveries to their subscriptions where the protocol allows it.",
    why: "Without delivery status logging a failed delivery is only a count in a metric: neither the message ID nor the error of the endpoint is recorded.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["SNS.2"],
    fix: "set the failure feedback role of the subscription's protocol, such as sqsFailureFeedbackRoleArn",
    find: withoutDeliveryStatus,
    ok: [topicWithFeedback, subscribed(topicWithFeedback)],
    bad: [alarmTopic, subscribed(alarmTopic)],
  },
]);
