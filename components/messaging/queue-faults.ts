import { within } from "../ranges.ts";
import type { QueueArgs } from "./queue-args.ts";

/** SQS takes 80 characters; the dead-letter queue needs twelve of them. */
const nameFormat = /^[A-Za-z0-9_-]{1,68}$/;

/** What SQS, or our own rules, would refuse about a queue; all of it at once. */
export function queueFaults(args: QueueArgs): string[] {
  const { queueName } = args;
  return [
    ...(queueName === undefined || nameFormat.test(queueName)
      ? []
      : [`queueName must be 1 to 68 letters, digits, underscores and hyphens, got "${queueName}"`]),
    ...within("visibilityTimeoutSeconds", args.visibilityTimeoutSeconds, 0, 43_200),
    ...within("maxReceiveCount", args.maxReceiveCount, 1, 10),
    ...within("messageRetentionSeconds", args.messageRetentionSeconds, 60, 1_209_600),
  ];
}
