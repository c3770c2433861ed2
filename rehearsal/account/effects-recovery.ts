import type { Effect } from "./effect.ts";
import type { Given } from "./starts/start.ts";
import type { Thing } from "./thing.ts";
import { stringsAt } from "./values.ts";
import type { View } from "./view.ts";

/** A database or cache that leaves a snapshot behind, and the type of the snapshot. */
const snapshots: readonly (readonly [type: string, snapshot: string, key: string])[] = [
  ["aws:rds/instance:Instance", "aws:rds/snapshot:Snapshot", "dbSnapshotIdentifier"],
  ["aws:rds/cluster:Cluster", "aws:rds/clusterSnapshot:ClusterSnapshot", "dbClusterSnapshotIdentifier"],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/snapshot:Snapshot", "name"],
];

const logGroup = "aws:cloudwatch/logGroup:LogGroup";

/** Services that write to a log group whose name follows from theirs, and make it when it is missing. */
const logging: readonly { type: string; groups(thing: Thing): string[] }[] = [
  {
    type: "aws:eks/cluster:Cluster",
    groups: ({ inputs, outputs }) =>
      stringsAt(inputs, "enabledClusterLogTypes").length > 0 ? [`/aws/eks/${outputs["name"]}/cluster`] : [],
  },
  {
    type: "aws:rds/instance:Instance",
    groups: ({ inputs, outputs }) =>
      stringsAt(inputs, "enabledCloudwatchLogsExports").map(
        (log) => `/aws/rds/instance/${outputs["identifier"]}/${log}`,
      ),
  },
  {
    type: "aws:rds/cluster:Cluster",
    groups: ({ inputs, outputs }) =>
      stringsAt(inputs, "enabledCloudwatchLogsExports").map(
        (log) => `/aws/rds/cluster/${outputs["clusterIdentifier"]}/${log}`,
      ),
  },
  {
    type: "aws:ecs/cluster:Cluster",
    groups: ({ inputs, outputs }) =>
      stringsAt(inputs, "settings.value").some((value) => value === "enabled" || value === "enhanced")
        ? [`/aws/ecs/containerinsights/${outputs["name"]}/performance`]
        : [],
  },
];

/** What stays of something that was deleted, and what services write after their owner is gone. */
export const keeping: readonly Effect[] = [
  {
    on: "delete",
    types: ["aws:secretsmanager/secret:Secret"],
    // The provider's default is 30 days; 0 deletes at once.
    happen: (thing) => (thing.inputs["recoveryWindowInDays"] === 0 ? {} : { kept: recovering(thing) }),
  },
  { on: "delete", types: ["aws:kms/key:Key"], happen: (thing) => ({ kept: recovering(thing) }) },
  ...snapshots.map(
    ([type, snapshot, key]): Effect => ({
      on: "delete",
      types: [type],
      happen: ({ inputs }) => {
        const name = inputs["finalSnapshotIdentifier"];
        if (inputs["skipFinalSnapshot"] === true || typeof name !== "string") return {};
        return {
          given: [{ type: snapshot, name, inputs: { [key]: name, kmsKeyId: inputs["kmsKeyId"] }, by: "service" }],
        };
      },
    }),
  ),
  ...logging.flatMap(({ type, groups }): Effect[] => [
    { on: "create", types: [type], happen: (thing, account) => ({ given: missing(groups(thing), thing, account) }) },
    // What the service writes last arrives after the deletion.
    {
      on: "delete",
      types: [type],
      happen: (thing, account) => ({ given: missing(groups(thing), thing, account), late: groups(thing) }),
    },
  ]),
  {
    on: "delete",
    types: [logGroup],
    happen: (thing, account) => (isWritten(thing, account) ? { given: [rewritten(thing)] } : {}),
  },
];

/** Whether a service writes into a log group once more: its owner exists, or was deleted just now. */
function isWritten({ outputs, place }: Thing, account: View): boolean {
  const name = String(outputs["name"]);
  const owned = logging.some(({ type, groups }) =>
    account.all(type, place).some((owner) => groups(owner).includes(name)),
  );
  return owned || account.isLate(name, place);
}

function recovering(thing: Thing): Thing {
  return { ...thing, state: "recovering" };
}

function missing(names: string[], near: Thing, account: View): Given[] {
  const there = account.all(logGroup, near.place).map(({ outputs }) => outputs["name"]);
  return names.filter((name) => !there.includes(name)).map(serviceGroup);
}

function serviceGroup(name: string): Given {
  return { type: logGroup, name, inputs: { name }, by: "service" };
}

function rewritten({ outputs }: Thing): Given {
  return serviceGroup(String(outputs["name"]));
}
