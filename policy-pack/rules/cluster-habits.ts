import { all, each, either, fail, is, matches, not, oneOf, pass, undecided, when } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { read, word } from "../checks/values.ts";

const isSystem: Check = ({ resource }) =>
  /(?:^|-)system(?:-|$)/.test(resource.name) ? pass : fail("is no system pool");

const administrators: Check = ({ value: props, settings }) => {
  const principal = read(props, "principalArn");
  if (principal.state !== "known") return principal.state === "unknown" ? undecided("principalArn") : pass;
  const arn = word(principal.value);
  if (!/:role\//.test(arn)) return fail("makes somebody administrator who is no role");
  return settings.clusterAdmins.length === 0 || settings.clusterAdmins.includes(arn)
    ? pass
    : fail("makes a role administrator that is not listed");
};

/** EKS: who administers, what nodes may be taken back, and whose word counts. */
export const clusterHabits: readonly ResourceRule[] = [
  {
    name: "eks-cluster-admin-limited",
    types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
    description: "A cluster is administered by roles, and where the settings list them, by those.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set principalArn to a role of the list (clusterAdmins), or policyArn to a policy with less",
    check: when(matches("policyArn", /AmazonEKSClusterAdminPolicy$/), administrators),
    ok: {
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      principalArn: "arn:aws:iam::111122223333:role/operators",
    },
    bad: {
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      principalArn: "arn:aws:iam::111122223333:user/bob",
    },
  },
  {
    name: "eks-zonal-shift",
    types: ["aws:eks/cluster:Cluster"],
    description: "A cluster's traffic leaves a zone that is ill.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set zonalShiftConfig.enabled to true",
    check: is("zonalShiftConfig.enabled", true),
    ok: { zonalShiftConfig: { enabled: true } },
    bad: { zonalShiftConfig: { enabled: false } },
  },
  {
    name: "eks-node-capacity-type",
    types: ["aws:eks/nodeGroup:NodeGroup"],
    description: "What the cluster itself needs does not run on capacity that AWS may take back.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set capacityType to ON_DEMAND",
    check: not(
      all(
        is("capacityType", "SPOT"),
        either(is("labels.role", "system"), matches("nodeGroupName", /system/), isSystem),
      ),
      "runs on capacity that AWS may take back",
    ),
    ok: { capacityType: "ON_DEMAND" },
    bad: { capacityType: "SPOT", nodeGroupName: "system" },
  },
  {
    name: "eks-addon-conflict-explicit",
    types: ["aws:eks/addon:Addon"],
    description: "An add-on says whose word counts when somebody has changed it by hand.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set resolveConflictsOnUpdate to PRESERVE or OVERWRITE",
    check: oneOf("resolveConflictsOnUpdate", ["PRESERVE", "OVERWRITE"]),
    ok: { resolveConflictsOnUpdate: "PRESERVE" },
    bad: { addonName: "coredns" },
  },
  {
    name: "eks-fargate-selector-namespace",
    types: ["aws:eks/fargateProfile:FargateProfile"],
    description: "A Fargate profile names its namespaces.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set namespace in selectors without *",
    check: each("selectors", matches("namespace", /^[^*?]+$/)),
    ok: { selectors: [{ namespace: "jobs" }] },
    bad: { selectors: [{ namespace: "*" }] },
  },
];
