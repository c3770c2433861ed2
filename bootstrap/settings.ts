import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { kind } from "../layers/config.ts";
import { bucketName, formatted, list } from "../layers/config-formats.ts";
import { accounts } from "./accounts.ts";
import type { AccountDefinition } from "./definition.ts";

const region = formatted("an AWS Region code such as us-east-1", /^[a-z]{2}(-[a-z]+)+-\d$/);

const runner = z.strictObject({
  /** ID of the VPC in which the jobs run, which the foundation of a stack has created or which exists. */
  vpcId: formatted("a VPC ID such as vpc-0123456789abcdef0", /^vpc-[0-9a-f]+$/),
  /** IDs of private subnets of the VPC with a route to the internet. */
  subnetIds: list(formatted("a subnet ID such as subnet-0123456789abcdef0", /^subnet-[0-9a-f]+$/)).min(1, {
    error: "at least one subnet ID",
  }),
  /** Image of the jobs. @default an image of CodeBuild, without the Pulumi CLI */
  image: z.string().optional(),
  /** ARN of the CodeConnections connection to GitHub, which a person has to confirm in the console. */
  connection: formatted(
    "the ARN of a CodeConnections connection",
    /^arn:aws[a-z-]*:code(?:connections|star-connections):[a-z0-9-]+:\d{12}:connection\/[\w-]+$/,
  ),
});

/** Keys of bootstrap/Pulumi.<account>.yaml under `bootstrap:`. */
export const schema = z.strictObject({
  /** AWS Region of the state bucket, the key and the runner. */
  region,
  /** Other Regions of the account's stacks: platform:region where it is another, and platform:recoveryRegion. */
  otherRegions: list(region).default([]),
  /** AWS account ID; the provider refuses to work in any other account. */
  accountId: formatted("12 digits in quotes", /^\d{12}$/),
  /** GitHub repository of the workflows. */
  repository: formatted("a repository such as example/platform", /^[\w.-]+\/[\w.-]+$/),
  /** Whether the account has GitHub's OIDC provider already; an account has one for an issuer. */
  githubProvider: z.enum(["create", "existing"], { error: "create or existing" }).default("create"),
  /** Name of the state bucket. @default pulumi-state- with the account ID and the Region */
  stateBucket: bucketName.optional(),
  /** The CodeBuild project that runs jobs in the VPC. @default none: the jobs run on self-hosted runners, or from outside */
  runner: runner.optional(),
});

export type Config = z.infer<typeof schema>;

/** What an account gets, and where it is. */
export interface Settings {
  /** Name of the account among the definitions. */
  name: string;
  config: Config;
  definition: AccountDefinition;
}

/** Reads the configuration and the definition of the account, and refuses them with every fault at once. */
export function settings(): Settings {
  const name = pulumi.getStack();
  const { data: config, error } = schema.safeParse(keys(), { error: kind });
  const definition = Object.hasOwn(accounts, name) ? accounts[name] : undefined;
  const faults = [
    ...(definition === undefined
      ? [`the stack must be one of ${Object.keys(accounts).join(", ")}, got "${name}"`]
      : []),
    ...(error?.issues ?? []).map(fault),
  ];
  if (config === undefined || definition === undefined) throw unusable(name, faults);
  return { name, config, definition };
}

function unusable(name: string, faults: readonly string[]): pulumi.RunError {
  const lines = faults.map((each) => `  - ${each}`).join("\n");
  return new pulumi.RunError(`bootstrap/Pulumi.${name}.yaml is not usable:\n${lines}`);
}

/** The keys of the namespace `bootstrap:` without it; Pulumi hands lists and objects over as JSON text. */
function keys(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith("bootstrap:"))
      .map(([key, value]) => [key.slice("bootstrap:".length), parsed(value)]),
  );
}

function parsed(value: string): unknown {
  try {
    return /^[[{]/.test(value) ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

/** One line: the key, what is allowed, what was given. */
function fault(issue: z.core.$ZodIssue): string {
  const key = `bootstrap:${issue.path.join(".")}`;
  if (issue.code === "unrecognized_keys") {
    const [own, prefix] = issue.path[0] === "runner" ? [runner, `${key}.`] : [schema, key];
    const names = issue.keys.map((name) => `${prefix}${name}`).join(", ");
    const allowed = Object.keys(own.shape).join(", ");
    return `${names} ${issue.keys.length === 1 ? "is not a key" : "are not keys"}, allowed are ${allowed}`;
  }
  const given = issue.path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    keys(),
  );
  return `${key} must be ${issue.message}, got ${given === undefined ? "nothing" : JSON.stringify(given)}`;
}
