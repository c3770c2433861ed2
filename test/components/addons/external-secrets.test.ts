import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { ExternalSecrets, type ExternalSecretsArgs } from "../../../components/addons/external-secrets.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "./documented-values.ts";
import { home, kmsKeyArn, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const store = "kubernetes:external-secrets.io/v1:ClusterSecretStore";
const secretArn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:aivo/api-keys-AbCdEf";

const program = (change: Partial<ExternalSecretsArgs> = {}) => {
  const { cluster, opts } = standing();
  const secretArns = { "api-keys": secretArn };
  const args = { account: home, cluster, secretArns, kmsKeyArn, namespaces: ["aivo"], serviceMonitor: true };
  return new ExternalSecrets("external-secrets", { ...args, ...change }, opts);
};

describe("ExternalSecrets", () => {
  it("AIV-SEC-03 AIV-EKS-02 is a release in the namespace external-secrets, with a store for the listed namespaces", async () => {
    const deployed = await deploy(() => program());
    assert.deepEqual(chartsIn(deployed), ["external-secrets 2.10.0"]);
    assert.deepEqual(invalid(deployed.resources), []);
    const release = deployed.one(Release);
    assert.equal(at(release, "namespace"), "external-secrets");
    assert.equal(at(release, "values.serviceMonitor.enabled"), true);
    const made = deployed.one(store);
    assert.deepEqual(at(made, "spec"), {
      provider: { aws: { service: "SecretsManager", region: "us-east-1" } },
      conditions: [{ namespaces: ["aivo"] }],
    });
    assert.ok(made.dependencies.includes(release.urn));
  });

  it("AIV-SEC-03 reads only the listed secrets, and uses the key only through Secrets Manager", async () => {
    const { one } = await deploy(() => program());
    const policy = statements(one(aws.iam.RolePolicy));
    assert.deepEqual(policy["ReadSecrets"], {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [secretArn],
    });
    assert.deepEqual(policy["DecryptSecrets"]?.["Condition"], {
      StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
    });
    assert.deepEqual(Object.keys(policy), ["ReadSecrets", "DecryptSecrets"]);
    assert.ok(one(Release).dependencies.includes(one(aws.eks.PodIdentityAssociation).urn));
  });

  it("reports every fault of its arguments at once", async () => {
    assert.equal(
      await refusal(() => program({ secretArns: {}, namespaces: [] })),
      [
        'ExternalSecrets "external-secrets":',
        "  - secretArns must hold at least one secret, got none",
        "  - namespaces must list at least one namespace, got none",
      ].join("\n"),
    );
  });
});
