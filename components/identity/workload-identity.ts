import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { Account } from "../iam/account.ts";
import { podTrustCondition } from "../iam/pod-trust.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { grant, serviceTrust } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Arguments of WorkloadIdentity. */
export interface WorkloadIdentityArgs {
  /** Account of the role. */
  account: Account;
  /** Cluster of the workload. */
  cluster: IdentityCluster;
  /**
   * Name of the cluster in the trust policy of Pod Identity, where it is known before the cluster exists.
   * @default cluster.clusterName, the output of the cluster, so that the role is created after the cluster
   */
  trustedCluster?: string;
  /** Source of AWS credentials: EKS Pod Identity, or an IAM role for service accounts (IRSA), which pods on Fargate need. */
  kind: "podIdentity" | "irsa";
  /** Namespace of the service account. */
  namespace: string;
  /** Name of the service account. */
  serviceAccount: string;
  /** Physical name of the role. @default auto-named */
  roleName?: string;
  /** AWS managed policies, by name with path. @default [] */
  managedPolicies?: readonly string[];
  /** Statements of the inline policy. @default [] */
  statements?: readonly pulumi.Input<Statement>[];
}

/** An IAM role for the pods of one Kubernetes service account. */
export class WorkloadIdentity extends pulumi.ComponentResource {
  /** ARN of the role, known when its policies are attached and pods can assume it. */
  readonly roleArn: pulumi.Output<string>;
  /** The role, which exists before its policies: for what only names it as a principal. */
  readonly role: aws.iam.Role;
  /** Annotations of the service account: the role's ARN with IRSA, none with Pod Identity. */
  readonly annotations: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:identity:WorkloadIdentity", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };

    const { account, cluster, trustedCluster = cluster.clusterName } = args;
    const trust = args.kind === "irsa" ? tokenTrust(args) : podTrust(account, trustedCluster, args);
    const role = new aws.iam.Role(
      name,
      { ...(args.roleName !== undefined && { name: args.roleName }), assumeRolePolicy: trust },
      child,
    );
    const granted = grant(name, role, args, child);
    const ready = args.kind === "irsa" ? granted : associated(name, args, granted, child);

    this.roleArn = ready;
    this.role = role;
    this.annotations = ready.apply(
      (arn): Record<string, string> => (args.kind === "irsa" ? { "eks.amazonaws.com/role-arn": arn } : {}),
    );
    this.registerOutputs(outputs(this, { except: ["role"] }));
  }
}

/** Pods without a service account use the one named default. */
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

/** Trust for tokens that are issued for STS (aud) and for the service account (sub). */
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
