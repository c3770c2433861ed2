import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { existingFaults, onExisting } from "../layers/existing.ts";
import type { LocalDefinition } from "../layers/local.ts";
import { localReferenceFaults } from "../layers/local-references.ts";
import type { StackDefinition } from "./definition.ts";
import { definitions, localDefinitions } from "./definitions.ts";
import { referenceFaults } from "./references.ts";

const roleArn = z.stringFormat("an IAM role ARN", /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
const contact = z.union([z.email(), z.url({ protocol: /^https$/ })], { error: "an e-mail address or an https URL" });

const domainName = z.stringFormat(
  "a DNS name such as example.com",
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
);
const hostedZone = z.stringFormat("a Route 53 hosted zone ID such as Z0123456789ABC", /^Z[A-Z0-9]{5,31}$/);
const contacts = z
  .record(z.string().regex(/^[a-z][a-z0-9-]*$/), contact)
  .refine((all) => Object.keys(all).length > 0, { error: "at least one name with its address" });

const publicKey = z.stringFormat(
  "the PEM of a public key, from BEGIN PUBLIC KEY to END PUBLIC KEY",
  /^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+\n-----END PUBLIC KEY-----\n?$/,
);

const subnets = z
  .record(z.string(), z.cidrv4())
  .refine((all) => Object.keys(all).every((id) => /^subnet-[0-9a-f]+$/.test(id)), {
    error: "subnet IDs with their CIDR blocks",
  });

/** Keys that hold objects. */
const objects = {
  contacts: z.strictObject({ critical: contacts, warning: contacts }),
  standby: z.strictObject({ domainName, dnsName: domainName, hostedZoneId: hostedZone }),
  embeddingModel: z.strictObject({ modelId: z.string(), dimensions: z.coerce.number().int().positive() }),
  securityContact: z.strictObject({
    name: z.string(),
    title: z.string(),
    emailAddress: z.email(),
    phoneNumber: z.string(),
  }),
  existing: z.strictObject({
    clusterName: z.string(),
    vpcId: z.stringFormat("a VPC ID such as vpc-0123456789abcdef0", /^vpc-[0-9a-f]+$/),
    cidrBlock: z.cidrv4(),
    publicSubnets: subnets,
    privateSubnets: subnets,
    databaseSubnets: subnets.optional(),
  }),
};

/** What `Pulumi.<stack>.yaml` may say under `platform:`: where a stack runs and whom it tells. */
const schema = z.strictObject({
  /** AWS Region code. */
  region: z.stringFormat("an AWS Region code such as us-east-1", /^[a-z]{2}(-[a-z]+)+-\d$/),
  /** AWS account ID; the provider refuses to work in any other account. */
  accountId: z.stringFormat("12 digits in quotes", /^\d{12}$/),
  /** Role that runs `pulumi up`. */
  deployer: roleArn,
  /** Roles that administer the cluster besides the deployer. */
  administrators: z.array(roleArn).default([]),
  /** Where alarms go, by severity and by the name of who hears them. */
  contacts: objects.contacts,
  /** Base URL of the published docs/runbooks. */
  runbookBaseUrl: z.url({ protocol: /^https$/, error: "an https URL" }),
  /** Domain name of the gateway; without one it serves inside the VPC only. */
  domain: domainName.optional(),
  /** Route 53 hosted zone that the domain's records go to. */
  hostedZoneId: hostedZone.optional(),
  /** Second Region: copies of backups and of replicated buckets go there. */
  recoveryRegion: z.stringFormat("an AWS Region code such as us-west-2", /^[a-z]{2}(-[a-z]+)+-\d$/).optional(),
  /** Load balancer of the stack in the second Region, for names that fail over. */
  standby: objects.standby.optional(),
  /** Bedrock models, or inference profiles, that workloads may invoke. */
  models: z.array(z.string()).default([]),
  /** Bedrock model that turns the knowledge base's documents into vectors. */
  embeddingModel: objects.embeddingModel.optional(),
  /** Whom AWS calls about the account's security; needed by the stack that owns the account's baseline. */
  securityContact: objects.securityContact.optional(),
  /** CIDR blocks that may reach the cluster's public endpoint, where the definition opens it. */
  endpointCidrs: z.array(z.cidrv4()).default([]),
  /** EKS cluster and its VPC, which something else made: the stack makes none, and everything else in them. */
  existing: objects.existing.optional(),
  /** Public keys of the user pool by their key IDs, with which Kong checks tokens; without them no token is good. */
  tokenKeys: z.record(z.string(), publicKey).optional(),
  /** Name of the definition to run, when the stack's own name is not one. */
  definition: z.string().optional(),
});

export type Config = z.infer<typeof schema>;

/** What it may say of a stack that runs without AWS. */
const localSchema = z.strictObject({
  /** Context of the kubeconfig that leads to the cluster; the provider works on no other. */
  kubeContext: z.stringFormat("a context of the kubeconfig such as kind-platform", /^[\w.@:/-]+$/),
  /** Registry of the images; those that are loaded into the nodes are called as if it were localhost. */
  imageRegistry: z
    .stringFormat("a registry such as localhost:5001", /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/)
    .default("localhost"),
  /** Name of the definition to run, when the stack's own name is not one. */
  definition: z.string().optional(),
});

export type LocalConfig = z.infer<typeof localSchema>;

/** Reads the stack's configuration and definition; every fault of the configuration is told at once. */
export function settings(): { config: Config; definition: StackDefinition } {
  const stack = pulumi.getStack();
  const parsed = schema.safeParse(platformKeys());
  const faults = parsed.success ? [] : parsed.error.issues.flatMap((issue) => fault(issue, schema));
  const name = definitionName();
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) {
    const known = Object.keys({ ...definitions, ...localDefinitions }).join(", ");
    faults.push(
      `platform:definition must be one of ${known}, got "${name}"${name === stack ? " (the stack's own name)" : ""}`,
    );
  }
  if (parsed.data?.domain !== undefined && parsed.data.hostedZoneId === undefined) {
    faults.push(
      `platform:hostedZoneId must name the hosted zone of platform:domain "${parsed.data.domain}", got nothing`,
    );
  }
  if (parsed.data !== undefined && definition !== undefined) {
    faults.push(...referenceFaults(definition, parsed.data), ...existingFaults(definition, parsed.data.existing));
  }
  if (parsed.data === undefined || definition === undefined || faults.length > 0) throw unusable(faults);
  return { config: parsed.data, definition: onExisting(definition, parsed.data.existing) };
}

/** The same for a stack that runs without AWS, and nothing for every other. */
export function localSettings(): { config: LocalConfig; definition: LocalDefinition } | undefined {
  const name = definitionName();
  const definition = Object.hasOwn(localDefinitions, name) ? localDefinitions[name] : undefined;
  if (definition === undefined) return undefined;
  const parsed = localSchema.safeParse(platformKeys());
  const issues = parsed.success ? [] : parsed.error.issues;
  const faults = [...issues.flatMap((issue) => fault(issue, localSchema)), ...localReferenceFaults(definition)];
  if (parsed.data === undefined || faults.length > 0) throw unusable(faults);
  return { config: parsed.data, definition };
}

/** Name of the definition that the stack runs: the one that it is told, or its own. */
function definitionName(): string {
  return pulumi.runtime.allConfig()["platform:definition"] ?? pulumi.getStack();
}

function unusable(faults: readonly string[]): pulumi.RunError {
  return new pulumi.RunError(
    `Pulumi.${pulumi.getStack()}.yaml is not usable:\n${faults.map((each) => `  - ${each}`).join("\n")}`,
  );
}

/** The keys of our namespace without it; lists and objects arrive as JSON text. */
function platformKeys(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith("platform:"))
      .map(([key, value]) => [key.slice("platform:".length), /^[[{]/.test(value) ? JSON.parse(value) : value]),
  );
}

/** One line per fault: the key, what is allowed, what was given. */
function fault(issue: z.core.$ZodIssue, whole: z.ZodObject): string[] {
  const key = `platform:${issue.path.join(".")}`;
  if (issue.code === "unrecognized_keys") {
    const [first] = issue.path;
    const object = Object.entries(objects).find(([name]) => name === first)?.[1] ?? whole;
    const allowed = Object.keys(object.shape).join(", ");
    const prefix = first === undefined ? "platform:" : `${key}.`;
    return issue.keys.map((unknown) => `${prefix}${unknown} is not a key of this stack, allowed are ${allowed}`);
  }
  const given = valueAt(issue.path);
  return [`${key} must be ${allowed(issue)}, got ${given === undefined ? "nothing" : JSON.stringify(given)}`];
}

function valueAt(path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    platformKeys(),
  );
}

function allowed(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_format" && !["email", "url", "cidrv4"].includes(issue.format)) return issue.format;
  if (issue.code === "invalid_format" && issue.format === "cidrv4") return "an IPv4 CIDR block";
  if (issue.code === "invalid_type") return issue.expected === "array" ? "a list" : `a ${issue.expected}`;
  if (issue.code === "too_small") return `a list of at least ${issue.minimum}`;
  return issue.message;
}
