import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

export interface FindingAlertsArgs {
  /** ARN of the SNS topic that is told; it must admit events.amazonaws.com. */
  topicArn: pulumi.Input<string>;
  /** URL under which the runbooks are. */
  runbookBaseUrl: string;
}

/** Tells a topic of the findings that cannot wait: one EventBridge rule for each service that finds something. */
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
            // Identifiers only: a title may hold quotes, which would break the message.
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
  /** What is told of. */
  title: string;
  /** Which events are meant. */
  pattern: { source: string[]; "detail-type": string[]; detail: Record<string, unknown> };
  /** Path of what the finding is about. */
  subject: string;
  /** Path of the finding's identifier. */
  id: string;
}

/** Vulnerabilities and posture are counted by the hundred, so that of them only the critical ones are told. */
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
          // Other services' findings come through Security Hub as well; they are told of by their own rules.
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
