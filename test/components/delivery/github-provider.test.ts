import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { GithubProvider } from "../../../components/delivery/github-provider.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const home = account("111122223333", "us-east-1");

describe("GithubProvider", () => {
  it("creates the provider for the audience of AWS", async () => {
    const { one } = await deploy(() => new GithubProvider("github", { account: home }));
    const provider = one(aws.iam.OpenIdConnectProvider);
    assert.equal(provider.inputs["url"], "https://token.actions.githubusercontent.com");
    assert.deepEqual(provider.inputs["clientIdLists"], ["sts.amazonaws.com"]);
    assert.equal(provider.protect, true);
  });

  it("creates nothing where the account has it, and has the same ARN", async () => {
    const { of, outputs } = await deploy(() => ({
      arn: new GithubProvider("github", { account: home, existing: true }).arn,
    }));
    assert.deepEqual(of(aws.iam.OpenIdConnectProvider), []);
    assert.equal(outputs["arn"], "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
  });
});
