import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ImageReplication } from "../../../components/containers/image-replication.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const virginia = account("111122223333", "us-east-1");

describe("ImageReplication", () => {
  it("GEN-DR-01: replicates images of the given prefixes to the other Region", async () => {
    const args = { account: virginia, prefixes: ["gen-ai-"], region: "us-west-2" };
    const { one } = await deploy(() => new ImageReplication("images", args));
    assert.deepEqual(at(one(aws.ecr.ReplicationConfiguration), "replicationConfiguration.rules"), [
      {
        destinations: [{ region: "us-west-2", registryId: "111122223333" }],
        repositoryFilters: [{ filter: "gen-ai-", filterType: "PREFIX_MATCH" }],
      },
    ]);
  });

  it("refuses no prefixes, and the registry's own Region", async () => {
    const args = { account: virginia, prefixes: [], region: "us-east-1" };
    const told = await refusal(() => new ImageReplication("images", args));
    assert.match(told, /prefixes must hold at least one prefix, got none/);
    assert.match(told, /region must be another one than the registry's, got us-east-1/);
  });
});
