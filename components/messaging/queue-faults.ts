import type { QueueArgs } from "./queue.ts";

/** SQS takes 80 characters; the dead-letter queue needs twelve of them. */
const nameFormat = /^[A-Za-z0-9_-]{1,68}$/;

/** What SQS, or our own rules, would refuse about a queue; all of it at once. */
export function queueFaults(args: QueueArgs): string[] {
  const { queueName } = args;
  return [
    ...(queueName === undefined || nameFormat.test(queueName)
      ? []
      : [`queueName must be 1 to 68 letters, digits, underscores and hyphens, got "${queueName}"`]),
    ...rangeFaults("visibilityTimeoutSeconds", args.visibilityTimeoutSeconds, 0, 43_200),
    ...rangeFaults("maxReceiveCount", args.maxReceiveCount, 1, 10),
    ...rangeFaults("messageRetentionSeconds", args.messageRetentionSeconds, 60, 1_209_600),
  ];
}

function rangeFaults(argument: string, value: number | undefined, least: number, most: number): string[] {
  return value === undefined || (Number.isInteger(value) && value >= least && value <= most)
    ? []
    : [`${argument} must be a whole number from ${least} to ${most}, got ${value}`];
}
