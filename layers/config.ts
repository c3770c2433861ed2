import { z } from "zod";

/** Text of a format, with one message for text of another format, for other types and for a missing value. */
const formatted = (form: string, pattern: RegExp) => z.stringFormat(form, pattern, { error: form });

const roleArn = formatted("an IAM role ARN", /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
const contact = z.union([z.email(), z.url({ protocol: /^https$/ })], { error: "an e-mail address or an https URL" });

const domainName = formatted("a DNS name such as example.com", /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/);
const hostedZone = formatted("a Route 53 hosted zone ID such as Z0123456789ABC", /^Z[A-Z0-9]{5,31}$/);
const required = { error: "at least one name with its address" };
const contacts = z
  .record(z.string().regex(/^[a-z][a-z0-9-]*$/), contact, required)
  .refine((all) => Object.keys(all).length > 0, required);

const publicKey = formatted(
  "the PEM of a public key, from BEGIN PUBLIC KEY to END PUBLIC KEY",
  /^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+\n-----END PUBLIC KEY-----\n?$/,
);

const identified = { error: "subnet IDs with their CIDR blocks" };
const subnets = z
  .record(z.string(), z.cidrv4(), identified)
  .refine((all) => Object.keys(all).every((id) => /^subnet-[0-9a-f]+$/.test(id)), identified);

const whole = { error: "a whole number above 0" };

const owner = z.enum(["create", "existing", "elsewhere"], { error: "create, existing or elsewhere" }).default("create");

/** Keys that hold objects. */
export const objects = {
  contacts: z.strictObject({ critical: contacts, warning: contacts }),
  standby: z.strictObject({ domainName, dnsName: domainName, hostedZoneId: hostedZone }),
  embeddingModel: z.strictObject({
    modelId: z.string(),
    dimensions: z.coerce.number(whole).int(whole).positive(whole),
  }),
  securityContact: z.strictObject({
    name: z.string(),
    title: z.string(),
    emailAddress: z.email(),
    phoneNumber: z.string(),
  }),
  accountServices: z.strictObject({
    config: owner,
    guardDuty: owner,
    inspector: owner,
    macie: owner,
    securityHub: owner,
    openSearchRole: z.enum(["create", "existing"], { error: "create or existing" }).default("create"),
  }),
  existing: z.strictObject({
    clusterName: z.string(),
    vpcId: formatted("a VPC ID such as vpc-0123456789abcdef0", /^vpc-[0-9a-f]+$/),
    cidrBlock: z.cidrv4(),
    publicSubnets: subnets,
    privateSubnets: subnets,
    databaseSubnets: subnets.optional(),
  }),
};

/** Keys of `Pulumi.<stack>.yaml` under `platform:`: where a stack runs, and the contacts that it notifies. */
export const schema = z.strictObject({
  /** AWS Region code. */
  region: formatted("an AWS Region code such as us-east-1", /^[a-z]{2}(-[a-z]+)+-\d$/),
  /** AWS account ID; the provider refuses to work in any other account. */
  accountId: formatted("12 digits in quotes", /^\d{12}$/),
  /** Role that runs `pulumi up`. */
  deployer: roleArn,
  /** Roles that administer the cluster besides the deployer. */
  administrators: z.array(roleArn).default([]),
  /** Where alarms go, by severity and by the name of the contact. */
  contacts: objects.contacts,
  /** Base URL of the published docs/runbooks. */
  runbookBaseUrl: z.url({ protocol: /^https$/, error: "an https URL" }),
  /** Domain name of the gateway; without one it serves inside the VPC only. */
  domain: domainName.optional(),
  /** Route 53 hosted zone that the domain's records go to. */
  hostedZoneId: hostedZone.optional(),
  /** Second Region: copies of backups and of replicated buckets go there. */
  recoveryRegion: formatted("an AWS Region code such as us-west-2", /^[a-z]{2}(-[a-z]+)+-\d$/).optional(),
  /** Load balancer of the stack in the second Region, for names that fail over. */
  standby: objects.standby.optional(),
  /** Bedrock models, or inference profiles, that workloads may invoke. */
  models: z.array(z.string()).default([]),
  /** Bedrock model that turns the knowledge base's documents into vectors. */
  embeddingModel: objects.embeddingModel.optional(),
  /** Security contact of the account; needed by the stack that owns the account's baseline. */
  securityContact: objects.securityContact.optional(),
  /** CIDR blocks that may reach the cluster's public endpoint, where the definition opens it. */
  endpointCidrs: z.array(z.cidrv4()).default([]),
  /** EKS cluster and VPC that exist before the stack: it makes neither, and everything else in them. */
  existing: objects.existing.optional(),
  /** Public keys of the user pool by their key IDs, with which Kong verifies tokens; without them it accepts no token. */
  tokenKeys: z.record(z.string(), publicKey).optional(),
  /** Owners of what an account has once: the stack creates it, it exists, or the organization manages it. */
  accountServices: objects.accountServices.prefault({}),
  /** ARN of the account's cost anomaly monitor for AWS services; without one the stack creates it. */
  costAnomalyMonitor: formatted(
    "the ARN of an anomaly monitor",
    /^arn:aws[a-z-]*:ce::\d{12}:anomalymonitor\/[\w-]+$/,
  ).optional(),
  /** Tag keys that the payer account activates for cost allocation; Billing knows a key once a charge with it has posted. */
  costAllocationTags: z.array(z.string()).default([]),
  /** Name of the definition to run, when the stack's own name is not one. */
  definition: z.string().optional(),
});

/** The same for a stack that runs without AWS. */
export const localSchema = z.strictObject({
  /** Context of the kubeconfig that leads to the cluster; the provider works on no other. */
  kubeContext: formatted("a context of the kubeconfig such as kind-platform", /^[\w.@:/-]+$/),
  /** Registry of the images; images that were loaded into the nodes have the registry localhost in their names. */
  imageRegistry: formatted(
    "a registry such as localhost:5001",
    /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/,
  ).default("localhost"),
  /** Name of the definition to run, when the stack's own name is not one. */
  definition: z.string().optional(),
});

/** The configuration of a stack in an AWS account. */
export type Config = z.infer<typeof schema>;

/** The configuration of a stack that runs without AWS. */
export type LocalConfig = z.infer<typeof localSchema>;

const kinds: Readonly<Record<string, string>> = {
  string: "a string",
  array: "a list",
  object: "an object",
  record: "an object",
  email: "an e-mail address",
  cidrv4: "an IPv4 CIDR block",
};

/** What is allowed, for schemas without a message of their own. */
export function kind(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_format") return kinds[issue.format];
  return issue.code === "invalid_type" ? kinds[issue.expected] : undefined;
}
