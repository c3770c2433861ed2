import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";
import { VectorIndex, type VectorIndexArgs } from "./vector-index.ts";

/** Vector store of a knowledge base. The component creates only an S3 vector bucket; other stores must have index or table. */
export type VectorStore =
  | {
      /** S3 Vectors. */
      kind: "s3Vectors";
      /** Name of the vector bucket, unique in the account and Region. @default name, account ID and Region */
      bucketName?: string;
    }
  | {
      /** An OpenSearch Serverless collection of type VECTORSEARCH; Bedrock cannot use an OpenSearch domain in a VPC. */
      kind: "opensearchServerless";
      /** ARN of the collection. */
      collectionArn: pulumi.Input<string>;
      /** Name of the collection. */
      collectionName: pulumi.Input<string>;
      /** Name of the index: FAISS engine, fields vector, text and metadata. */
      indexName: string;
    }
  | {
      /** Aurora PostgreSQL with pgvector and the RDS Data API. */
      kind: "aurora";
      /** ARN of the DB cluster. */
      clusterArn: pulumi.Input<string>;
      /** ARN of the secret with the user name and password of Bedrock's database user. */
      secretArn: pulumi.Input<string>;
      /** ARN of the KMS key that encrypts the secret. */
      secretKmsKeyArn: pulumi.Input<string>;
      /** Name of the database. */
      databaseName: pulumi.Input<string>;
      /** s~Table with its schema~Table with the columns~ */
      tableName: string;
    };

/** A vector store: its storage configuration in Bedrock, and the permissions that the role needs. */
export interface ReadyStore {
  configuration: aws.types.input.bedrock.AgentKnowledgeBaseStorageConfiguration;
  statements: Statement[];
}

/** Creates the resources of a vector store. */
export function readyStore(
  name: string,
  store: VectorStore,
  of: VectorIndexArgs,
  child: { parent: pulumi.Resource },
): ReadyStore {
  if (store.kind === "s3Vectors") return s3Vectors(new VectorIndex(name, { ...of, ...bucketNameOf(store) }, child).arn);
  return store.kind === "aurora" ? aurora(store) : opensearchServerless(store);
}

/** The name of the vector bucket, where it is given. */
function bucketNameOf({ bucketName }: { bucketName?: string }): Pick<VectorIndexArgs, "bucketName"> {
  return bucketName === undefined ? {} : { bucketName };
}

function s3Vectors(indexArn: pulumi.Output<string>): ReadyStore {
  const actions = ["GetIndex", "PutVectors", "GetVectors", "QueryVectors", "DeleteVectors"];
  return {
    configuration: { type: "S3_VECTORS", s3VectorsConfiguration: { indexArn } },
    statements: [{ Effect: "Allow", Action: actions.map((action) => `s3vectors:${action}`), Resource: indexArn }],
  };
}

function opensearchServerless(store: Extract<VectorStore, { kind: "opensearchServerless" }>): ReadyStore {
  return {
    configuration: {
      type: "OPENSEARCH_SERVERLESS",
      opensearchServerlessConfiguration: {
        collectionArn: store.collectionArn,
        vectorIndexName: store.indexName,
        fieldMapping: { vectorField: "vector", textField: "text", metadataField: "metadata" },
      },
    },
    statements: [{ Effect: "Allow", Action: "aoss:APIAccessAll", Resource: store.collectionArn }],
  };
}

function aurora(store: Extract<VectorStore, { kind: "aurora" }>): ReadyStore {
  return {
    configuration: {
      type: "RDS",
      rdsConfiguration: {
        resourceArn: store.clusterArn,
        credentialsSecretArn: store.secretArn,
        databaseName: store.databaseName,
        tableName: store.tableName,
        fieldMapping: {
          primaryKeyField: "id",
          vectorField: "embedding",
          textField: "chunks",
          metadataField: "metadata",
        },
      },
    },
    statements: [
      {
        Effect: "Allow",
        Action: ["rds:DescribeDBClusters", "rds-data:BatchExecuteStatement", "rds-data:ExecuteStatement"],
        Resource: store.clusterArn,
      },
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: store.secretArn },
      { Effect: "Allow", Action: "kms:Decrypt", Resource: store.secretKmsKeyArn },
    ],
  };
}

/** Lets the knowledge base's role use the store where IAM policies do not suffice; the knowledge base depends on the result. */
export function admitRole(
  name: string,
  store: VectorStore,
  roleArn: pulumi.Output<string>,
  child: { parent: pulumi.Resource },
): pulumi.Resource[] {
  if (store.kind !== "opensearchServerless") return [];
  const index = {
    ResourceType: "index",
    Resource: [pulumi.interpolate`index/${store.collectionName}/${store.indexName}`],
    Permission: ["aoss:DescribeIndex", "aoss:ReadDocument", "aoss:WriteDocument"],
  };
  const collection = {
    ResourceType: "collection",
    Resource: [pulumi.interpolate`collection/${store.collectionName}`],
    Permission: ["aoss:DescribeCollectionItems"],
  };
  const policy = pulumi.jsonStringify([{ Rules: [index, collection], Principal: [roleArn] }]);
  return [new aws.opensearch.ServerlessAccessPolicy(name, { type: "data", policy }, child)];
}

/** Faults of the vector store of a knowledge base. */
export function vectorStoreFaults(name: string, store: VectorStore): string[] {
  if (store.kind === "s3Vectors") {
    return /^[a-z0-9][a-z0-9-]{1,33}$/.test(name)
      ? []
      : [
          `name must be 2 to 34 lower-case letters, digits and hyphens, since the vector bucket's name begins with it, got "${name}"`,
        ];
  }
  if (store.kind === "aurora") {
    return /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(store.tableName)
      ? []
      : [`store.tableName must be <schema>.<table> in lower case, got "${store.tableName}"`];
  }
  return [
    ...(/^[a-z][a-z0-9-]{1,23}$/.test(name)
      ? []
      : [
          `name must be 2 to 24 lower-case letters, digits and hyphens, since the access policy's name begins with it, got "${name}"`,
        ]),
    ...(/^[a-z0-9][a-z0-9._-]{0,254}$/.test(store.indexName)
      ? []
      : [`store.indexName must be lower-case letters, digits and ._-, got "${store.indexName}"`]),
  ];
}
