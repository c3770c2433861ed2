import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import type { BucketArgs } from "../data/bucket-args.ts";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { foundationModelArn, isFoundationModel } from "./model-access.ts";
import type { EmbeddingModel } from "./vector-index.ts";
import { admitRole, readyStore, type VectorStore, vectorStoreFaults } from "./vector-store.ts";

/** Fixed-size chunking of documents. */
export interface Chunking {
  /** Maximum number of tokens in a chunk. */
  maxTokens: number;
  /** Overlap of consecutive chunks in percent, 1 to 99. */
  overlapPercentage: number;
}

/** Arguments of KnowledgeBase. */
export interface KnowledgeBaseArgs {
  /** Account of the knowledge base. */
  account: Account;
  /** Description of the knowledge base's content. */
  description: string;
  /** Embedding model; another one replaces the knowledge base. */
  embeddingModel: EmbeddingModel;
  /** Vector store. */
  store: VectorStore;
  /** Chunking of documents; a change applies to documents that are ingested later. @default { maxTokens: 300, overlapPercentage: 20 } */
  chunking?: Chunking;
  /** Prefix of the documents that are ingested; empty for the whole bucket. @default "" */
  prefix?: string;
  /** Destination of the access logs of the document bucket. @default none */
  accessLogs?: BucketArgs["accessLogs"];
  /** ARN of the KMS key of documents and vectors; for S3 Vectors its policy must admit indexing.s3vectors.amazonaws.com. */
  kmsKeyArn: pulumi.Input<string>;
}

/**
 * A Bedrock knowledge base with a document bucket.
 * New documents are found after an ingestion job.
 */
export class KnowledgeBase extends pulumi.ComponentResource {
  /** ID of the knowledge base. */
  readonly knowledgeBaseId: pulumi.Output<string>;
  /** ARN of the knowledge base, for policies with bedrock:Retrieve. */
  readonly arn: pulumi.Output<string>;
  /** ID of the data source, for ingestion jobs. */
  readonly dataSourceId: pulumi.Output<string>;
  /** Name of the document bucket. */
  readonly documentBucketName: pulumi.Output<string>;
  /** ARN of the document bucket. */
  readonly documentBucketArn: pulumi.Output<string>;

  constructor(name: string, args: KnowledgeBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:bedrock:KnowledgeBase", name, {}, opts);
    const { account, embeddingModel, kmsKeyArn } = args;
    refuse(this, name, knowledgeBaseFaults(name, args));
    const child = { parent: this };

    const documents = this.documents(name, args);
    const store = readyStore(name, args.store, { account, embeddingModel, kmsKeyArn }, child);
    const role = new ServiceRole(
      name,
      {
        account,
        service: "bedrock.amazonaws.com",
        trustCondition: {
          StringEquals: { "aws:SourceAccount": account.accountId },
          ArnLike: { "aws:SourceArn": arn(account, "bedrock", "knowledge-base/*") },
        },
        statements: [...reading(args, documents.arn), ...store.statements],
      },
      child,
    );
    const admitted = admitRole(name, args.store, role.arn, child);
    const base = new aws.bedrock.AgentKnowledgeBase(
      name,
      {
        description: args.description,
        roleArn: role.arn,
        knowledgeBaseConfiguration: vectorConfiguration(account, embeddingModel),
        storageConfiguration: store.configuration,
        tags: { Name: name },
      },
      { ...child, dependsOn: admitted },
    );
    const source = this.dataSource(name, args, base, documents);

    this.knowledgeBaseId = base.id;
    this.arn = base.arn;
    this.dataSourceId = source.dataSourceId;
    this.documentBucketName = documents.bucketName;
    this.documentBucketArn = documents.arn;
    this.registerOutputs(outputs(this));
  }

  private documents(name: string, { kmsKeyArn, accessLogs }: KnowledgeBaseArgs): Bucket {
    return new Bucket(
      `${name}-documents`,
      { encryption: { kind: "sse-kms", kmsKeyArn }, ...(accessLogs !== undefined && { accessLogs }) },
      { parent: this },
    );
  }

  private dataSource(
    name: string,
    args: KnowledgeBaseArgs,
    base: aws.bedrock.AgentKnowledgeBase,
    documents: Bucket,
  ): aws.bedrock.AgentDataSource {
    const { chunking = { maxTokens: 300, overlapPercentage: 20 } } = args;
    return new aws.bedrock.AgentDataSource(
      name,
      {
        knowledgeBaseId: base.id,
        dataSourceConfiguration: {
          type: "S3",
          s3Configuration: {
            bucketArn: documents.arn,
            bucketOwnerAccountId: args.account.accountId,
            ...(args.prefix !== undefined && { inclusionPrefixes: [args.prefix] }),
          },
        },
        vectorIngestionConfiguration: {
          chunkingConfiguration: { chunkingStrategy: "FIXED_SIZE", fixedSizeChunkingConfiguration: chunking },
        },
        serverSideEncryptionConfiguration: { kmsKeyArn: args.kmsKeyArn },
        // With RETAIN, vectors would be found after their documents are deleted.
        dataDeletionPolicy: "DELETE",
      },
      { parent: this },
    );
  }
}

function vectorConfiguration(
  account: Account,
  { modelId, dimensions }: EmbeddingModel,
): aws.types.input.bedrock.AgentKnowledgeBaseKnowledgeBaseConfiguration {
  return {
    type: "VECTOR",
    vectorKnowledgeBaseConfiguration: {
      embeddingModelArn: foundationModelArn(account, modelId),
      embeddingModelConfiguration: {
        bedrockEmbeddingModelConfiguration: { dimensions, embeddingDataType: "FLOAT32" },
      },
    },
  };
}

/** Permissions of the knowledge base besides its vector store: the embedding model, the documents and the KMS key. */
function reading(args: KnowledgeBaseArgs, bucketArn: pulumi.Output<string>): Statement[] {
  const { account, embeddingModel, kmsKeyArn, prefix = "" } = args;
  return [
    {
      Effect: "Allow",
      Action: "bedrock:InvokeModel",
      Resource: foundationModelArn(account, embeddingModel.modelId),
    },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
    { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucketArn}/${prefix}*` },
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: kmsKeyArn },
  ];
}

/** Faults of the arguments of a knowledge base. */
function knowledgeBaseFaults(name: string, { embeddingModel, chunking, prefix, store }: KnowledgeBaseArgs): string[] {
  const { dimensions, modelId } = embeddingModel;
  return [
    ...(isFoundationModel(modelId)
      ? []
      : [`embeddingModel.modelId must be a foundation model such as amazon.titan-embed-text-v2:0, got "${modelId}"`]),
    ...within("embeddingModel.dimensions", dimensions, 1, 4096),
    ...vectorStoreFaults(name, store),
    ...within("chunking.maxTokens", chunking?.maxTokens, 20, 8192),
    ...within("chunking.overlapPercentage", chunking?.overlapPercentage, 1, 99),
    ...(prefix === undefined || /^[^/*?].{0,298}\/$/.test(prefix)
      ? []
      : [`prefix must end in a slash and not begin with one, got "${prefix}"`]),
  ];
}
