import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { KnowledgeBase, type KnowledgeBaseArgs } from "../../../components/bedrock/knowledge-base.ts";
import type { VectorStore } from "../../../components/bedrock/vector-store.ts";
import { account } from "../../../components/iam/account.ts";
import { at, type Deployed, deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const args: KnowledgeBaseArgs = {
  account: account("111122223333", "us-east-1"),
  description: "Handbooks",
  embeddingModel: { modelId: "amazon.titan-embed-text-v2:0", dimensions: 1024 },
  store: { kind: "s3Vectors" },
  kmsKeyArn: key,
};
const collection: VectorStore = {
  kind: "opensearchServerless",
  collectionArn: "arn:aws:aoss:us-east-1:111122223333:collection/c1",
  collectionName: "handbooks",
  indexName: "passages",
};
const aurora: VectorStore = {
  kind: "aurora",
  clusterArn: "arn:aws:rds:us-east-1:111122223333:cluster:memory",
  secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:bedrock",
  secretKmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/2",
  databaseName: "memory",
  tableName: "bedrock_integration.bedrock_kb",
};

/** Actions of the knowledge base's role, by resource. */
function allowed({ one }: Deployed): Record<string, unknown> {
  const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy));
  return Object.fromEntries(
    Statement.map((each: { Resource: string; Action: unknown }) => [each.Resource, each.Action]),
  );
}

describe("KnowledgeBase", () => {
  it("AGT-AI-01: uses a private document bucket and vectors of the given model", async () => {
    const { one } = await deploy(() => new KnowledgeBase("handbooks", args));
    const documents = one(aws.s3.Bucket);
    assert.equal(
      at(
        one(aws.s3.BucketServerSideEncryptionConfiguration),
        "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId",
      ),
      key,
    );
    const base = one(aws.bedrock.AgentKnowledgeBase);
    assert.deepEqual(base.inputs.knowledgeBaseConfiguration, {
      type: "VECTOR",
      vectorKnowledgeBaseConfiguration: {
        embeddingModelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0",
        embeddingModelConfiguration: {
          bedrockEmbeddingModelConfiguration: { dimensions: 1024, embeddingDataType: "FLOAT32" },
        },
      },
    });
    assert.deepEqual(base.inputs.storageConfiguration, {
      type: "S3_VECTORS",
      s3VectorsConfiguration: { indexArn: one(aws.s3.VectorsIndex).outputs.indexArn },
    });
    const source = one(aws.bedrock.AgentDataSource);
    assert.deepEqual(source.inputs.dataSourceConfiguration, {
      type: "S3",
      s3Configuration: { bucketArn: documents.outputs.arn, bucketOwnerAccountId: "111122223333" },
    });
    assert.deepEqual(at(source, "vectorIngestionConfiguration.chunkingConfiguration"), {
      chunkingStrategy: "FIXED_SIZE",
      fixedSizeChunkingConfiguration: { maxTokens: 300, overlapPercentage: 20 },
    });
    assert.deepEqual(source.inputs.serverSideEncryptionConfiguration, { kmsKeyArn: key });
    assert.equal(source.inputs.dataDeletionPolicy, "DELETE");
    assert.ok(source.dependencies.includes(base.urn));
  });

  it("has a role for knowledge bases of the account with one model, its documents and its index", async () => {
    const deployed = await deploy(() => new KnowledgeBase("handbooks", args));
    const { one } = deployed;
    const [trust] = JSON.parse(String(one(aws.iam.Role).inputs.assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Principal, { Service: "bedrock.amazonaws.com" });
    assert.deepEqual(trust.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/*" },
    });
    const bucket = String(one(aws.s3.Bucket).outputs.arn);
    assert.deepEqual(allowed(deployed), {
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0": "bedrock:InvokeModel",
      [bucket]: "s3:ListBucket",
      [`${bucket}/*`]: "s3:GetObject",
      [key]: ["kms:Decrypt", "kms:GenerateDataKey"],
      [String(one(aws.s3.VectorsIndex).outputs.indexArn)]: [
        "s3vectors:GetIndex",
        "s3vectors:PutVectors",
        "s3vectors:GetVectors",
        "s3vectors:QueryVectors",
        "s3vectors:DeleteVectors",
      ],
    });
    // Bedrock validates the role when the knowledge base is created.
    assert.ok(one(aws.bedrock.AgentKnowledgeBase).dependencies.includes(one(aws.iam.RolePolicy).urn));
  });

  it("uses an OpenSearch Serverless collection after its access policy", async () => {
    const deployed = await deploy(() => new KnowledgeBase("handbooks", { ...args, store: collection }));
    const { of, one } = deployed;
    assert.deepEqual(of(aws.s3.VectorsIndex), []);
    assert.deepEqual(one(aws.bedrock.AgentKnowledgeBase).inputs.storageConfiguration, {
      type: "OPENSEARCH_SERVERLESS",
      opensearchServerlessConfiguration: {
        collectionArn: "arn:aws:aoss:us-east-1:111122223333:collection/c1",
        vectorIndexName: "passages",
        fieldMapping: { vectorField: "vector", textField: "text", metadataField: "metadata" },
      },
    });
    const access = one(aws.opensearch.ServerlessAccessPolicy);
    assert.equal(access.inputs.type, "data");
    assert.deepEqual(JSON.parse(String(access.inputs.policy)), [
      {
        Rules: [
          {
            ResourceType: "index",
            Resource: ["index/handbooks/passages"],
            Permission: ["aoss:DescribeIndex", "aoss:ReadDocument", "aoss:WriteDocument"],
          },
          {
            ResourceType: "collection",
            Resource: ["collection/handbooks"],
            Permission: ["aoss:DescribeCollectionItems"],
          },
        ],
        Principal: [one(aws.iam.Role).outputs.arn],
      },
    ]);
    assert.ok(one(aws.bedrock.AgentKnowledgeBase).dependencies.includes(access.urn));
    assert.equal(allowed(deployed)["arn:aws:aoss:us-east-1:111122223333:collection/c1"], "aoss:APIAccessAll");
  });

  it("uses a table of an Aurora cluster with a database user for Bedrock", async () => {
    const deployed = await deploy(() => new KnowledgeBase("handbooks", { ...args, store: aurora }));
    assert.deepEqual(deployed.one(aws.bedrock.AgentKnowledgeBase).inputs.storageConfiguration, {
      type: "RDS",
      rdsConfiguration: {
        resourceArn: "arn:aws:rds:us-east-1:111122223333:cluster:memory",
        credentialsSecretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:bedrock",
        databaseName: "memory",
        tableName: "bedrock_integration.bedrock_kb",
        fieldMapping: {
          primaryKeyField: "id",
          vectorField: "embedding",
          textField: "chunks",
          metadataField: "metadata",
        },
      },
    });
    const actions = allowed(deployed);
    assert.deepEqual(actions["arn:aws:rds:us-east-1:111122223333:cluster:memory"], [
      "rds:DescribeDBClusters",
      "rds-data:BatchExecuteStatement",
      "rds-data:ExecuteStatement",
    ]);
    assert.equal(
      actions["arn:aws:secretsmanager:us-east-1:111122223333:secret:bedrock"],
      "secretsmanager:GetSecretValue",
    );
    assert.equal(actions["arn:aws:kms:us-east-1:111122223333:key/2"], "kms:Decrypt");
  });

  it("reads only the prefix that it ingests", async () => {
    const deployed = await deploy(() => new KnowledgeBase("handbooks", { ...args, prefix: "public/" }));
    const bucket = deployed.one(aws.s3.Bucket).outputs.arn;
    assert.equal(allowed(deployed)[`${bucket}/public/*`], "s3:GetObject");
    assert.deepEqual(
      at(deployed.one(aws.bedrock.AgentDataSource), "dataSourceConfiguration.s3Configuration.inclusionPrefixes"),
      ["public/"],
    );
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new KnowledgeBase("Handbooks", {
          ...args,
          embeddingModel: { modelId: "us.amazon.titan-embed-text-v2:0", dimensions: 0 },
          chunking: { maxTokens: 5, overlapPercentage: 100 },
          prefix: "/public",
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'KnowledgeBase "Handbooks":',
      '  - embeddingModel.modelId must be a foundation model such as amazon.titan-embed-text-v2:0, got "us.amazon.titan-embed-text-v2:0"',
      "  - embeddingModel.dimensions must be a whole number from 1 to 4096, got 0",
      '  - name must be 2 to 34 lower-case letters, digits and hyphens, since the vector bucket\'s name begins with it, got "Handbooks"',
      "  - chunking.maxTokens must be a whole number from 20 to 8192, got 5",
      "  - chunking.overlapPercentage must be a whole number from 1 to 99, got 100",
      '  - prefix must end in a slash and not begin with one, got "/public"',
    ]);
  });

  it("reports the faults of an existing store", async () => {
    assert.equal(
      await refusal(() => new KnowledgeBase("handbooks", { ...args, store: { ...aurora, tableName: "kb" } })),
      'KnowledgeBase "handbooks": store.tableName must be <schema>.<table> in lower case, got "kb"',
    );
    const message = await refusal(
      () =>
        new KnowledgeBase("handbooks-of-all-departments", { ...args, store: { ...collection, indexName: "Passages" } }),
    );
    assert.deepEqual(message.split("\n").slice(1), [
      '  - name must be 2 to 24 lower-case letters, digits and hyphens, since the access policy\'s name begins with it, got "handbooks-of-all-departments"',
      '  - store.indexName must be lower-case letters, digits and ._-, got "Passages"',
    ]);
  });
});
