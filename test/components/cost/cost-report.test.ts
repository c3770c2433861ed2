import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { CostReport, type CostReportArgs } from "../../../components/cost/cost-report.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1";
const args: CostReportArgs = {
  account: account("111122223333", "us-west-2"),
  exportName: "gen-ai-costs",
  kmsKeyArn,
  retentionDays: 730,
  costAllocationTags: ["project", "environment", "owner", "cost-center", "data-class"],
};

describe("CostReport", () => {
  it("GEN-CST-03, OPS-19: exports CUR 2.0 with resources and split cost allocation data to its bucket", async () => {
    const { one } = await deploy(() => new CostReport("costs", args));
    const report = one(aws.bcmdata.Export);
    assert.match(String(at(report, "export.dataQueries.0.queryStatement")), /^SELECT .*FROM COST_AND_USAGE_REPORT$/);
    assert.deepEqual(at(report, "export.dataQueries.0.tableConfigurations"), {
      COST_AND_USAGE_REPORT: {
        BILLING_VIEW_ARN: "arn:aws:billing::111122223333:billingview/primary",
        TIME_GRANULARITY: "DAILY",
        INCLUDE_RESOURCES: "TRUE",
        INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY: "FALSE",
        INCLUDE_SPLIT_COST_ALLOCATION_DATA: "TRUE",
      },
    });
    const destination = "export.destinationConfigurations.0.s3Destinations.0";
    assert.equal(at(report, `${destination}.s3Bucket`), one(aws.s3.Bucket).outputs.bucket);
    assert.equal(at(report, `${destination}.s3Region`), "us-west-2");
    assert.ok(report.propertyDependencies.export?.includes(one(aws.s3.BucketPolicy).urn));
  });

  it("allows exports of the account to write, and encrypts and expires reports", async () => {
    const { one } = await deploy(() => new CostReport("costs", args));
    const { arn } = one(aws.s3.Bucket).outputs;
    const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy).inputs.policy));
    assert.deepEqual(Statement[1], {
      Sid: "DataExports",
      Effect: "Allow",
      Principal: { Service: "bcm-data-exports.amazonaws.com" },
      Action: ["s3:PutObject", "s3:GetBucketPolicy"],
      Resource: [arn, `${arn}/*`],
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:bcm-data-exports:us-east-1:111122223333:export/*" },
        StringEquals: { "aws:SourceAccount": "111122223333" },
      },
    });
    const encryption = one(aws.s3.BucketServerSideEncryptionConfiguration);
    assert.equal(at(encryption, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId"), kmsKeyArn);
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1.expiration"), { days: 730 });
  });

  it("GEN-CST-03, OOD-34: activates five cost allocation tags and Compute Optimizer", async () => {
    const { of, one } = await deploy(() => new CostReport("costs", args));
    assert.deepEqual(
      of(aws.costexplorer.CostAllocationTag)
        .map(({ inputs }) => `${inputs.tagKey} ${inputs.status}`)
        .toSorted(),
      ["cost-center Active", "data-class Active", "environment Active", "owner Active", "project Active"],
    );
    assert.deepEqual(one(aws.computeoptimizer.EnrollmentStatus).inputs, { status: "Active" });
  });

  it("reports every fault at once", async () => {
    assert.equal(
      await refusal(
        () =>
          new CostReport("costs", {
            ...args,
            exportName: "gen ai",
            retentionDays: 30,
            costAllocationTags: ["project", "project"],
          }),
      ),
      [
        'CostReport "costs":',
        "  - exportName must be letters, digits, hyphens and underscores, got gen ai",
        "  - retentionDays must be a whole number from 90, got 30",
        "  - costAllocationTags must not repeat a key, got project again",
      ].join("\n"),
    );
  });
});
