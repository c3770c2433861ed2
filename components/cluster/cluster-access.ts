import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, managedPolicyArn } from "../iam/account.ts";
import { outputs } from "../outputs.ts";

/** Arguments of ClusterAccess. */
export interface ClusterAccessArgs {
  /** Account of the cluster. */
  account: Pick<Account, "partition">;
  /** Name of the cluster. */
  clusterName: pulumi.Input<string>;
  /** ARN of the IAM role that gets access. */
  roleArn: pulumi.Input<string>;
  /** Access policy of EKS: view allows reading all but secrets, edit allows changing workloads as well. */
  policy: "view" | "edit";
  /** Namespaces of the access policy; at least one. */
  namespaces: readonly [string, ...string[]];
}

/** Access of one IAM role to namespaces of a cluster, by an access entry. */
export class ClusterAccess extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:ClusterAccess", name, {}, opts);
    const { clusterName, roleArn: principalArn } = args;
    const child = { parent: this };

    const entry = new aws.eks.AccessEntry(name, { clusterName, principalArn }, child);
    const policy = args.policy === "view" ? "AmazonEKSViewPolicy" : "AmazonEKSEditPolicy";
    new aws.eks.AccessPolicyAssociation(
      name,
      {
        clusterName,
        principalArn,
        policyArn: managedPolicyArn(args.account, policy).replace(
          ":iam::aws:policy/",
          ":eks::aws:cluster-access-policy/",
        ),
        accessScope: { type: "namespace", namespaces: [...args.namespaces] },
      },
      { ...child, dependsOn: entry },
    );
    this.registerOutputs(outputs(this));
  }
}
