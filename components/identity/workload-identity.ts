import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "../cluster/kubernetes-cluster.ts";
import type { Account } from "../iam/account.ts";
import { podTrustCondition } from "../iam/pod-trust.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { grant, serviceTrust } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

export interface WorkloadIdentityArgs {
  /** Account of the role. */
  account: Account;
  /** Cluster of the workload. */
  cluster: Pick<KubernetesCluster, "clusterName" | "oidcProviderArn">;
  /** How pods get their credentials: from the EKS Pod Identity agent, or by a token of the cluster's OIDC provider (IRSA), which Fargate needs. */
  kind: "podIdentity" | "irsa";
  /** Namespace of the service account. */
  namespace: string;
  /** Name of the service account. */
  serviceAccount: string;
  /** Physical name of the role. @default auto-named */
  roleName?: string;
  /** AWS managed policies to attach, by name with path. @default [] */
  managedPolicies?: readonly string[];
  /** Statements of the role's inline policy; none makes no policy. @default [] */
  statements?: readonly pulumi.Input<Statement>[];
}

/** An IAM role for the pods of one Kubernetes service account, and for no others. */
export class WorkloadIdentity extends pulumi.ComponentResource {
  /** ARN of the role, known once its policies hold and pods can get its credentials. */
  readonly roleArn: pulumi.Output<string>;
  /** Annotations that the service account must carry: the role's ARN with IRSA, none with Pod Identity. */
  readonly annotations: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:identity:WorkloadIdentity", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const trust = args.kind === "irsa" ? tokenTrust(args) : podTrust(args.account, args.cluster.clusterName, args);
    const role = new aws.iam.Role(
      name,
      { ...(args.roleName !== undefined && { name: args.roleName }), assumeRolePolicy: trust },
      child,
    );
    const granted = grant(name, role, args, child);
    const ready = args.kind === "irsa" ? granted : associated(name, args, granted, child);

    this.roleArn = ready;
    this.annotations = ready.apply(
      (arn): Record<string, string> => (args.kind === "irsa" ? { "eks.amazonaws.com/role-arn": arn } : {}),
    );
    this.registerOutputs(outputs(this));
  }
}

/** Every pod that names no service account runs as the default one. */
function faults({ serviceAccount }: WorkloadIdentityArgs): string[] {
  return serviceAccount === "default" ? ['serviceAccount must be one of the workload\'s own, got "default"'] : [];
}

function podTrust(
  account: Account,
  clusterName: pulumi.Input<string>,
  pods: Pick<WorkloadIdentityArgs, "namespace" | "serviceAccount">,
): pulumi.Output<string> {
  return serviceTrust({
    service: "pods.eks.amazonaws.com",
    trustCondition: podTrustCondition(account, clusterName, pods),
  });
}

/** Without aud the token could be meant for somebody else, without sub any pod of the cluster would pass. */
function tokenTrust({ cluster, namespace, serviceAccount }: WorkloadIdentityArgs): pulumi.Output<string> {
  const statement = cluster.oidcProviderArn.apply((provider): Statement => {
    const issuer = provider.slice(provider.indexOf("/") + 1);
    return {
      Effect: "Allow",
      Principal: { Federated: provider },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
        },
      },
    };
  });
  return policyDocument(statement);
}

function associated(
  name: string,
  { cluster, namespace, serviceAccount }: WorkloadIdentityArgs,
  roleArn: pulumi.Output<string>,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { clusterName } = cluster;
  const association = new aws.eks.PodIdentityAssociation(
    name,
    { clusterName, namespace, serviceAccount, roleArn },
    child,
  );
  return association.roleArn;
}
