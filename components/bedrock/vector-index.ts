import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";

/** An embedding model. */
export interface EmbeddingModel {
  /** ID of the foundation model, for example amazon.titan-embed-text-v2:0. */
  modelId: string;
  /** Dimensions of the vectors; the model must support the number. */
  dimensions: number;
}

/** Arguments of VectorIndex. */
export interface VectorIndexArgs {
  /** Account of the index; vector bucket names are unique in an account and Region. */
  account: Account;
  /** Embedding model of the vectors. */
  embeddingModel: EmbeddingModel;
  /** ARN of the KMS key that encrypts the vectors; its policy must admit indexing.s3vectors.amazonaws.com. */
  kmsKeyArn: pulumi.Input<string>;
}

/** An S3 vector bucket with one index for a Bedrock knowledge base; storage and queries are billed, no capacity. */
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
        // Filterable metadata is limited to 2 KB per vector, and Bedrock stores the text of the chunk in these keys.
        metadataConfiguration: { nonFilterableMetadataKeys: ["AMAZON_BEDROCK_TEXT", "AMAZON_BEDROCK_METADATA"] },
        tags: { Name: name },
      },
      child,
    );

    this.arn = index.indexArn;
    this.registerOutputs(outputs(this));
  }
}

/** Vectors of different models cannot be compared, so the name contains the model and another model gets another index. */
function indexNameFor({ modelId, dimensions }: EmbeddingModel): string {
  return `${modelId.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 56)}-${dimensions}`;
}
