import { within } from "../ranges.ts";
import type { QueueArgs } from "./queue-args.ts";

/** SQS queue names have up to 80 characters, of which the dead-letter queue's suffix uses 12. */
const nameFormat = /^[A-Za-z0-9_-]{1,68}$/;

/** Every fault of a queue's arguments. */
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
