import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Repository } from "../../../components/containers/repository.ts";
import { at, deploy, refusal } from "../../harness.ts";

const args = { repositoryName: "gen-ai-search", kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" };

describe("Repository", () => {
  it("GEN-ECS-02: scans every push to the repository", async () => {
    const repository = (await deploy(() => new Repository("search", args))).one(aws.ecr.Repository);
    assert.equal(repository.inputs.name, "gen-ai-search");
    assert.equal(at(repository, "imageScanningConfiguration.scanOnPush"), true);
  });

  it("has immutable tags and KMS encryption, and is not deleted with images", async () => {
    const repository = (await deploy(() => new Repository("search", args))).one(aws.ecr.Repository);
    assert.equal(repository.inputs.imageTagMutability, "IMMUTABLE");
    assert.deepEqual(repository.inputs.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: args.kmsKeyArn }]);
    assert.equal(repository.inputs.forceDelete, false);
  });

  it("expires untagged images, and tagged images beyond a number", async () => {
    const { one } = await deploy(() => new Repository("search", { ...args, keptImages: 5 }));
    const { rules } = JSON.parse(String(one(aws.ecr.LifecyclePolicy).inputs.policy));
    assert.deepEqual(
      rules.map((rule: { selection: { tagStatus: string; countNumber: number } }) => [
        rule.selection.tagStatus,
        rule.selection.countNumber,
      ]),
      [
        ["untagged", 14],
        ["any", 5],
      ],
    );
  });

  it("refuses to keep no image", async () => {
    const text = await refusal(() => new Repository("search", { ...args, keptImages: 0 }));
    assert.equal(text, 'Repository "search": keptImages must be 1 or more, got 0');
  });
});
