import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { VectorIndex } from "../../../components/bedrock/vector-index.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const args = {
  account: account("111122223333", "us-east-1"),
  embeddingModel: { modelId: "amazon.titan-embed-text-v2:0", dimensions: 1024 },
  kmsKeyArn,
};

describe("VectorIndex", () => {
  it("encrypts vectors with the key, and stores the text as non-filterable metadata", async () => {
    const { one, outputs } = await deploy(() => ({ arn: new VectorIndex("handbooks", args).arn }));
    const bucket = one(aws.s3.VectorsVectorBucket);
    assert.equal(bucket.inputs.vectorBucketName, "handbooks-111122223333-us-east-1");
    const index = one(aws.s3.VectorsIndex);
    for (const each of [bucket, index]) {
      assert.deepEqual(each.inputs.encryptionConfigurations, [{ sseType: "aws:kms", kmsKeyArn }]);
    }
    assert.deepEqual(index.inputs.metadataConfiguration, {
      nonFilterableMetadataKeys: ["AMAZON_BEDROCK_TEXT", "AMAZON_BEDROCK_METADATA"],
    });
    assert.equal(index.inputs.dimension, 1024);
    assert.ok(index.dependencies.includes(bucket.urn));
    assert.deepEqual(outputs, {
      arn: "arn:aws:s3vectors:us-east-1:111122223333:bucket/handbooks-111122223333-us-east-1/index/amazon-titan-embed-text-v2-0-1024",
    });
  });

  it("creates another index for another model or other dimensions", async () => {
    const indexes = async (embeddingModel: typeof args.embeddingModel) => {
      const { one } = await deploy(() => new VectorIndex("handbooks", { ...args, embeddingModel }));
      const { name, inputs } = one(aws.s3.VectorsIndex);
      return [name, inputs.indexName];
    };
    assert.deepEqual(await indexes({ modelId: "amazon.titan-embed-text-v2:0", dimensions: 512 }), [
      "handbooks-amazon-titan-embed-text-v2-0-512",
      "amazon-titan-embed-text-v2-0-512",
    ]);
    assert.deepEqual(await indexes({ modelId: "cohere.embed-v4:0", dimensions: 512 }), [
      "handbooks-cohere-embed-v4-0-512",
      "cohere-embed-v4-0-512",
    ]);
  });
});
