import { prefixLength } from "../../checks/cidr.ts";
import { all, each, either, fail, is, matches, not, pass, undecided, value, when } from "../../checks/conditions.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { read, word } from "../../checks/values.ts";

const controlPlane = ["aws:eks/cluster:Cluster"];

const narrow = (cidr: unknown) => (prefixLength(cidr) ?? 0) >= 24;

const isAllowedAdministrator: Check = ({ value: props, settings }) => {
  const principal = read(props, "principalArn");
  if (principal.state !== "known") return principal.state === "unknown" ? undecided("principalArn") : pass;
  const arn = word(principal.value);
  if (!/:role\//.test(arn)) return fail("grants cluster administrator access to a principal that is not an IAM role");
  return settings.clusterAdmins.length === 0 || settings.clusterAdmins.includes(arn)
    ? pass
    : fail("grants cluster administrator access to a role that is not in clusterAdmins");
};

export const eksAccess = service("Amazon EKS", [
  {
    name: "eks-endpoint-not-public",
    types: controlPlane,
    description: "EKS clusters disable the public API server endpoint.",
    why: "A public endpoint lets any allowed internet address try stolen credentials on the API server and exploit flaws in it before it is patched.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["EKS.1", "CIS EKS 1.7 5.4.2", "CKV_AWS_39"],
    fix: "set vpcConfig.endpointPublicAccess to false",
    check: is("vpcConfig.endpointPublicAccess", false),
    ok: { vpcConfig: { endpointPublicAccess: false } },
    bad: { vpcConfig: { subnetIds: ["subnet-1"] } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-endpoint-cidrs-narrow",
    types: controlPlane,
    description: "EKS public endpoints accept only CIDR blocks of /24 or longer.",
    why: "With a wide range, unrelated hosts can scan the Kubernetes API, and stolen cluster credentials work from networks that do not belong to the operators.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 5.4.1", "CKV_AWS_38"],
    fix: "set vpcConfig.publicAccessCidrs to blocks of /24 or longer",
    check: either(
      value(
        "vpcConfig.publicAccessCidrs",
        (cidrs) => Array.isArray(cidrs) && cidrs.length > 0 && cidrs.every(narrow),
        "fail",
      ),
      is("vpcConfig.endpointPublicAccess", false),
    ),
    ok: { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/28"] } },
    bad: { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-endpoint-private",
    types: controlPlane,
    description: "EKS clusters enable the private API server endpoint.",
    why: "Without a private endpoint, requests from nodes to the API server leave the VPC, so nodes need outbound internet access and are cut off when that path fails.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 5.4.2"],
    fix: "set vpcConfig.endpointPrivateAccess to true",
    check: is("vpcConfig.endpointPrivateAccess", true),
    ok: { vpcConfig: { endpointPrivateAccess: true } },
    bad: { vpcConfig: { endpointPrivateAccess: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-auth-mode-api",
    types: controlPlane,
    description: "EKS clusters use the API authentication mode.",
    why: "Edits to the aws-auth ConfigMap are not validated and not visible in the EKS API; a mistake can lock operators out, and one added line can grant administration.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.7"],
    fix: "set accessConfig.authenticationMode to API",
    check: is("accessConfig.authenticationMode", "API"),
    ok: { accessConfig: { authenticationMode: "API" } },
    bad: { accessConfig: { authenticationMode: "CONFIG_MAP" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-no-creator-admin",
    types: controlPlane,
    description: "EKS clusters do not grant the creator admin permissions.",
    why: "The creating role, often that of a pipeline, would keep administration of the cluster in an access entry that the code does not declare and reviews miss.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set accessConfig.bootstrapClusterCreatorAdminPermissions to false",
    check: is("accessConfig.bootstrapClusterCreatorAdminPermissions", false),
    ok: { accessConfig: { bootstrapClusterCreatorAdminPermissions: false } },
    bad: { accessConfig: { authenticationMode: "API" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-access-entry-not-wildcard",
    types: ["aws:eks/accessEntry:AccessEntry"],
    description: "EKS access entries name IAM roles and do not use system:masters.",
    why: "IAM users and root can hold access keys that do not expire, and RBAC cannot limit members of system:masters, so one leaked key can control the cluster.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set principalArn to an IAM role, and kubernetesGroups without system:masters",
    check: all(
      matches("principalArn", /:(?:role|assumed-role)\//),
      each("kubernetesGroups", not(is("", "system:masters"), "has the group system:masters")),
    ),
    ok: { principalArn: "arn:aws:iam::111122223333:role/ops" },
    bad: { principalArn: "arn:aws:iam::111122223333:user/bob" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-access-scope-namespaced",
    types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
    description: "EKS access policies with cluster scope are view or cluster admin policies.",
    why: "An edit or admin policy with cluster scope lets one team change or delete the workloads of every namespace, including those of the platform.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CIS EKS 1.7 4.5.1"],
    fix: "set accessScope.type to namespace, and accessScope.namespaces",
    check: either(is("accessScope.type", "namespace"), matches("policyArn", /(?:ViewPolicy|ClusterAdminPolicy)$/)),
    ok: { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", accessScope: { type: "namespace" } },
    bad: { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", accessScope: { type: "cluster" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-cluster-admin-limited",
    types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
    description: "EKS cluster admin policies go to IAM roles, only those in clusterAdmins if it is set.",
    why: "AmazonEKSClusterAdminPolicy gives full control of the cluster; an IAM user's access key or an unlisted role could delete workloads and read every Secret.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set principalArn to an IAM role listed in clusterAdmins, or policyArn to a policy with fewer permissions",
    check: when(matches("policyArn", /AmazonEKSClusterAdminPolicy$/), isAllowedAdministrator),
    ok: {
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      principalArn: "arn:aws:iam::111122223333:role/operators",
    },
    bad: {
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      principalArn: "arn:aws:iam::111122223333:user/bob",
    },
    absent: "pass",
    unknown: "undecided",
  },
]);
