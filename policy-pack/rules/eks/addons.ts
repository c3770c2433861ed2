import { complain } from "../../checks/complaints.ts";
import { either, is, matches, oneOf, set, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, text } from "../../checks/values.ts";

const addons = ["aws:eks/addon:Addon"];
const addon = "aws:eks/addon:Addon";
const cluster = "aws:eks/cluster:Cluster";
const association = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const role = "aws:iam/role:Role";

/** Add-ons that every cluster needs for networking, DNS and EBS volumes. */
const requiredAddons = ["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver"];

function withoutAddons(graph: Graph): Complaint[] {
  return graph.of(cluster).flatMap((each): Complaint[] => {
    if (known(each.props, "computeConfig.enabled") === true) return [];
    const names = graph.referrers(each, "clusterName", addon).map(({ props }) => text(props, "addonName"));
    const identity =
      names.includes("eks-pod-identity-agent") ||
      graph.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider").length > 0;
    const missing = [
      ...requiredAddons.filter((part) => !names.includes(part)),
      ...(identity ? [] : ["eks-pod-identity-agent"]),
    ];
    return missing.length === 0 ? [] : [complain(`has no add-on ${missing.join(", ")}`)(each)];
  });
}

const newCluster = example(cluster, "main", {});

const allAddons = [...requiredAddons, "eks-pod-identity-agent"].map((addonName) =>
  example(addon, addonName, { addonName }, { clusterName: newCluster }),
);

/** The role of an association: a role of the stack, else its ARN. */
function roleOf(graph: Graph, each: StackResource): string {
  return graph.targets(each, "roleArn", role)[0]?.urn ?? text(each.props, "roleArn") ?? each.urn;
}

function sharedRoles(graph: Graph): Complaint[] {
  const all = graph.of(association);
  const account = ({ props }: StackResource) => `${text(props, "namespace")}/${text(props, "serviceAccount")}`;
  const byRole = Map.groupBy(all, (each) => roleOf(graph, each));
  return all.flatMap((resource): Complaint[] => {
    if (known(resource.props, "serviceAccount") === "default")
      return [complain("associates its role with the default service account")(resource)];
    const other = byRole.get(roleOf(graph, resource))?.find((each) => account(each) !== account(resource));
    return other === undefined ? [] : [complain(`has the same role as "${other.name}"`)(resource)];
  });
}

const podRole = example(role, "api", {});

const associationOf = (serviceAccount: string) =>
  example(association, serviceAccount, { namespace: "app", serviceAccount }, { roleArn: podRole });

export const eksAddons = service("Amazon EKS", [
  {
    name: "eks-addon-version-pinned",
    types: addons,
    description: "EKS add-ons set addonVersion.",
    why: "Without it, AWS selects a default version when the add-on is created, so two clusters made from the same commit can run different CoreDNS or CNI builds.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set addonVersion",
    check: set("addonVersion"),
    ok: { addonName: "coredns", addonVersion: "v1.14.3-eksbuild.23" },
    bad: { addonName: "coredns" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "eks-addon-own-role",
    types: addons,
    description: "EKS add-ons for VPC CNI, EBS CSI and EFS CSI use Pod Identity or an IAM role.",
    why: "Otherwise the permissions to change network interfaces and volumes belong to the node role, and any pod that reaches the instance metadata can use them.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.2.1"],
    fix: "set podIdentityAssociations or serviceAccountRoleArn",
    check: when(
      oneOf("addonName", ["vpc-cni", "aws-ebs-csi-driver", "aws-efs-csi-driver"]),
      either(set("podIdentityAssociations"), set("serviceAccountRoleArn")),
    ),
    ok: { addonName: "vpc-cni", podIdentityAssociations: [{ roleArn: "arn", serviceAccount: "aws-node" }] },
    bad: { addonName: "vpc-cni" },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "eks-addon-conflict-explicit",
    types: ["aws:eks/addon:Addon"],
    description: "EKS add-ons set resolveConflictsOnUpdate to PRESERVE or OVERWRITE.",
    why: "If it is unset or NONE, an add-on update can fail on a field that was changed in the cluster, and the deployment stops with the add-on outdated.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set resolveConflictsOnUpdate to PRESERVE or OVERWRITE",
    check: oneOf("resolveConflictsOnUpdate", ["PRESERVE", "OVERWRITE"]),
    ok: { resolveConflictsOnUpdate: "PRESERVE" },
    bad: { addonName: "coredns" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "eks-vpc-cni-network-policy",
    types: addons,
    description: "EKS VPC CNI add-ons enable network policy enforcement.",
    why: "While enforcement is off, the VPC CNI ignores NetworkPolicy objects, so a compromised pod can connect to every other pod although policies appear to forbid it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.3.1", "CIS EKS 1.7 5.4.4"],
    fix: 'set configurationValues with enableNetworkPolicy "true"',
    check: when(
      is("addonName", "vpc-cni"),
      matches("configurationValues", /["']?enableNetworkPolicy["']?\s*:\s*["']?true/),
    ),
    ok: { addonName: "vpc-cni", configurationValues: '{"enableNetworkPolicy":"true"}' },
    bad: { addonName: "vpc-cni", configurationValues: "{}" },
    clauses: [{ controls: ["CIS EKS 1.7 4.3.1", "CIS EKS 1.7 5.4.4"], bad: { configurationValues: "{}" } }],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "stack-eks-complete",
    description: "EKS clusters without Auto Mode have the core add-ons and a pod identity mechanism.",
    why: "A component that is not declared is missing or stays at its initial version, and pods can then lack IP addresses, name resolution, EBS volumes or AWS credentials.",
    severity: "medium",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: [],
    fix: "declare an Addon for each of vpc-cni, coredns, kube-proxy, aws-ebs-csi-driver and eks-pod-identity-agent, or for the last an iam OpenIdConnectProvider",
    find: withoutAddons,
    ok: [newCluster, ...allAddons],
    bad: [newCluster, ...allAddons.slice(0, 2)],
  },
  {
    name: "eks-pod-identity-one-role-per-sa",
    description: "EKS Pod Identity associations share no role and use no default service account.",
    why: "A shared role gives each workload the permissions of the other, and a role on the default service account reaches every pod in the namespace that names no account.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.2.1", "CIS EKS 1.7 4.1.5"],
    fix: "set serviceAccount to one of the workload's own, and roleArn to a role that no other association uses",
    find: sharedRoles,
    ok: [podRole, associationOf("api")],
    bad: [podRole, associationOf("api"), associationOf("worker")],
    clauses: [
      {
        controls: ["CIS EKS 1.7 5.2.1"],
        ok: [podRole, associationOf("api")],
        bad: [podRole, associationOf("api"), associationOf("worker")],
      },
      {
        controls: ["CIS EKS 1.7 4.1.5"],
        ok: [podRole, associationOf("api")],
        bad: [podRole, associationOf("default")],
      },
    ],
  },
]);
