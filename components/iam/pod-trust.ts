import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account.ts";
import type { Statement } from "./policy-document.ts";

/** Trust policy condition for the pods of one service account, by the session tags of EKS Pod Identity. */
export function podTrustCondition(
  account: Account,
  clusterName: pulumi.Input<string>,
  pods: { namespace: string; serviceAccount: string },
): NonNullable<Statement["Condition"]> {
  return {
    StringEquals: {
      "aws:SourceAccount": account.accountId,
      "aws:RequestTag/eks-cluster-name": clusterName,
      "aws:RequestTag/kubernetes-namespace": pods.namespace,
      "aws:RequestTag/kubernetes-service-account": pods.serviceAccount,
    },
  };
}
