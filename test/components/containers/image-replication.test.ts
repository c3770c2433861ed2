import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/account.ts";
import { ImageCopies } from "../../../components/containers/image-copies.ts";
import { ImageReplication } from "../../../components/containers/image-replication.ts";
import { at, deploy, refusal } from "../../harness.ts";

const virginia = account("111122223333", "us-east-1");
const oregon = account("111122223333", "us-west-2");
const kmsKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1";

describe("ImageReplication", () => {
  it("GEN-DR-01: copies the images of the named repositories, and no others, to the other Region", async () => {
    const args = { account: virginia, prefixes: ["gen-ai-"], region: "us-west-2" };
    const { one } = await deploy(() => new ImageReplication("images", args));
    assert.deepEqual(at(one(aws.ecr.ReplicationConfiguration), "replicationConfiguration.rules"), [
      {
        destinations: [{ region: "us-west-2", registryId: "111122223333" }],
        repositoryFilters: [{ filter: "gen-ai-", filterType: "PREFIX_MATCH" }],
      },
    ]);
  });

  it("refuses to copy nothing, and to where the images are", async () => {
    const args = { account: virginia, prefixes: [], region: "us-east-1" };
    const told = await refusal(() => new ImageReplication("images", args));
    assert.match(told, /prefixes must hold at least one prefix, got none/);
    assert.match(told, /region must be another one than the registry's, got us-east-1/);
  });
});

describe("ImageCopies", () => {
  const made = () =>
    deploy(() => new ImageCopies("copies", { account: oregon, prefixes: ["gen-ai-"], kmsKeyArn, keptImages: 5 }));

  it("has copies encrypted with our key, their tags fixed, and old ones expire", async () => {
    const { inputs } = (await made()).one(aws.ecr.RepositoryCreationTemplate);
    assert.deepEqual(inputs.appliedFors, ["REPLICATION"]);
    assert.deepEqual(inputs.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: kmsKeyArn }]);
    assert.equal(inputs.imageTagMutability, "IMMUTABLE");
    assert.match(String(inputs.lifecyclePolicy), /"countNumber":5/);
  });

  it("lets ECR make the named repositories with the key, and nothing else", async () => {
    const { one } = await made();
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy));
    assert.deepEqual(
      Statement.map(({ Resource }: { Resource: unknown }) => Resource),
      [["arn:aws:ecr:us-west-2:111122223333:repository/gen-ai-*"], kmsKeyArn],
    );
    assert.match(String(one(aws.iam.Role).inputs.assumeRolePolicy), /"Service":"ecr.amazonaws.com"/);
  });

  it("refuses to keep nothing", async () => {
    const args = { account: oregon, prefixes: ["gen-ai-"], kmsKeyArn, keptImages: 0 };
    assert.match(await refusal(() => new ImageCopies("copies", args)), /keptImages must be 1 or more, got 0/);
  });
});
