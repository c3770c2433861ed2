import { isWhole } from "../ranges.ts";
import type { BucketArgs, LifecycleRule } from "./bucket-args.ts";

/** S3's own limit. */
const longestLockDays = 36_500;

/** What S3 would refuse about a bucket; all of it at once. */
export function bucketFaults({ lifecycle = [], encryption, replication, objectLock }: BucketArgs): string[] {
  const ids = ["housekeeping", ...lifecycle.map(({ id }) => id)];
  const faults = lifecycle.flatMap((rule, index) => [
    ...(ids.indexOf(rule.id) <= index
      ? [`lifecycle[${index}].id must be used once, and not be housekeeping, got "${rule.id}"`]
      : []),
    ...ageFaults(`lifecycle[${index}]`, rule),
  ]);
  if (encryption.kind === "sse-kms" && replication !== undefined && replication.destinationKmsKeyArn === undefined)
    faults.push(
      "replication.destinationKmsKeyArn must be a key of the destination's Region where encryption is sse-kms, got none",
    );
  if (objectLock !== undefined && !isWhole(objectLock.days, 1, longestLockDays))
    faults.push(`objectLock.days must be a whole number from 1 to ${longestLockDays}, got ${objectLock.days}`);
  return faults;
}

/** An object gets older from one transition to the next, and expires after the last. */
function ageFaults(argument: string, { transitions = [], expirationDays }: LifecycleRule): string[] {
  const ages = [...transitions.map(({ days }) => days), ...(expirationDays === undefined ? [] : [expirationDays])];
  return ages.every((age, index) => isWhole(age, (ages[index - 1] ?? 0) + 1))
    ? []
    : [
        `${argument} must have whole days that grow from transition to transition to expiration, got ${ages.join(", ")}`,
      ];
}
