import { configured, type Edit, edited, first, larger } from "./edit.ts";

/** A role that exists in every account to start from. */
const administrator = "role/platform-administrator";

/** The EKS cluster, its nodes, and who administers it. */
export const cluster: readonly Edit[] = [
  {
    name: "kubernetes-version",
    what: "Kubernetes 1.36",
    apply: (stack) =>
      edited(stack, "cluster", (row) => (row.version === "1.36" ? undefined : { ...row, version: "1.36" })),
  },
  {
    name: "node-group-minimum",
    what: "one node more than the group was started with",
    apply: (stack) =>
      edited(stack, "cluster", (row) => {
        const nodeGroups = first(row.nodeGroups, (group) => {
          const minSize = group.desiredSize + 1;
          return { ...group, minSize, desiredSize: minSize, maxSize: Math.max(group.maxSize, minSize) };
        });
        return nodeGroups && { ...row, nodeGroups };
      }),
  },
  {
    name: "node-group-instance-type",
    what: "nodes of a larger instance type",
    apply: (stack) =>
      edited(stack, "cluster", (row) => {
        const nodeGroups = first(row.nodeGroups, (group) => {
          const [type = "", ...types] = group.instanceTypes;
          const next = larger(type);
          return next === undefined
            ? undefined
            : { ...group, instanceTypes: [next, ...types.filter((each) => each !== next)] };
        });
        return nodeGroups && { ...row, nodeGroups };
      }),
    // EKS cannot change the instance types of a node group that has no launch template of its own for them.
    replaces: ["aws:eks/nodeGroup:NodeGroup"],
  },
  {
    name: "node-volume",
    what: "larger volumes of nodes",
    apply: (stack) =>
      edited(stack, "cluster", (row) => {
        const nodeGroups = first(row.nodeGroups, (group) => ({ ...group, diskSize: group.diskSize + 10 }));
        return nodeGroups && { ...row, nodeGroups };
      }),
  },
  {
    name: "administrator-added",
    what: "one more administrator of the cluster",
    apply: (stack) =>
      stack.definition.cluster === undefined || stack.config.administrators.includes(role(stack))
        ? undefined
        : configured(stack, { administrators: [...stack.config.administrators, role(stack)] }),
  },
  {
    name: "administrator-removed",
    what: "the same administrator removed",
    apply: (stack) =>
      stack.config.administrators.includes(role(stack))
        ? configured(stack, { administrators: stack.config.administrators.filter((each) => each !== role(stack)) })
        : undefined,
    deletes: ["aws:eks/accessEntry:AccessEntry", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
  },
];

function role({ config }: { config: { accountId: string } }): string {
  return `arn:aws:iam::${config.accountId}:${administrator}`;
}
