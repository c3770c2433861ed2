import { isWhole } from "../ranges.ts";
import type { BucketArgs, LifecycleRule } from "./bucket-args.ts";

/** Limit of S3 Object Lock. */
const longestLockDays = 36_500;

/** Every fault of a bucket's arguments. */
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

/** Transitions must have growing ages, and the expiration the highest. */
function ageFaults(argument: string, { transitions = [], expirationDays }: LifecycleRule): string[] {
  const ages = [...transitions.map(({ days }) => days), ...(expirationDays === undefined ? [] : [expirationDays])];
  return ages.every((age, index) => isWhole(age, (ages[index - 1] ?? 0) + 1))
    ? []
    : [
        `${argument} must have whole numbers of days that increase from transition to transition and expiration, got ${ages.join(", ")}`,
      ];
}
