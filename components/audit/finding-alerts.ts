import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

/** Arguments of FindingAlerts. */
export interface FindingAlertsArgs {
  /** ARN of the SNS topic; its policy must allow events.amazonaws.com. */
  topicArn: pulumi.Input<string>;
  /** Base URL of the runbooks. */
  runbookBaseUrl: string;
}

/** EventBridge rules that send urgent findings to an SNS topic, one rule for each security service. */
export class FindingAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: FindingAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:FindingAlerts", name, {}, opts);
    const child = { parent: this };

    for (const [kind, { title, pattern, subject, id }] of Object.entries(findings)) {
      const rule = new aws.cloudwatch.EventRule(
        `${name}-${kind}`,
        { description: title, eventPattern: JSON.stringify(pattern), tags: { Name: `${name}-${kind}` } },
        child,
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${kind}`,
        {
          rule: rule.name,
          arn: args.topicArn,
          inputTransformer: {
            // Only identifiers: a title can contain quotation marks, which would break the JSON message.
            inputPaths: { subject, id, account: "$.account", region: "$.region" },
            inputTemplate: JSON.stringify(
              `${title}: <subject> in account <account>, <region>. Finding <id>. Runbook: ${args.runbookBaseUrl}/security-finding`,
            ),
          },
        },
        child,
      );
    }

    this.registerOutputs(outputs(this));
  }
}

interface Finding {
  /** Kind of finding. */
  title: string;
  /** Event pattern. */
  pattern: { source: string[]; "detail-type": string[]; detail: Record<string, unknown> };
  /** Path of the affected resource in the event. */
  subject: string;
  /** Path of the finding's ID in the event. */
  id: string;
}

/** Findings of vulnerabilities and controls are numerous, so only critical ones are sent. */
const findings: Readonly<Record<string, Finding>> = {
  threats: {
    title: "GuardDuty found a threat of high severity",
    pattern: {
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      detail: { severity: [{ numeric: [">=", 7] }] },
    },
    subject: "$.detail.type",
    id: "$.detail.id",
  },
  posture: {
    title: "Security Hub found a critical control failed",
    pattern: {
      source: ["aws.securityhub"],
      "detail-type": ["Security Hub Findings - Imported"],
      detail: {
        findings: {
          // Findings that other services send to Security Hub are excluded, since their own rules send them.
          ProductArn: [{ suffix: ":product/aws/securityhub" }],
          Compliance: { Status: ["FAILED"] },
          RecordState: ["ACTIVE"],
          Severity: { Label: ["CRITICAL"] },
          Workflow: { Status: ["NEW"] },
        },
      },
    },
    subject: "$.detail.findings[0].Compliance.SecurityControlId",
    id: "$.detail.findings[0].Id",
  },
  vulnerabilities: {
    title: "Inspector found a critical vulnerability",
    pattern: {
      source: ["aws.inspector2"],
      "detail-type": ["Inspector2 Finding"],
      detail: { severity: ["CRITICAL"], status: ["ACTIVE"] },
    },
    subject: "$.detail.resources[0].id",
    id: "$.detail.findingArn",
  },
  "sensitive-data": {
    title: "Macie found sensitive data, or a bucket that is open",
    pattern: {
      source: ["aws.macie"],
      "detail-type": ["Macie Finding"],
      detail: { severity: { description: ["High"] } },
    },
    subject: "$.detail.type",
    id: "$.detail.id",
  },
  "external-access": {
    title: "Access Analyzer found a resource that outsiders can reach",
    pattern: {
      source: ["aws.access-analyzer"],
      "detail-type": ["Access Analyzer Finding"],
      detail: { status: ["ACTIVE"] },
    },
    subject: "$.detail.resource",
    id: "$.detail.id",
  },
};
