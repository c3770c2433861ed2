import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../iam/account.ts";
import { policyDocument, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { isWhole, within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import type { FirewallArgs } from "./firewall-args.ts";
import { firewallRules } from "./firewall-rules.ts";

export type { FirewallArgs } from "./firewall-args.ts";

/**
 * An AWS WAF web ACL with a rate limit, AWS managed rules and request logs without credentials.
 * It costs about 10 USD a month and 0.60 USD per million requests.
 */
export class Firewall extends pulumi.ComponentResource {
  /** ARN of the web ACL. */
  readonly arn: pulumi.Output<string>;
  /** Name of the web ACL: the WebACL dimension of its metrics. */
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
        // Redaction does not apply to sampled requests, which would show credentials.
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
    this.registerOutputs(outputs(this));
  }

  private requestLog(name: string, { account, logs }: FirewallArgs, acl: aws.wafv2.WebAcl): void {
    const child = { parent: this };
    const group = new aws.cloudwatch.LogGroup(
      name,
      // The log group's name must begin with aws-waf-logs-.
      { namePrefix: `aws-waf-logs-${name}-`, retentionInDays: logs.retentionInDays, kmsKeyId: logs.kmsKeyArn },
      child,
    );
    // Without this policy AWS WAF extends one that all log deliveries of the account share, until its size limit.
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

/** Headers with credentials. */
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

/** Faults of the settings of a web ACL. */
export function firewallFaults(args: Pick<FirewallArgs, "rateLimit" | "managedGroups" | "uploadPaths">): string[] {
  const { managedGroups = [], uploadPaths = [] } = args;
  const priorities = managedGroups.map((group) => group.priority);
  return [
    ...within("rateLimit.limit", args.rateLimit.limit, 10, 2_000_000_000),
    ...managedGroups
      .filter(({ priority }) => !isWhole(priority, 10))
      .map(({ name, priority }) => `managedGroups ${name}: priority must be 10 or higher, got ${priority}`),
    ...managedGroups
      .filter(({ priority }, index) => priorities.indexOf(priority) < index)
      .map(({ name, priority }) => `managedGroups ${name}: priority must be unique, got ${priority} again`),
    ...uploadPaths
      .filter((path) => !path.startsWith("/"))
      .map((path) => `uploadPaths must start with a slash, got "${path}"`),
  ];
}
