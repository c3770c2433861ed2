import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { policyDocument, serviceStatement } from "../iam/policy-document.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { refuse } from "../refusal.ts";
import { firewallRules } from "./firewall-rules.ts";

/** Requests that one IP address may make before it is blocked. */
export interface RateLimit {
  /** Requests in the window, 10 to 2,000,000,000. */
  limit: number;
  /** Length of the window that WAF looks back over. */
  windowSeconds: 60 | 120 | 300 | 600;
}

/** An AWS managed rule group on top of those that every firewall has. */
export interface ManagedGroup {
  /** Name of the group, for example AWSManagedRulesLinuxRuleSet; the rule and its metric have the same name. */
  name: string;
  /** Place in the order of evaluation, 10 or higher; the rules that every firewall has come before. */
  priority: number;
  /** Rules of the group that count instead of block, because legitimate requests match them. @default [] */
  countedRules?: readonly string[];
}

export interface FirewallArgs {
  /** Account of the web ACL; its Region is us-east-1 when the scope is CLOUDFRONT. */
  account: Account;
  /** What the web ACL protects: regional resources such as load balancers, or CloudFront distributions. */
  scope: "REGIONAL" | "CLOUDFRONT";
  /** Physical name of the web ACL. @default auto-named */
  aclName?: string;
  /** Description of the web ACL. @default none */
  description?: string;
  /** Requests allowed per IP address. */
  rateLimit: RateLimit;
  /** Managed rule groups added to SQLi, IP reputation, known bad inputs and the common rule set. @default [] */
  managedGroups?: readonly ManagedGroup[];
  /** Path prefixes that take bodies over 8 KB; everywhere else WAF blocks them, since it does not inspect the rest. @default [] */
  uploadPaths?: readonly string[];
  /** Retention and key of the request log. */
  logs: LogRetention;
}

/**
 * A WAFv2 web ACL that blocks by rate and by AWS managed rules, and logs every request without credentials.
 * Costs about 10 USD a month, and 0.60 USD for a million requests.
 */
export class Firewall extends pulumi.ComponentResource {
  /** ARN of the web ACL. */
  readonly arn: pulumi.Output<string>;
  /** Name of the web ACL, the WebACL dimension of its metrics. */
  readonly aclName: pulumi.Output<string>;

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:waf:Firewall", name, {}, opts);
    refuse(this, name, [...firewallFaults(args), ...scopeFaults(args)]);
    const child = { parent: this };

    const acl = new aws.wafv2.WebAcl(
      name,
      {
        ...(args.aclName !== undefined && { name: args.aclName }),
        ...(args.description !== undefined && { description: args.description }),
        scope: args.scope,
        defaultAction: { allow: {} },
        rules: firewallRules(args),
        // Redaction covers the log only; sampled requests would still show credentials.
        dataProtectionConfig: { dataProtections: [hidden("SINGLE_HEADER", credentials)] },
        visibilityConfig: {
          cloudwatchMetricsEnabled: true,
          metricName: args.aclName ?? name,
          sampledRequestsEnabled: true,
        },
      },
      child,
    );
    this.requestLog(name, args, acl);

    this.arn = acl.arn;
    this.aclName = acl.name;
    this.registerOutputs({ arn: this.arn, aclName: this.aclName });
  }

  private requestLog(name: string, { account, logs }: FirewallArgs, acl: aws.wafv2.WebAcl): void {
    const child = { parent: this };
    const group = new aws.cloudwatch.LogGroup(
      name,
      // WAF writes to no group that is named otherwise.
      { namePrefix: `aws-waf-logs-${name}-`, retentionInDays: logs.retentionInDays, kmsKeyId: logs.kmsKeyArn },
      child,
    );
    // Left to itself, WAF appends to a policy that all log deliveries of the account share, until that is full.
    const delivery = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: group.name,
        policyDocument: policyDocument(
          serviceStatement(account, "delivery.logs.amazonaws.com", {
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${group.arn}:*`,
            Condition: { ArnLike: { "aws:SourceArn": arn(account, "logs", "*") } },
          }),
        ),
      },
      child,
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      {
        resourceArn: acl.arn,
        logDestinationConfigs: [group.arn],
        redactedFields: credentials.map((header) => ({ singleHeader: { name: header } })),
      },
      { ...child, dependsOn: delivery },
    );
  }
}

/** Headers that carry credentials. */
const credentials = ["authorization", "cookie"];

function hidden(
  fieldType: string,
  fieldKeys: string[],
): aws.types.input.wafv2.WebAclDataProtectionConfigDataProtection {
  return { action: "SUBSTITUTION", field: { fieldType, fieldKeys } };
}

function scopeFaults({ scope, account }: FirewallArgs): string[] {
  return scope === "CLOUDFRONT" && account.region !== "us-east-1"
    ? [`account must be in us-east-1 when the scope is CLOUDFRONT, got ${account.region}`]
    : [];
}

/** The faults of what a stack decides about a firewall. */
export function firewallFaults(args: Pick<FirewallArgs, "rateLimit" | "managedGroups" | "uploadPaths">): string[] {
  const { managedGroups = [], uploadPaths = [] } = args;
  const { limit } = args.rateLimit;
  const priorities = managedGroups.map((group) => group.priority);
  return [
    ...(Number.isInteger(limit) && limit >= 10 && limit <= 2_000_000_000
      ? []
      : [`rateLimit.limit must be 10 to 2000000000, got ${limit}`]),
    ...managedGroups
      .filter(({ priority }) => !Number.isInteger(priority) || priority < 10)
      .map(({ name, priority }) => `managedGroups ${name}: priority must be 10 or higher, got ${priority}`),
    ...managedGroups
      .filter(({ priority }, index) => priorities.indexOf(priority) < index)
      .map(({ name, priority }) => `managedGroups ${name}: priority must be its own, got ${priority} again`),
    ...uploadPaths
      .filter((path) => !path.startsWith("/"))
      .map((path) => `uploadPaths must start with a slash, got "${path}"`),
  ];
}
