import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at } from "../harness.ts";
import { deployEdited } from "./stacks.ts";

describe("roles that may only preview", function () {
  this.timeout(300_000);

  it("RC-B26: read the cluster, without its secrets, by an access entry", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/ci/platform-previewer";
    const { one, of } = await deployEdited("dev", ({ config, definition }) => ({
      config: { ...config, previewers: [roleArn] },
      definition,
    }));
    assert.equal(at(one(aws.eks.AccessEntry, "previewer-platform-previewer"), "principalArn"), roleArn);
    const [policy, ...others] = of(aws.eks.AccessPolicyAssociation).filter(
      (each) => at(each, "principalArn") === roleArn,
    );
    assert.ok(policy !== undefined && others.length === 0);
    assert.match(String(at(policy, "policyArn")), /AmazonEKSViewPolicy$/);
    assert.deepEqual(at(policy, "accessScope"), { type: "cluster" });
  });
});
