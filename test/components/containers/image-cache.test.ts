import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ImageCache, type ImageCacheArgs } from "../../../components/containers/image-cache.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:ecr-pullthroughcache/${name}`;
const args: ImageCacheArgs = {
  account: account("111122223333", "us-east-1"),
  kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
  credentials: { "docker.io": secret("docker-hub-aB1cD2"), "ghcr.io": secret("github-eF3gH4") },
};
const make = (change: Partial<ImageCacheArgs> = {}) => deploy(() => new ImageCache("cache", { ...args, ...change }));

describe("ImageCache", () => {
  it("RC-G6: has a rule for each registry, with credentials for those that ask for them", async () => {
    const { of } = await make();
    assert.deepEqual(
      of(aws.ecr.PullThroughCacheRule)
        .map(({ inputs }) => [inputs["ecrRepositoryPrefix"], inputs["upstreamRegistryUrl"], inputs["credentialArn"]])
        .toSorted(),
      [
        ["docker.io", "registry-1.docker.io", secret("docker-hub-aB1cD2")],
        ["ghcr.io", "ghcr.io", secret("github-eF3gH4")],
        ["public.ecr.aws", "public.ecr.aws", undefined],
        ["quay.io", "quay.io", undefined],
        ["registry.k8s.io", "registry.k8s.io", undefined],
      ],
    );
  });

  it("makes encrypted repositories with immutable tags, from settings that exist before the rules", async () => {
    const { of } = await make({ keptImages: 5 });
    const templates = of(aws.ecr.RepositoryCreationTemplate);
    assert.equal(templates.length, 5);
    for (const { inputs } of templates) {
      assert.deepEqual(inputs["appliedFors"], ["PULL_THROUGH_CACHE"]);
      assert.equal(inputs["imageTagMutability"], "IMMUTABLE");
      assert.deepEqual(inputs["encryptionConfigurations"], [{ encryptionType: "KMS", kmsKey: args.kmsKeyArn }]);
      assert.match(String(inputs["lifecyclePolicy"]), /"countNumber":5/);
    }
    for (const rule of of(aws.ecr.PullThroughCacheRule))
      for (const { urn } of templates) assert.ok(rule.dependencies.includes(urn), rule.name);
  });

  it("lets principals of the account import images and create cached repositories, and no others", async () => {
    const { one } = await make();
    const [statement, ...others] = JSON.parse(String(at(one(aws.ecr.RegistryPolicy), "policy"))).Statement;
    assert.deepEqual(others, []);
    assert.deepEqual(statement.Action, ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]);
    assert.deepEqual(statement.Condition, { StringEquals: { "aws:PrincipalAccount": "111122223333" } });
    assert.equal(statement.Resource.length, 5);
    assert.equal(statement.Resource[3], "arn:aws:ecr:us-east-1:111122223333:repository/quay.io/*");
  });

  it("reports every fault of its arguments at once", async () => {
    const elsewhere = "arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/github-eF3gH4";
    const credentials = { ...args.credentials, "ghcr.io": elsewhere };
    assert.equal(
      await refusal(() => new ImageCache("cache", { ...args, credentials, keptImages: 0 })),
      [
        'ImageCache "cache":',
        "  - keptImages must be 1 or more, got 0",
        `  - credentials["ghcr.io"] must be a secret whose ARN begins with ${secret("")}, got "${elsewhere}"`,
      ].join("\n"),
    );
  });
});
