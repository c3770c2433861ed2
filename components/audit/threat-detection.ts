import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import type { AccountServices } from "./account-services.ts";
import { FindingAlerts } from "./finding-alerts.ts";

/** Arguments of ThreatDetection. */
export interface ThreatDetectionArgs {
  /** Account and Region that are monitored. */
  account: Account;
  /** ARN of the SNS topic for urgent findings. */
  topicArn: pulumi.Input<string>;
  /** Base URL of the runbooks. */
  runbookBaseUrl: string;
  /** Services that this component does not create; AWS Config is not among its own. @default {} */
  services?: AccountServices;
}

/**
 * GuardDuty with every protection plan, Inspector, Macie, IAM Access Analyzer and Security Hub; each is billed by usage.
 * For runtime monitoring GuardDuty adds an agent to EKS and ECS and an endpoint to their VPCs, which has to be deleted
 * before such a VPC can be deleted.
 */
export class ThreatDetection extends pulumi.ComponentResource {
  /** ID of the GuardDuty detector, where this component creates it. */
  readonly detectorId: pulumi.Output<string> | undefined;
  /** ARN of the IAM Access Analyzer for external access. */
  readonly analyzerArn: pulumi.Output<string>;

  constructor(name: string, args: ThreatDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:ThreatDetection", name, {}, opts);
    const { accountId } = args.account;
    const {
      guardDuty = "create",
      inspector = "create",
      macie = "create",
      securityHub = "create",
    } = args.services ?? {};
    const child = { parent: this };

    const detector = guardDuty === "create" ? threatDetector(name, child) : undefined;
    if (inspector === "create")
      new aws.inspector2.Enabler(name, { accountIds: [accountId], resourceTypes: ["EC2", "ECR", "LAMBDA"] }, child);
    if (macie === "create")
      new aws.macie2.Account(name, { status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" }, child);
    const analyzer = new aws.accessanalyzer.Analyzer(
      name,
      { analyzerName: name, type: "ACCOUNT", tags: { Name: name } },
      child,
    );
    if (securityHub === "create") hub(name, args.account, child);
    if (![guardDuty, inspector, macie, securityHub].every((owner) => owner === "elsewhere"))
      new FindingAlerts(name, { topicArn: args.topicArn, runbookBaseUrl: args.runbookBaseUrl }, child);

    this.detectorId = detector?.id;
    this.analyzerArn = analyzer.arn;
    this.registerOutputs(outputs(this));
  }
}

/** The detector of the Region with its protection plans. */
function threatDetector(name: string, child: pulumi.ComponentResourceOptions): aws.guardduty.Detector {
  const detector = new aws.guardduty.Detector(
    name,
    { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", tags: { Name: name } },
    child,
  );
  for (const [feature, agents] of Object.entries(features)) {
    new aws.guardduty.DetectorFeature(
      `${name}-${feature.toLowerCase().replaceAll("_", "-")}`,
      {
        detectorId: detector.id,
        name: feature,
        status: "ENABLED",
        ...(agents.length > 0 && {
          additionalConfigurations: agents.map((agent) => ({ name: agent, status: "ENABLED" })),
        }),
      },
      child,
    );
  }
  return detector;
}

/** Protection plans of GuardDuty with automated agent configuration, in the order of the API's response. */
const features: Readonly<Record<string, readonly string[]>> = {
  EBS_MALWARE_PROTECTION: [],
  EKS_AUDIT_LOGS: [],
  LAMBDA_NETWORK_LOGS: [],
  RDS_LOGIN_EVENTS: [],
  RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"],
  S3_DATA_EVENTS: [],
};

/** Security Hub checks both standards and reports one finding per control (consolidated findings). */
function hub(name: string, { partition, region }: Account, child: pulumi.ComponentResourceOptions): void {
  const enabled = new aws.securityhub.Account(
    name,
    { enableDefaultStandards: false, autoEnableControls: true, controlFindingGenerator: "SECURITY_CONTROL" },
    child,
  );
  for (const [standard, path] of Object.entries(standards)) {
    new aws.securityhub.StandardsSubscription(
      `${name}-${standard}`,
      { standardsArn: `arn:${partition}:securityhub:${region}::standards/${path}` },
      { ...child, dependsOn: enabled },
    );
  }
}

const standards = {
  "foundational-best-practices": "aws-foundational-security-best-practices/v/1.0.0",
  cis: "cis-aws-foundations-benchmark/v/3.0.0",
};
