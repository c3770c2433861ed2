import type { Refusal } from "../refusal.ts";
import { api } from "./sources.ts";

/** The name of a bucket may belong to any other account of AWS. */
export const bucketNames: readonly Refusal[] = [
  {
    name: "s3-bucket-name-of-others",
    types: ["aws:s3/bucket:Bucket"],
    on: ["create"],
    code: "BucketAlreadyExists",
    source: api("s3", "CreateBucket"),
    check: ({ inputs }, { start }) =>
      start.takenBuckets.some((name) => name === inputs["bucket"])
        ? "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Select a different name and try again."
        : undefined,
    passes: { judged: { create: "aws:s3/bucket:Bucket", as: "data", inputs: { bucket: "auterity-storage" } } },
    refused: {
      start: "lived-in",
      judged: { create: "aws:s3/bucket:Bucket", as: "data", inputs: { bucket: "auterity-storage" } },
    },
  },
];
