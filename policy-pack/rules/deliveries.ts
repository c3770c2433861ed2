import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { json } from "../checks/json.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, number, read, text, word } from "../checks/values.ts";

const queue = "aws:sqs/queue:Queue";
const topic = "aws:sns/topic:Topic";
const subscription = "aws:sns/topicSubscription:TopicSubscription";
const redrive = "aws:sqs/redrivePolicy:RedrivePolicy";
const allowance = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";

/** What sends to a queue that which it could not deliver, and where it names the queue. */
const senders: readonly (readonly [type: string, path: string])[] = [
  [queue, "redrivePolicy"],
  [redrive, "redrivePolicy"],
  [subscription, "redrivePolicy"],
  ["aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig.arn"],
  ["aws:scheduler/schedule:Schedule", "target.deadLetterConfig.arn"],
  ["aws:pipes/pipe:Pipe", "sourceParameters"],
  ["aws:lambda/function:Function", "deadLetterConfig.targetArn"],
  ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "destinationConfig"],
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "destinationConfig"],
];

/** Whether the queue is where others leave what they could not deliver. */
function isDeadLetter(graph: Graph, each: StackResource): boolean {
  const arn = text(each.props, "arn");
  const named = senders.some(([type, path]) =>
    graph
      .of(type)
      .filter((from) => from !== each)
      .some(
        (from) =>
          graph.targets(from, path, queue).includes(each) ||
          (arn !== undefined && list(from.props, path).some((policy) => JSON.stringify(policy ?? "").includes(arn))),
      ),
  );
  return (
    named ||
    graph.referrers(each, "queueUrl", allowance).length > 0 ||
    read(each.props, "redriveAllowPolicy").state !== "absent"
  );
}

/** How often a message is tried, where the policy is known and says so. */
function tries(policy: unknown): number {
  return number(known(typeof policy === "string" ? json(policy) : policy, "maxReceiveCount"));
}

function undelivered(graph: Graph): Complaint[] {
  return graph.of(queue).flatMap((resource): Complaint[] => {
    if (isDeadLetter(graph, resource)) return [];
    const apart = graph.referrers(resource, "queueUrl", redrive).map(({ props }) => read(props, "redrivePolicy"));
    const policies = [read(resource.props, "redrivePolicy"), ...apart].filter(({ state }) => state !== "absent");
    if (policies.length === 0) return [{ resource, verdict: fail("has no queue for what cannot be delivered") }];
    const often = policies.some((policy) => policy.state === "known" && tries(policy.value) > 10);
    return often ? [{ resource, verdict: fail("tries a message more than ten times") }] : [];
  });
}

const fortnight = 14 * 24 * 3600;

function forgetful(graph: Graph): Complaint[] {
  return graph
    .of(queue)
    .filter((each) => isDeadLetter(graph, each))
    .filter(({ props }) => {
      const kept = read(props, "messageRetentionSeconds");
      return kept.state === "absent" || (kept.state === "known" && number(kept.value) < fortnight);
    })
    .map((resource) => ({ resource, verdict: fail("forgets what could not be delivered within two weeks") }));
}

/** Protocols whose delivery SNS can report, and the property that says to whom. */
const reports: Record<string, string> = {
  sqs: "sqsFailureFeedbackRoleArn",
  lambda: "lambdaFailureFeedbackRoleArn",
  firehose: "firehoseFailureFeedbackRoleArn",
  http: "httpFailureFeedbackRoleArn",
  https: "httpFailureFeedbackRoleArn",
  application: "applicationFailureFeedbackRoleArn",
};

function silent(graph: Graph): Complaint[] {
  return graph.of(topic).flatMap((resource): Complaint[] => {
    const missing = graph
      .referrers(resource, "topic", subscription)
      .map(({ props }) => reports[word(known(props, "protocol"))])
      .find((property) => property !== undefined && read(resource.props, property).state === "absent");
    return missing === undefined ? [] : [{ resource, verdict: fail(`has no ${missing}`) }];
  });
}

const orders = example(queue, "orders", {});
const dead = example(queue, "dead", { messageRetentionSeconds: fortnight });
const short = example(queue, "dead", { messageRetentionSeconds: 345600 });
const target = (to: StackResource) =>
  example("aws:cloudwatch/eventTarget:EventTarget", "target", { deadLetterConfig: {} }, { deadLetterConfig: to });
const alarms = example(topic, "alarms", {});
const subscribed = (to: StackResource) => example(subscription, "alarms", { protocol: "sqs" }, { topic: to });
const reported = example(topic, "alarms", { sqsFailureFeedbackRoleArn: "arn:aws:iam::111122223333:role/sns" });

/** What becomes of messages that cannot be delivered. */
export const deliveries: readonly StackRule[] = [
  {
    name: "sqs-dead-letter",
    description: "What a queue cannot deliver ends in another queue, after ten attempts at most.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set redrivePolicy with deadLetterTargetArn and maxReceiveCount",
    check: undelivered,
    ok: [dead, example(queue, "orders", { redrivePolicy: '{"maxReceiveCount":5}' }, { redrivePolicy: dead })],
    bad: [orders],
  },
  {
    name: "sqs-retention",
    description: "What could not be delivered is kept for two weeks.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set messageRetentionSeconds to 1209600",
    check: forgetful,
    ok: [dead, target(dead)],
    bad: [short, target(short)],
  },
  {
    name: "sns-delivery-status",
    description: "A topic reports what it could not deliver, where SNS can know.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["SNS.2"],
    fix: "set sqsFailureFeedbackRoleArn, or the one of the protocol",
    check: silent,
    ok: [reported, subscribed(reported)],
    bad: [alarms, subscribed(alarms)],
  },
];
