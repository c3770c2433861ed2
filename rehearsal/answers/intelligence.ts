import type { Answers } from "./answer.ts";

/** Bedrock, S3 Vectors and the data access of OpenSearch Serverless. */
export const intelligence: Answers = {
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": (r) => {
    const id = r.hex(10).toUpperCase();
    return {
      id,
      name: r.named("name"),
      arn: r.arn("bedrock", `knowledge-base/${id}`),
      createdAt: "2026-11-20T10:00:00Z",
      updatedAt: "2026-11-20T10:00:00Z",
      failureReasons: [],
    };
  },
  "aws:bedrock/agentDataSource:AgentDataSource": (r) => {
    const dataSourceId = r.hex(10).toUpperCase();
    return { id: `${dataSourceId},${r.inputs["knowledgeBaseId"]}`, dataSourceId, name: r.named("name") };
  },
  "aws:bedrock/guardrail:Guardrail": (r) => {
    const guardrailId = r.hex(12);
    return {
      id: `${guardrailId},DRAFT`,
      guardrailId,
      guardrailArn: r.arn("bedrock", `guardrail/${guardrailId}`),
      name: r.named("name"),
      version: "DRAFT",
      status: "READY",
      createdAt: "2026-11-20T10:00:00Z",
      updatedAt: "2026-11-20T10:00:00Z",
    };
  },
  "aws:bedrock/guardrailVersion:GuardrailVersion": (r) => ({ id: `${r.inputs["guardrailArn"]},1`, version: "1" }),
  // One for an account and Region, so the Region is its name.
  "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration": (r) => ({ id: r.place.region }),
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": (r) => {
    const vectorBucketArn = r.arn("s3vectors", `bucket/${r.inputs["vectorBucketName"]}`);
    return { id: vectorBucketArn, vectorBucketArn, creationTime: "2026-11-20T10:00:00Z" };
  },
  "aws:s3/vectorsIndex:VectorsIndex": (r) => {
    const indexArn = r.arn("s3vectors", `bucket/${r.inputs["vectorBucketName"]}/index/${r.inputs["indexName"]}`);
    return { id: indexArn, indexArn, creationTime: "2026-11-20T10:00:00Z" };
  },
  "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy": (r) => ({
    id: r.named("name"),
    name: r.named("name"),
    policyVersion: "MTczMjA5NjgwMDAwMF8x",
  }),
};
