import type { Thing } from "./thing.ts";
import { strings } from "./values.ts";

/** An identifier that EC2 gives, such as vpc-0a1b2c3d4e5f60718. */
export const ec2Id = /^([a-z]+)-[0-9a-f]{8,17}$/;

/** An ARN of an account or of S3, whole. */
export const arnPattern = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:\S+$/;

/** What an ARN says; none for anything else. */
export function arnParts(text: string) {
  if (!arnPattern.test(text)) return undefined;
  const [, partition = "", service = "", region = "", accountId = "", ...resource] = text.split(":");
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** What names a thing wherever it is written: its ID, and every ARN and EC2 identifier that AWS computed for it. */
export function tokensOf(thing: Thing): Set<string> {
  const given = new Set(strings(thing.inputs).map(({ text }) => text));
  const computed = strings(thing.outputs)
    .map(({ text }) => text)
    .filter((text) => !given.has(text) && (ec2Id.test(text) || arnPattern.test(text)));
  // Settings that carry the ID of what they set are no second bearer of it.
  return new Set(
    given.has(thing.id) && (ec2Id.test(thing.id) || arnPattern.test(thing.id)) ? computed : [thing.id, ...computed],
  );
}

/** The inputs of a thing that are identifiers as a whole. */
export function references(inputs: Thing["inputs"]): Set<string> {
  return new Set(
    strings(inputs)
      .filter(({ path, text }) => !/^tags(All)?\./.test(path) && (ec2Id.test(text) || arnPattern.test(text)))
      .map(({ text }) => text),
  );
}

/** An ARN and what it lies within: a log group's streams, a table's index, a bucket's objects; the longest first. */
export function within(arn: string): string[] {
  const parts = arn.split(/(?=[:/])/);
  const fixed = arn
    .split(":")
    .slice(0, 5)
    .join(":")
    .split(/(?=[:/])/).length;
  return Array.from({ length: Math.max(parts.length - fixed, 1) }, (_, at) =>
    parts.slice(0, parts.length - at).join(""),
  );
}
