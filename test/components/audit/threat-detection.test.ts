import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ThreatDetection } from "../../../components/audit/threat-detection.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const make = () =>
  deploy(() => {
    const detection = new ThreatDetection("security", {
      account: account("111122223333", "us-east-1"),
      topicArn: "arn:aws:sns:us-east-1:111122223333:alarms",
      runbookBaseUrl: "https://wiki.example.com/runbooks",
    });
    return { detectorId: detection.detectorId, analyzerArn: detection.analyzerArn };
  });

describe("ThreatDetection", () => {
  it("AGT-SEC-04: enables GuardDuty with every protection plan and automated agents", async () => {
    const { of, one, outputs } = await make();
    const detector = one(aws.guardduty.Detector);
    assert.equal(detector.inputs.enable, true);
    assert.equal(detector.inputs.findingPublishingFrequency, "FIFTEEN_MINUTES");
    const features = of(aws.guardduty.DetectorFeature);
    assert.deepEqual(
      features.map(({ inputs }) => [inputs.name, inputs.status, inputs.detectorId]).sort(),
      [
        "EBS_MALWARE_PROTECTION",
        "EKS_AUDIT_LOGS",
        "LAMBDA_NETWORK_LOGS",
        "RDS_LOGIN_EVENTS",
        "RUNTIME_MONITORING",
        "S3_DATA_EVENTS",
      ].map((name) => [name, "ENABLED", outputs.detectorId]),
    );
    assert.deepEqual(
      one(aws.guardduty.DetectorFeature, "security-runtime-monitoring").inputs.additionalConfigurations,
      [
        { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" },
        { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
        { name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" },
      ],
    );
  });

  it("AGT-SEC-04: enables scans of instances, images, functions and data", async () => {
    const { one } = await make();
    assert.deepEqual(one(aws.inspector2.Enabler).inputs, {
      accountIds: ["111122223333"],
      resourceTypes: ["EC2", "ECR", "LAMBDA"],
    });
    assert.equal(one(aws.macie2.Account).inputs.status, "ENABLED");
  });

  it("GEN-SEC-04: creates an analyzer for external access", async () => {
    const { one, outputs } = await make();
    assert.equal(one(aws.accessanalyzer.Analyzer).inputs.type, "ACCOUNT");
    assert.equal(outputs.analyzerArn, "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/security");
  });

  it("AGT-SEC-04: enables the FSBP and CIS standards after Security Hub", async () => {
    const { of, one } = await make();
    const hub = one(aws.securityhub.Account);
    assert.equal(hub.inputs.enableDefaultStandards, false);
    assert.equal(hub.inputs.controlFindingGenerator, "SECURITY_CONTROL");
    const subscriptions = of(aws.securityhub.StandardsSubscription);
    assert.deepEqual(
      subscriptions.map(({ inputs }) => inputs.standardsArn),
      [
        "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
        "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
      ],
    );
    assert.ok(subscriptions.every(({ dependencies }) => dependencies.includes(hub.urn)));
  });
});
