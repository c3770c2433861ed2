import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ImageCopies } from "../../../components/containers/image-copies.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy, refusal } from "../../harness.ts";

const oregon = account("111122223333", "us-west-2");
const kmsKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1";

describe("ImageCopies", () => {
  const made = () =>
    deploy(() => new ImageCopies("copies", { account: oregon, prefixes: ["gen-ai-"], kmsKeyArn, keptImages: 5 }));

  it("encrypts copies with the key, with immutable tags and expiry", async () => {
    const { inputs } = (await made()).one(aws.ecr.RepositoryCreationTemplate);
    assert.deepEqual(inputs.appliedFors, ["REPLICATION"]);
    assert.deepEqual(inputs.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: kmsKeyArn }]);
    assert.equal(inputs.imageTagMutability, "IMMUTABLE");
    assert.match(String(inputs.lifecyclePolicy), /"countNumber":5/);
  });

  it("lets ECR create the repositories with the key, and nothing else", async () => {
    const { one } = await made();
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy));
    assert.deepEqual(
      Statement.map(({ Resource }: { Resource: unknown }) => Resource),
      [["arn:aws:ecr:us-west-2:111122223333:repository/gen-ai-*"], kmsKeyArn],
    );
    assert.match(String(one(aws.iam.Role).inputs.assumeRolePolicy), /"Service":"ecr.amazonaws.com"/);
  });

  it("refuses to keep no image", async () => {
    const args = { account: oregon, prefixes: ["gen-ai-"], kmsKeyArn, keptImages: 0 };
    assert.match(await refusal(() => new ImageCopies("copies", args)), /keptImages must be 1 or more, got 0/);
  });
});
