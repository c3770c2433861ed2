import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";

export const home = account("111122223333", "us-east-1");
export const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const url = "https://0A1B2C.gr7.us-east-1.eks.amazonaws.com";

/** A cluster with its provider, for add-ons. */
export function standing() {
  const cluster = {
    clusterName: pulumi.output("aivo-prod-eks"),
    endpoint: pulumi.output(url),
    securityGroupId: pulumi.output("sg-0c1a55eeb1ec7ed00"),
    oidcProviderArn: pulumi.output(
      "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0A1B2C",
    ),
  };
  const provider = new kubernetes.Provider("cluster", { kubeconfig: "{}", clusterIdentifier: url });
  return { cluster, opts: { provider } };
}

export const network = {
  vpcId: pulumi.output("vpc-0e1157e0000000001"),
  privateSubnetIds: pulumi.output(["subnet-0a", "subnet-0b"]),
};

/** Statements of a role's inline policy by Sid. */
export function statements(policy: { inputs: Record<string, unknown> }): Record<string, Record<string, unknown>> {
  const { Statement } = JSON.parse(String(policy.inputs["policy"]));
  return Object.fromEntries(Statement.map((each: { Sid?: string; Action: string }) => [each.Sid ?? each.Action, each]));
}
