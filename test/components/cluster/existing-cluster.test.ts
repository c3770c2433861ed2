import assert from "node:assert/strict";
import { ExistingCluster } from "../../../components/cluster/existing-cluster.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const args = { account: account("111122223333", "us-east-1"), clusterName: "shared" };

describe("ExistingCluster", () => {
  it("creates only a Kubernetes provider, for the cluster of the name", async () => {
    const { resources, one } = await deploy(() => new ExistingCluster("cluster", args));
    assert.deepEqual(
      resources.filter((each) => each.custom).map((each) => each.type),
      ["pulumi:providers:kubernetes"],
    );
    const { kubeconfig, clusterIdentifier } = one("pulumi:providers:kubernetes").inputs;
    const config = JSON.parse(String(kubeconfig));
    assert.equal(config.clusters[0].cluster.server, clusterIdentifier);
    assert.deepEqual(config.users[0].user.exec.args.slice(0, 4), ["eks", "get-token", "--cluster-name", "shared"]);
  });

  it("outputs the OIDC provider of the cluster's issuer", async () => {
    const { outputs } = await deploy(() => ({ arn: new ExistingCluster("cluster", args).oidcProviderArn }));
    assert.match(
      String(outputs.arn),
      /^arn:aws:iam::111122223333:oidc-provider\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]+$/,
    );
  });
});
