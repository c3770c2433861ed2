import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { AccountBaseline } from "../../../components/audit/account-baseline.ts";
import type { AccountServices } from "../../../components/audit/account-services.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const make = (services: AccountServices = {}) =>
  deploy(() => {
    const baseline = new AccountBaseline("security", {
      account: account("111122223333", "us-east-1"),
      securityContact: {
        name: "Security Team",
        title: "Security",
        emailAddress: "security@example.com",
        phoneNumber: "+1 555 010 0100",
      },
      config: { retentionDays: 2557 },
      topicArn: "arn:aws:sns:us-east-1:111122223333:alarms",
      runbookBaseUrl: "https://wiki.example.com/runbooks",
      services,
    });
    return { detectorId: baseline.detectorId, configBucketName: baseline.configBucketName };
  });

describe("AccountBaseline", () => {
  it("AGT-SEC-04: enables every security service of an account once", async () => {
    const { of, one, outputs } = await make();
    for (const service of [
      aws.guardduty.Detector,
      aws.cfg.Recorder,
      aws.accessanalyzer.Analyzer,
      aws.securityhub.Account,
      aws.inspector2.Enabler,
      aws.macie2.Account,
      aws.account.AlternativeContact,
      aws.s3.AccountPublicAccessBlock,
    ])
      assert.equal(of(service).length, 1);
    assert.match(String(one(aws.guardduty.Detector).outputs.arn), new RegExp(`:detector/${outputs.detectorId}$`));
    assert.equal(outputs.configBucketName, one(aws.s3.Bucket).outputs.bucket);
  });

  it("RC-A3: creates no service that exists, and still routes its findings", async () => {
    const services = { config: "existing", guardDuty: "existing", inspector: "existing", macie: "existing" } as const;
    const { of } = await make({ ...services, securityHub: "existing" });
    for (const service of [aws.guardduty.Detector, aws.cfg.Recorder, aws.securityhub.Account, aws.macie2.Account])
      assert.equal(of(service).length, 0);
    assert.equal(of(aws.iam.ServiceLinkedRole).length, 0);
    assert.notEqual(of(aws.cloudwatch.EventRule).length, 0);
  });

  it("RC-A3: routes no findings where the organization handles them", async () => {
    const { of } = await make({
      guardDuty: "elsewhere",
      inspector: "elsewhere",
      macie: "elsewhere",
      securityHub: "elsewhere",
    });
    assert.equal(of(aws.cloudwatch.EventRule).length, 0);
    assert.equal(of(aws.cfg.Recorder).length, 1);
  });
});
