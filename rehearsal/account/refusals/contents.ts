import type { Refusal } from "../refusal.ts";
import { api } from "./sources.ts";

const bucket = { create: "aws:s3/bucket:Bucket", as: "logs", inputs: { bucket: "logs-1a2b3c4" } };
const logging = {
  create: "aws:s3/bucketLogging:BucketLogging",
  as: "logging",
  inputs: { bucket: "data-1a2b3c4", targetBucket: "<logs.bucket>" },
};
const repository = { create: "aws:ecr/repository:Repository", as: "web", inputs: { name: "web" } };

/** What services and pipelines have written into stays until it is emptied, or the provider is told to empty it. */
export const contents: readonly Refusal[] = [
  {
    name: "s3-bucket-not-empty",
    types: ["aws:s3/bucket:Bucket"],
    on: ["delete"],
    code: "BucketNotEmpty",
    source: api("s3", "DeleteBucket"),
    check: ({ old }) =>
      old?.filled === true && old.inputs["forceDestroy"] !== true
        ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        : undefined,
    passes: { before: [bucket], judged: { delete: "logs" } },
    refused: { before: [bucket, logging, { delete: "logging" }], judged: { delete: "logs" } },
  },
  {
    name: "ecr-repository-not-empty",
    types: ["aws:ecr/repository:Repository"],
    on: ["delete"],
    code: "RepositoryNotEmptyException",
    source: api("ecr", "DeleteRepository"),
    check: ({ old }) =>
      old?.filled === true && old.inputs["forceDelete"] !== true
        ? `The repository with name '${old.id}' in registry with id '${old.place.accountId}' cannot be deleted because it still contains images`
        : undefined,
    passes: { before: [{ ...repository, inputs: { name: "web", forceDelete: true } }], judged: { delete: "web" } },
    refused: { before: [repository], judged: { delete: "web" } },
  },
];
