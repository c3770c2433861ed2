import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { analyzer, type Diagnostic } from "../rules/analyzer.ts";
import { sentinel } from "../rules/examples.ts";

const type = "aws:rds/instance:Instance";
const urn = `urn:pulumi:prod::platform::${type}::main`;
const open = { type, name: "main", urn, props: { storageEncrypted: sentinel } };
const shown = (found: readonly Diagnostic[]) =>
  found
    .filter(({ policy }) => ["every-rule", "stack-undecided-reported"].includes(policy))
    .map(({ policy, level, urn: on, message }) => ({ policy, level, on, message: message.split("\n").at(-1) }));

/** The summary of the pack for a stack with an unknown value. */
async function said(variables: Record<string, string>): Promise<ReturnType<typeof shown>> {
  const selected = { rules: ["rds-storage-encrypted"] };
  const pack = await analyzer({ PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "prod", PULUMI_DRY_RUN: "", ...variables });
  try {
    await pack.configure({}, selected);
    await pack.analyze(open);
    return shown(await pack.analyzeStack([]));
  } finally {
    pack.stop();
  }
}

describe("undecided checks", () => {
  it("are an advisory line in a preview", async () => {
    const [line, ...more] = await said({ PULUMI_DRY_RUN: "true" });
    assert.deepEqual([line?.policy, line?.level, more], ["every-rule", "advisory", []]);
    assert.match(line?.message ?? "", /^1 check needs values known only during `pulumi up`; it runs again then: /);
  });

  it("are violations at the end of an update", async () => {
    const [line, violation] = await said({ PULUMI_DRY_RUN: "false" });
    assert.match(line?.message ?? "", /^1 check could not read a value/);
    assert.deepEqual([violation?.policy, violation?.level], ["stack-undecided-reported", "mandatory"]);
    assert.match(
      violation?.message ?? "",
      /still undecided: rds-storage-encrypted: instance "main" needs storageEncrypted, which is not known yet/,
    );
  });

  it("are evaluated again in the engine's update", async () => {
    const program = async () => {
      const provider = new aws.Provider("aws", { region: "eu-west-1" });
      const key = new aws.kms.Key("main", {}, { provider });
      new aws.sqs.Queue("jobs", { kmsMasterKeyId: key.id, policy: key.arn }, { provider });
    };
    const rehearsal = await Rehearsal.open({ stack: "other-dev", program });
    try {
      const lines = async (outcome: Promise<{ violations: { rule: string; message: string }[] }>) =>
        (await outcome).violations.filter(({ rule }) => rule === "every-rule").map(({ message }) => message);
      assert.match((await lines(rehearsal.preview())).join(), /1 check needs values known only during/);
      assert.doesNotMatch((await lines(rehearsal.update())).join(), /checks/);
    } finally {
      rehearsal.close();
    }
  });

  it("RC-L1: report a bucket without settings where every property depends on all buckets", async () => {
    const program = async () => {
      const tags = { project: "p", environment: "dev", owner: "o", "cost-center": "c", "data-class": "internal" };
      const provider = new aws.Provider("aws", {
        region: "eu-west-1",
        allowedAccountIds: ["111122223333"],
        defaultTags: { tags },
      });
      const data = new aws.s3.Bucket("data", {}, { provider });
      const bare = new aws.s3.Bucket("bare", {}, { provider });
      const bucket = pulumi.output({ data: data.id, bare: bare.id }).apply(({ data: id }) => id);
      const closed = {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      };
      const plain = { Bool: { "aws:SecureTransport": "false" } };
      const deny = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: plain };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
      const key = { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } };
      const abort = { id: "abort", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
      const options = { provider };
      new aws.s3.BucketVersioning("data", { bucket, versioningConfiguration: { status: "Enabled" } }, options);
      new aws.s3.BucketOwnershipControls("data", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, options);
      new aws.s3.BucketPublicAccessBlock("data", { bucket, ...closed }, options);
      new aws.s3.BucketServerSideEncryptionConfiguration("data", { bucket, rules: [key] }, options);
      new aws.s3.BucketLifecycleConfiguration("data", { bucket, rules: [abort] }, options);
      new aws.s3.BucketPolicy("data", { bucket, policy }, options);
    };
    const rehearsal = await Rehearsal.open({ stack: "other-dev", program });
    const complete = async (outcome: Promise<{ violations: { rule: string; urn: string; message: string }[] }>) =>
      (await outcome).violations
        .filter(({ rule }) => rule === "stack-s3-bucket-complete")
        .map(({ urn, message }) => `${urn.split("::").at(-1)}: ${/has no [^;]*/.exec(message)?.[0]}`);
    try {
      const [previewed, ...others] = await complete(rehearsal.preview());
      assert.match(previewed ?? "", /^bare: has no Bucket\w+, or one of "data" has none$|^data: .* "bare" has none$/);
      assert.deepEqual(others, []);
      const [updated, ...more] = await complete(rehearsal.update());
      assert.match(updated ?? "", /^bare: has no BucketPublicAccessBlock, .*BucketOwnershipControls$/);
      assert.deepEqual(more, []);
    } finally {
      rehearsal.close();
    }
  });
});
