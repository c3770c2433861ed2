import { z } from "zod";

/** Text of a format, with one message for text of another format, for other types and for a missing value. */
export const formatted = (form: string, pattern: RegExp) => z.stringFormat(form, pattern, { error: form });

/** ARN of an IAM role. */
export const roleArn = formatted("an IAM role ARN", /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
const contact = z.union([z.email(), z.url({ protocol: /^https$/ })], { error: "an e-mail address or an https URL" });

/** Domain name in small letters, without a dot at the end. */
export const domainName = formatted(
  "a DNS name such as example.com",
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
);
/** ID of a Route 53 hosted zone. */
export const hostedZone = formatted("a Route 53 hosted zone ID such as Z0123456789ABC", /^Z[A-Z0-9]{5,31}$/);
const required = { error: "at least one name with its address" };
/** Contacts of a severity by name, at least one. */
export const contacts = z
  .record(formatted("names of small letters, digits and hyphens", /^[a-z][a-z0-9-]*$/), contact, required)
  .refine((all) => Object.keys(all).length > 0, required);

/** Public key of the user pool. */
export const publicKey = formatted(
  "the PEM of a public key, from BEGIN PUBLIC KEY to END PUBLIC KEY",
  /^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+\n-----END PUBLIC KEY-----\n?$/,
);

/** Availability Zone, by letter or by zone ID. */
export const zone = formatted("a letter such as a, or a zone ID such as use1-az1", /^([a-z]|[a-z]+\d-az\d)$/);

/** Name of an S3 bucket. */
export const bucketName = formatted(
  "a bucket name of 3 to 63 small letters, digits and hyphens",
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
);

const identified = { error: "subnet IDs with their CIDR blocks" };
/** CIDR blocks of existing subnets by subnet ID. */
export const subnets = z
  .record(z.string(), z.cidrv4(), identified)
  .refine((all) => Object.keys(all).every((id) => /^subnet-[0-9a-f]+$/.test(id)), identified);

/** What a count must be. */
export const whole = { error: "a whole number above 0" };

/** Who owns what an account has once. */
export const owner = z
  .enum(["create", "existing", "elsewhere"], { error: "create, existing or elsewhere" })
  .default("create");

/** Secret with the credentials of a registry, as ECR needs it. */
export const pullSecret = formatted(
  "the ARN of a secret whose name begins with ecr-pullthroughcache/",
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/,
);

/** Quotas of the account by their codes. */
export const quotas = z.record(
  formatted("quota codes such as L-1216C47A", /^L-[0-9A-F]{8}$/),
  z.number(whole).int(whole).positive(whole),
);

/** List that names nothing twice: an entry often becomes a resource with its name. */
export const list = <Entry extends z.ZodType>(entry: Entry) =>
  z.array(entry).refine((all) => new Set(all).size === all.length, { error: "a list without repetitions" });
