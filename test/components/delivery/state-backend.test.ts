import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { StateBackend } from "../../../components/delivery/state-backend.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const home = account("111122223333", "us-east-1");
const made = () => deploy(() => new StateBackend("state", { account: home, bucketName: "pulumi-state" }));

describe("StateBackend", () => {
  it("keeps versions of the states, encrypts them with its key, and expires saved plans", async () => {
    const { one } = await made();
    assert.equal(one(aws.s3.Bucket, "state").inputs["bucket"], "pulumi-state");
    assert.deepEqual(one(aws.s3.BucketVersioning, "state").inputs["versioningConfiguration"], { status: "Enabled" });
    const [rule] = one(aws.s3.BucketServerSideEncryptionConfiguration, "state").inputs["rules"] as [
      { applyServerSideEncryptionByDefault: { kmsMasterKeyId: string } },
    ];
    assert.match(rule.applyServerSideEncryptionByDefault.kmsMasterKeyId, /^arn:aws:kms:us-east-1:111122223333:key\//);
    const { rules } = one(aws.s3.BucketLifecycleConfiguration, "state").inputs as { rules: { id: string }[] };
    assert.deepEqual(
      rules.find(({ id }) => id === "plans"),
      { id: "plans", status: "Enabled", filter: { prefix: "plans/" }, transitions: [], expiration: { days: 30 } },
    );
  });

  it("lets no principal delete the bucket or a version, and no request come without TLS", async () => {
    const { one } = await made();
    const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy, "state").inputs["policy"]));
    const denied = Statement.filter(({ Effect }: { Effect: string }) => Effect === "Deny");
    assert.deepEqual(
      denied.map(({ Principal, Action }: { Principal: unknown; Action: unknown }) => [Principal, Action]),
      [
        ["*", "s3:*"],
        ["*", "s3:DeleteBucket"],
        ["*", "s3:DeleteObjectVersion"],
      ],
    );
    assert.equal(one(aws.s3.Bucket, "state").protect, true);
    assert.equal(one(aws.kms.Key, "state").protect, true);
  });

  it("outputs what pulumi login and --secrets-provider take", async () => {
    const { outputs } = await deploy(() => {
      const { backendUrl, secretsProvider } = new StateBackend("state", { account: home, bucketName: "pulumi-state" });
      return { backendUrl, secretsProvider };
    });
    assert.deepEqual(outputs, {
      backendUrl: "s3://pulumi-state?region=us-east-1",
      secretsProvider: "awskms://alias/pulumi?region=us-east-1",
    });
  });
});
