import { published } from "./data.ts";

/** The inputs that identify a resource; CloudFormation's property name where the SDK has no such input. */
export function identifiers(type: string): readonly string[] {
  return published(type)?.identifiers ?? [];
}

/** The template of a resource's ARN, for example "arn:${Partition}:s3:::${BucketName}". */
export function arnTemplate(type: string): string | undefined {
  return published(type)?.arn;
}

/** Whether a resource keeps data, as AWS's schemas say. */
export function isStateful(type: string): boolean {
  return published(type)?.stateful ?? false;
}

/** What an input's value names, by input, for example "AWS::KMS::Key.Arn"; nested inputs are dotted paths. */
export function references(type: string): Readonly<Record<string, readonly string[]>> {
  return published(type)?.references ?? {};
}
