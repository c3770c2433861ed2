import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";

/** A kubeconfig that gets tokens from the AWS CLI; it contains no credentials and does not depend on the caller. */
export function kubeconfig(
  { region }: Account,
  clusterName: string,
  server: pulumi.Input<string>,
  certificateAuthority: pulumi.Input<string>,
): pulumi.Output<string> {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", clusterName, "--region", region, "--output", "json"],
    interactiveMode: "Never",
  };
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": clusterName,
    clusters: [{ name: clusterName, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    users: [{ name: clusterName, user: { exec } }],
  });
}
