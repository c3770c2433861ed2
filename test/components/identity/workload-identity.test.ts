import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { WorkloadIdentity, type WorkloadIdentityArgs } from "../../../components/identity/workload-identity.ts";
import { deploy, refusal } from "../../harness.ts";

const issuer = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";
const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const args: WorkloadIdentityArgs = {
  account: account("111122223333", "us-east-1"),
  cluster: { clusterName: pulumi.output("prod"), oidcProviderArn: pulumi.output(provider) },
  kind: "podIdentity",
  namespace: "ai",
  serviceAccount: "llm-gateway-sa",
  statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::models/*" }],
};
const made = (change: Partial<WorkloadIdentityArgs> = {}) =>
  deploy(() => {
    const { roleArn, annotations } = new WorkloadIdentity("llm", { ...args, ...change });
    return { roleArn, annotations };
  });

describe("WorkloadIdentity", () => {
  it("associates a role with one service account by Pod Identity", async () => {
    const { one, outputs } = await made();
    const role = one(aws.iam.Role);
    assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "aws:RequestTag/eks-cluster-name": "prod",
            "aws:RequestTag/kubernetes-namespace": "ai",
            "aws:RequestTag/kubernetes-service-account": "llm-gateway-sa",
          },
        },
      },
    ]);
    assert.deepEqual(one(aws.eks.PodIdentityAssociation).inputs, {
      clusterName: "prod",
      namespace: "ai",
      serviceAccount: "llm-gateway-sa",
      roleArn: role.outputs["arn"],
    });
    assert.deepEqual(outputs, { roleArn: role.outputs["arn"], annotations: {} });
  });

  it("creates its role before the cluster where the trust policy knows its name", async () => {
    const identity = async (trusted: Pick<WorkloadIdentityArgs, "trustedCluster">) => {
      const { one } = await deploy(() => {
        const cluster = new aws.sns.Topic("cluster", { name: "prod" });
        const named = { clusterName: cluster.name, oidcProviderArn: pulumi.output(provider) };
        new WorkloadIdentity("llm", { ...args, cluster: named, ...trusted });
        return {};
      });
      const waits = (dependencies: readonly string[]) => dependencies.some((urn) => urn.endsWith("::cluster"));
      return [waits(one(aws.iam.Role).dependencies), waits(one(aws.eks.PodIdentityAssociation).dependencies)];
    };
    assert.deepEqual(await identity({}), [true, true]);
    assert.deepEqual(await identity({ trustedCluster: "prod" }), [false, true]);
  });

  it("trusts IRSA tokens only for STS and for the service account", async () => {
    const { one, of, outputs } = await made({ kind: "irsa" });
    const role = one(aws.iam.Role);
    assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])).Statement, [
      {
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: "system:serviceaccount:ai:llm-gateway-sa",
          },
        },
      },
    ]);
    assert.equal(of(aws.eks.PodIdentityAssociation).length, 0);
    assert.deepEqual(outputs["annotations"], { "eks.amazonaws.com/role-arn": role.outputs["arn"] });
  });

  it("creates the association after the policies", async () => {
    const { one } = await made({ managedPolicies: ["AmazonS3ReadOnlyAccess"] });
    const { dependencies } = one(aws.eks.PodIdentityAssociation);
    assert.ok(dependencies.includes(one(aws.iam.RolePolicy).urn));
    assert.ok(dependencies.includes(one(aws.iam.RolePolicyAttachment).urn));
  });

  it("sets the role's name only where it is given", async () => {
    assert.equal((await made()).one(aws.iam.Role).inputs["name"], undefined);
    const named = await made({ roleName: "agents-llm-gateway-role" });
    assert.equal(named.one(aws.iam.Role).inputs["name"], "agents-llm-gateway-role");
  });

  it("refuses the service account named default", async () => {
    assert.equal(
      await refusal(() => new WorkloadIdentity("llm", { ...args, serviceAccount: "default" })),
      'WorkloadIdentity "llm": serviceAccount must be one of the workload\'s own, got "default"',
    );
  });
});
