import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { AccountBaseline } from "../../../components/audit/account-baseline.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const make = () =>
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
});
