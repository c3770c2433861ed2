import { z } from "zod";
import {
  bucketName,
  contacts,
  domainName,
  formatted,
  hostedZone,
  list,
  owner,
  publicKey,
  pullSecret,
  quotas,
  roleArn,
  subnets,
  whole,
  zone,
} from "./config-formats.ts";
import type { PartName } from "./parts/order.ts";

/** Add-ons that the owner of a cluster can run for all stacks on it; the others hold what belongs to one stack. */
const existingAddOns = [
  "admission",
  "autoscaler",
  "externalDns",
  "fileSystemDriver",
  "loadBalancerController",
] as const;

/** Keys that hold objects. */
export const objects = {
  contacts: z.strictObject({ critical: contacts, warning: contacts }),
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
  names: z.strictObject({
    buckets: z.record(z.string(), bucketName).optional(),
    signInPrefix: formatted(
      "a prefix of small letters, digits and hyphens",
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    ).optional(),
  }),
  deployerNetwork: z.strictObject({
    securityGroups: list(formatted("a security group ID such as sg-0123456789abcdef0", /^sg-[0-9a-f]+$/)).optional(),
    cidrs: list(z.cidrv4()).optional(),
    outside: list(z.cidrv4()).optional(),
  }),
  partDeployers: z.strictObject({
    foundation: roleArn.optional(),
    stores: roleArn.optional(),
    edge: roleArn.optional(),
    workloads: roleArn.optional(),
    objects: roleArn.optional(),
    operations: roleArn.optional(),
  } satisfies Record<PartName, z.ZodType>),
  accountServices: z.strictObject({
    config: owner,
    guardDuty: owner,
    inspector: owner,
    macie: owner,
    securityHub: owner,
    openSearchRole: z.enum(["create", "existing"], { error: "create or existing" }).default("create"),
  }),
  imageCache: z.strictObject({
    rules: z.enum(["create", "existing"], { error: "create or existing" }).default("create"),
    dockerHub: pullSecret.optional(),
    github: pullSecret.optional(),
  }),
  existing: z.strictObject({
    clusterName: z.string(),
    vpcId: formatted("a VPC ID such as vpc-0123456789abcdef0", /^vpc-[0-9a-f]+$/),
    cidrBlock: z.cidrv4(),
    publicSubnets: subnets,
    privateSubnets: subnets,
    databaseSubnets: subnets.optional(),
    addOns: list(z.enum(existingAddOns, { error: `one of ${existingAddOns.join(", ")}` })).optional(),
  }),
};

/** Keys of `Pulumi.<stack>.yaml` under `platform:`: where a stack runs, and the contacts that it notifies. */
export const schema = z.strictObject({
  /** AWS Region code. */
  region: formatted("an AWS Region code such as us-east-1", /^[a-z]{2}(-[a-z]+)+-\d$/),
  /** AWS account ID; the provider refuses to work in any other account. */
  accountId: formatted("12 digits in quotes", /^\d{12}$/),
  /** Availability Zones by letter or by zone ID, as many as the definition has; zone IDs are the same in every account. */
  zones: list(zone).default([]),
  /** Role that runs `pulumi up`. */
  deployer: roleArn,
  /** Where the deployer's role runs, and with it what may connect to the API server of the cluster. */
  deployerNetwork: objects.deployerNetwork.optional(),
  /** Roles that update one part of the stack each; the cluster admits those of the parts that use its API. */
  partDeployers: objects.partDeployers.optional(),
  /** Roles that may run `pulumi preview` besides the deployer and the administrators. */
  previewers: list(roleArn).default([]),
  /** Roles that administer the cluster besides the deployer. */
  administrators: list(roleArn).default([]),
  /** Where alarms go, by severity and by the name of the contact. */
  contacts: objects.contacts,
  /** Base URL of the published docs/runbooks. */
  runbookBaseUrl: z.url({ protocol: /^https$/, error: "an https URL" }),
  /** Names that are unique in the world or in a Region, where they are not to end in the account ID: of buckets, and of the user pool's domain. */
  names: objects.names.optional(),
  /** Domain name of the gateway; without one it serves inside the VPC only. */
  domain: domainName.optional(),
  /** Route 53 hosted zone that the domain's records go to. */
  hostedZoneId: hostedZone.optional(),
  /** Second Region: copies of backups and of replicated buckets go there. */
  recoveryRegion: formatted("an AWS Region code such as us-west-2", /^[a-z]{2}(-[a-z]+)+-\d$/).optional(),
  /** Domain name of the stack that this one stands by for in another Region: it has no CloudFront, and the secondary records. */
  standbyOf: domainName.optional(),
  /** Bedrock models, or inference profiles, that workloads may invoke. */
  models: list(z.string()).default([]),
  /** Bedrock model that turns the knowledge base's documents into vectors. */
  embeddingModel: objects.embeddingModel.optional(),
  /** Security contact of the account; needed by the stack that owns the account's baseline. */
  securityContact: objects.securityContact.optional(),
  /** EKS cluster and VPC that exist before the stack: it makes neither, and everything else in them. */
  existing: objects.existing.optional(),
  /**
   * ECR pull through cache, which the images of Helm charts come from. Its rules are made by the stack, or exist in the account
   * with the names of the registries as prefixes; a stack that makes them needs secrets with credentials for Docker Hub and GitHub.
   */
  imageCache: objects.imageCache.optional(),
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
  costAllocationTags: list(z.string()).default([]),
  /** Quotas of the account that AWS has raised, by quota code; the rehearsal counts with AWS's defaults for all others. */
  quotas: quotas.default({}),
  /** Buckets of other accounts that the S3 endpoint of the network lets through, for example the one of the state. */
  trustedBuckets: list(bucketName).default([]),
  /** Whether the stack owns what its account has once. @default true for a stack that has the name of its definition */
  ownsAccount: z.stringbool({ error: "true or false" }).optional(),
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
