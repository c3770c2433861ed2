import { all, either, isNot, set } from "../checks/conditions.ts";
import { isConfined, type Statement } from "../checks/iam-policy.ts";
import { allowed, document, notPublic } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

/** The account's own administrators decide who does what, as in the policy that SQS writes itself. */
const isDelegated = ({ principals }: Statement) =>
  principals.length > 0 &&
  principals.every(({ kind, name }) => kind === "AWS" && /^(?:\d{12}|arn:.*:root)$/.test(name));

const queue = "aws:sqs/queue:Queue";
const arn = "arn:aws:sqs:eu-west-1:111122223333:orders";

/** Queues and event buses. */
export const messaging: readonly ResourceRule[] = [
  {
    name: "sqs-encrypted",
    types: [queue],
    description: "A queue is encrypted.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["SQS.1", "CKV_AWS_27"],
    fix: "set kmsMasterKeyId, or leave sqsManagedSseEnabled unset",
    check: either(set("kmsMasterKeyId"), isNot("sqsManagedSseEnabled", false)),
    ok: { sqsManagedSseEnabled: true },
    bad: { sqsManagedSseEnabled: false },
  },
  {
    name: "sqs-policy-not-public",
    types: [queue, "aws:sqs/queuePolicy:QueuePolicy"],
    description: "A queue's policy admits nobody who is not named, and nobody to everything.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["SQS.3", "CKV_AWS_72", "CKV_AWS_168", "CKV_AWS_387"],
    fix: "set policy with a condition on aws:SourceArn, and with single actions",
    check: all(
      notPublic("policy"),
      document(
        "policy",
        allowed((statement) => {
          const whole = statement.actions.find((action) => /^(?:\*|sqs:\*)$/i.test(action));
          const open = whole === "*" || (whole !== undefined && !isConfined(statement) && !isDelegated(statement));
          return open ? "allows every action" : undefined;
        }),
      ),
    ),
    ok: { policy: policy({ Principal: { AWS: "arn:aws:iam::111122223333:role/api" }, Action: "sqs:SendMessage" }) },
    bad: { policy: policy({ Principal: "*", Action: "sqs:*" }) },
  },
  {
    name: "eventbus-policy",
    types: ["aws:cloudwatch/eventBusPolicy:EventBusPolicy"],
    description: "An event bus admits nobody who is not named.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["EventBridge.3"],
    fix: "set policy with accounts, or with a condition on aws:PrincipalOrgID",
    check: notPublic("policy"),
    ok: { policy: policy({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "events:PutEvents" }) },
    bad: { policy: policy({ Principal: "*", Action: "events:PutEvents" }) },
  },
];

function policy(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: arn, ...statement }] });
}
