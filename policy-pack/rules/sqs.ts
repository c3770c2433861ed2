import { all, either, fail, isNot, set } from "../checks/conditions.ts";
import { example, policyText } from "../checks/example.ts";
import { isConfined, type Statement } from "../checks/iam-policy.ts";
import { json } from "../checks/json.ts";
import { memoOf } from "../checks/links.ts";
import { allowed, document, notPublic } from "../checks/policy-document.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../checks/rule.ts";
import { known, list, number, read, text } from "../checks/values.ts";

const queue = "aws:sqs/queue:Queue";
const arn = "arn:aws:sqs:eu-west-1:111122223333:orders";
const subscription = "aws:sns/topicSubscription:TopicSubscription";
const redrive = "aws:sqs/redrivePolicy:RedrivePolicy";
const allowance = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";

/** The principals are the account itself, as in the default policy of SQS. */
const isDelegated = ({ principals }: Statement) =>
  principals.length > 0 &&
  principals.every(({ kind, name }) => kind === "AWS" && /^(?:\d{12}|arn:.*:root)$/.test(name));

/** Types with a dead-letter queue, and the property that names it. */
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

const queueArn = /arn:[^:\s]{1,20}:sqs:[\w-]{1,32}:\d{1,12}:[\w.-]{1,80}/g;

/** The ARNs of queues that are written in the dead-letter settings of the stack. */
const arnsOfSenders = memoOf(
  (graph: Graph): ReadonlySet<string> =>
    new Set(
      senders.flatMap(([type, path]) =>
        graph.of(type).flatMap(({ props }) => (JSON.stringify(list(props, path)) ?? "").match(queueArn) ?? []),
      ),
    ),
);

/** Whether the queue is a dead-letter queue. */
function isDeadLetter(graph: Graph, each: StackResource): boolean {
  return (
    senders.some(([type, path]) => graph.referrers(each, path, type).some((from) => from !== each)) ||
    arnsOfSenders(graph).has(text(each.props, "arn") ?? "") ||
    graph.referrers(each, "queueUrl", allowance).length > 0 ||
    read(each.props, "redriveAllowPolicy").state !== "absent"
  );
}

/** The maxReceiveCount of a redrive policy. */
function maxReceiveCount(policy: unknown): number {
  return number(known(typeof policy === "string" ? json(policy) : policy, "maxReceiveCount"));
}

function withoutDeadLetterQueue(graph: Graph): Complaint[] {
  return graph.of(queue).flatMap((resource): Complaint[] => {
    if (isDeadLetter(graph, resource)) return [];
    const apart = graph.referrers(resource, "queueUrl", redrive).map(({ props }) => read(props, "redrivePolicy"));
    const policies = [read(resource.props, "redrivePolicy"), ...apart].filter(({ state }) => state !== "absent");
    if (policies.length === 0) return [{ resource, verdict: fail("has no dead-letter queue") }];
    const often = policies.some((policy) => policy.state === "known" && maxReceiveCount(policy.value) > 10);
    return often ? [{ resource, verdict: fail("has a maxReceiveCount above 10") }] : [];
  });
}

const fourteenDays = 14 * 24 * 3600;

function withShortRetention(graph: Graph): Complaint[] {
  return graph
    .of(queue)
    .filter((each) => isDeadLetter(graph, each))
    .filter(({ props }) => {
      const kept = read(props, "messageRetentionSeconds");
      return kept.state === "absent" || (kept.state === "known" && number(kept.value) < fourteenDays);
    })
    .map((resource) => ({ resource, verdict: fail("is a dead-letter queue with a retention below 14 days") }));
}

const orders = example(queue, "orders", {});
const deadLetterQueue = example(queue, "dead", { messageRetentionSeconds: fourteenDays });
const shortQueue = example(queue, "dead", { messageRetentionSeconds: 345600 });

const targetWith = (to: StackResource) =>
  example("aws:cloudwatch/eventTarget:EventTarget", "target", { deadLetterConfig: {} }, { deadLetterConfig: to });

export const sqs = service("Amazon SQS", [
  {
    name: "sqs-encrypted",
    types: [queue],
    description: "SQS queues are encrypted at rest.",
    why: "An unencrypted queue stores message bodies, often with customer data, in plaintext on disk for as long as they wait for a consumer.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["SQS.1", "CKV_AWS_27"],
    fix: "set kmsMasterKeyId, or leave sqsManagedSseEnabled unset",
    check: either(set("kmsMasterKeyId"), isNot("sqsManagedSseEnabled", false)),
    ok: { sqsManagedSseEnabled: true },
    bad: { sqsManagedSseEnabled: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sqs-policy-not-public",
    types: [queue, "aws:sqs/queuePolicy:QueuePolicy"],
    description: "SQS queue policies grant neither public access nor unrestricted wildcard actions.",
    why: "A queue open to every principal accepts forged messages and hands real ones to strangers; a wildcard action also lets its holder purge or delete the queue.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["SQS.3", "CKV_AWS_72", "CKV_AWS_168", "CKV_AWS_387"],
    fix: "set policy with named principals or a condition on aws:SourceArn, and with single actions",
    check: all(
      notPublic("policy"),
      document(
        "policy",
        allowed((statement) => {
          const whole = statement.actions.find((action) => /^(?:\*|sqs:\*)$/i.test(action));
          const open = whole === "*" || (whole !== undefined && !isConfined(statement) && !isDelegated(statement));
          return open ? "allows every SQS action" : undefined;
        }),
      ),
    ),
    ok: {
      policy: policyText({
        Resource: arn,
        Principal: { AWS: "arn:aws:iam::111122223333:role/api" },
        Action: "sqs:SendMessage",
      }),
    },
    bad: { policy: policyText({ Resource: arn, Principal: "*", Action: "sqs:*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "sqs-dead-letter",
    description: "SQS source queues have a dead-letter queue and a maxReceiveCount of at most 10.",
    why: "A message that always fails returns to the queue until its retention ends, occupies the consumers in the meantime, and is then deleted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set redrivePolicy with deadLetterTargetArn and a maxReceiveCount of at most 10",
    find: withoutDeadLetterQueue,
    ok: [
      deadLetterQueue,
      example(queue, "orders", { redrivePolicy: '{"maxReceiveCount":5}' }, { redrivePolicy: deadLetterQueue }),
    ],
    bad: [orders],
  },
  {
    name: "sqs-retention",
    description: "SQS dead-letter queues retain messages for 14 days.",
    why: "A short retention deletes failed messages before an engineer has examined and redriven them, for example over a weekend and a public holiday.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set messageRetentionSeconds to 1209600",
    find: withShortRetention,
    ok: [deadLetterQueue, targetWith(deadLetterQueue)],
    bad: [shortQueue, targetWith(shortQueue)],
  },
]);
