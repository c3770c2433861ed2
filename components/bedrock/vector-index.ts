import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";

/** A model that turns text into vectors. */
export interface EmbeddingModel {
  /** ID of the foundation model, for example amazon.titan-embed-text-v2:0. */
  modelId: string;
  /** Numbers in a vector; the model has to offer this many. */
  dimensions: number;
}

export interface VectorIndexArgs {
  /** Account of the index; vector buckets share their names in an account and Region. */
  account: Account;
  /** The model whose vectors are stored. */
  embeddingModel: EmbeddingModel;
  /** ARN of the KMS key that encrypts the vectors; its policy must admit indexing.s3vectors.amazonaws.com. */
  kmsKeyArn: pulumi.Input<string>;
}

/** An S3 vector bucket with one index for a Bedrock knowledge base; it costs what is stored and asked, nothing by the hour. */
export class VectorIndex extends pulumi.ComponentResource {
  /** ARN of the index. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: VectorIndexArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:bedrock:VectorIndex", name, {}, opts);
    const { account, embeddingModel, kmsKeyArn } = args;
    const child = { parent: this };

    const encryption = { encryptionConfigurations: [{ sseType: "aws:kms", kmsKeyArn }] };
    const bucket = new aws.s3.VectorsVectorBucket(
      name,
      { vectorBucketName: `${name}-${account.accountId}-${account.region}`, ...encryption, tags: { Name: name } },
      child,
    );
    const indexName = indexNameFor(embeddingModel);
    const index = new aws.s3.VectorsIndex(
      `${name}-${indexName}`,
      {
        vectorBucketName: bucket.vectorBucketName,
        indexName,
        ...encryption,
        dataType: "float32",
        dimension: embeddingModel.dimensions,
        distanceMetric: "cosine",
        // Filterable metadata ends at 2 KB for a vector, and Bedrock keeps the passage itself in these.
        metadataConfiguration: { nonFilterableMetadataKeys: ["AMAZON_BEDROCK_TEXT", "AMAZON_BEDROCK_METADATA"] },
        tags: { Name: name },
      },
      child,
    );

    this.arn = index.indexArn;
    this.registerOutputs(outputs(this));
  }
}

/** Vectors of two models do not compare, so the name says which: another model fills an index of its own, beside the old one. */
function indexNameFor({ modelId, dimensions }: EmbeddingModel): string {
  return `${modelId.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 56)}-${dimensions}`;
}
