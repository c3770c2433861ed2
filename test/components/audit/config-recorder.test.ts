import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ConfigRecorder, type ConfigRecorderArgs } from "../../../components/audit/config-recorder.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const minimal: ConfigRecorderArgs = { account: account("111122223333", "us-east-1"), retentionDays: 2557 };
const make = (args: Partial<ConfigRecorderArgs> = {}) =>
  deploy(() => new ConfigRecorder("security", { ...minimal, ...args }));

describe("ConfigRecorder", () => {
  it("AGT-SEC-04: records every resource type, also global ones, with the service-linked role", async () => {
    const { one } = await make();
    const recorder = one(aws.cfg.Recorder);
    assert.deepEqual(recorder.inputs.recordingGroup, { allSupported: true, includeGlobalResourceTypes: true });
    assert.equal(one(aws.iam.ServiceLinkedRole).inputs.awsServiceName, "config.amazonaws.com");
    assert.equal(recorder.inputs.roleArn, one(aws.iam.ServiceLinkedRole).outputs.arn);
    assert.equal(one(aws.cfg.RecorderStatus).inputs.isEnabled, true);
  });

  it("uses an existing service-linked role", async () => {
    const { of, one } = await make({ serviceLinkedRole: "existing" });
    assert.deepEqual(of(aws.iam.ServiceLinkedRole), []);
    assert.equal(
      one(aws.cfg.Recorder).inputs.roleArn,
      "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
    );
  });

  it("starts after its delivery channel, which is created after the recorder and the bucket policy", async () => {
    const { one } = await make();
    assert.ok(one(aws.cfg.DeliveryChannel).dependencies.includes(one(aws.cfg.Recorder).urn));
    assert.ok(one(aws.cfg.RecorderStatus).dependencies.includes(one(aws.cfg.DeliveryChannel).urn));
    const { s3BucketName } = one(aws.cfg.DeliveryChannel).propertyDependencies;
    assert.ok(s3BucketName?.includes(one(aws.s3.BucketPolicy).urn));
  });

  it("stores the history in an encrypted bucket without Object Lock that only AWS Config of the account may write to", async () => {
    const { of, one } = await make();
    const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy).inputs.policy));
    const mine = Statement.filter((each: { Effect: string }) => each.Effect === "Allow");
    assert.deepEqual(
      mine.map((each: { Sid: string; Principal: unknown; Condition: { StringEquals: Record<string, string> } }) => [
        each.Sid,
        each.Principal,
        each.Condition.StringEquals["aws:SourceAccount"],
      ]),
      [
        ["ConfigCheck", { Service: "config.amazonaws.com" }, "111122223333"],
        ["ConfigWrite", { Service: "config.amazonaws.com" }, "111122223333"],
      ],
    );
    assert.equal(mine[1].Resource, `${one(aws.s3.Bucket).outputs.arn}/AWSLogs/111122223333/Config/*`);
    assert.equal(one(aws.cfg.DeliveryChannel).inputs.s3KmsKeyArn, one(aws.kms.Key).outputs.arn);
    assert.match(String(one(aws.kms.Key).inputs.policy), /"Service":"config\.amazonaws\.com"/);
    assert.deepEqual(of(aws.s3.BucketObjectLockConfiguration), []);
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1.expiration"), { days: 2557 });
  });

  it("logs access to the history where it is set", async () => {
    const { one } = await make({ accessLogs: { bucket: "logs", prefix: "config/" } });
    assert.equal(one(aws.s3.BucketLogging).inputs.targetPrefix, "config/");
  });

  it("refuses a retention below one year", async () => {
    assert.equal(
      await refusal(() => new ConfigRecorder("security", { ...minimal, retentionDays: 90 })),
      'ConfigRecorder "security": retentionDays must be a whole number from 365, got 90',
    );
  });
});
