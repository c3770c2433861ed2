import { at, number } from "../../../commands/inputs.ts";
import { intervalHours } from "../../../components/recovery/backup-schedule.ts";
import {
  backupRules,
  copyIntervalHours,
  type RecoveryTier,
  snapshotSchedules,
} from "../../../components/recovery/objectives.ts";
import type { StackDefinition } from "../../../layers/definition.ts";
import { rowOf, rows } from "../../../layers/table.ts";
import { minutesOf } from "../../data/times.ts";
import type { Resource } from "../../section.ts";

/** A store of the stack with what its backups and copies achieve. */
export interface Recovered {
  name: string;
  kind: Kind["key"];
  tier: string;
  objectives: RecoveryTier["objectives"];
  /** Hours of data that are lost at most when the store is lost. */
  lossHours: number;
  /** The same when the Region is lost; undefined where the second Region has nothing. */
  regionLossHours: number | undefined;
  /** Days that a backup is kept at most. */
  keptDays: number;
  /** Minutes that AWS takes to make an empty store of its type, from published times. */
  creationMinutes: number;
  tested: boolean;
}

/** A kind of store that can have a recovery tier. */
export interface Kind {
  key: "databases" | "tables" | "buckets" | "fileSystems";
  /** Logical names of the resource begin with this. */
  prefix: string;
  types: readonly string[];
}

/** Kinds of stores by their keys in the definition. */
export const kinds: readonly Kind[] = [
  {
    key: "databases",
    prefix: "database",
    types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  },
  { key: "tables", prefix: "table", types: ["aws:dynamodb/table:Table"] },
  { key: "buckets", prefix: "bucket", types: ["aws:s3/bucket:Bucket"] },
  { key: "fileSystems", prefix: "files", types: ["aws:efs/fileSystem:FileSystem"] },
];

/** Delay of point-in-time recovery and of replication in hours, as components/recovery/objectives.ts has it. */
const lag = 0.25;

/** Every store with a tier. */
export function recovered(definition: StackDefinition, resources: readonly Resource[]): Recovered[] {
  const { recovery } = definition;
  return kinds.flatMap((kind) =>
    rows(recovery?.[kind.key]).flatMap(([name, tierName]) => {
      const tier = rowOf(recovery?.tiers, tierName);
      const store = resourceOf(kind, name, resources);
      if (tier === undefined || store === undefined) return [];
      const copies = copyIntervalHours(tier);
      const replicated = tier.secondRegion === "replication" && isReplicated(name, resources);
      return [
        {
          name,
          kind: kind.key,
          tier: tierName,
          objectives: tier.objectives,
          lossHours: lossHours(tier, store),
          regionLossHours: replicated ? lag : copies,
          keptDays: Math.max(...backupRules(tier).map(({ deleteAfter }) => deleteAfter)),
          creationMinutes: creationOf(store.type),
          tested: recovery?.restoreTest?.databases.includes(name) === true && kind.key === "databases",
        },
      ];
    }),
  );
}

/** The resource of a store. */
export function resourceOf(
  { prefix, types }: Kind,
  name: string,
  resources: readonly Resource[],
): Resource | undefined {
  return resources.find((each) => types.includes(each.type) && each.name === `${prefix}-${name}`);
}

const replications = /^aws:(?:s3\/bucketReplicationConfig|rds\/instanceAutomatedBackupsReplication):/;

/** Whether the plan replicates a store's objects, or its automated backups. */
function isReplicated(name: string, resources: readonly Resource[]): boolean {
  return resources.some((each) => replications.test(each.type) && each.name.endsWith(`-${name}`));
}

/** An Aurora cluster is empty without an instance. */
function creationOf(type: string): number {
  const cluster = minutesOf(type, "create");
  return type === "aws:rds/cluster:Cluster"
    ? cluster + minutesOf("aws:rds/clusterInstance:ClusterInstance", "create")
    : cluster;
}

/** Hours between two points to which the store can be restored. */
function lossHours(tier: RecoveryTier, store: Resource): number {
  const own = tier.pointInTime === "resource" && hasPointInTime(store);
  if (own || backupRules(tier).some(({ continuous }) => continuous)) return lag;
  const intervals = Object.values(snapshotSchedules(tier)).map(intervalHours);
  return Math.min(...intervals);
}

/** Whether the resource itself can be restored to a point in time; a bucket keeps every version. */
export function hasPointInTime({ type, inputs }: Resource): boolean {
  if (type.startsWith("aws:rds/")) return (number(inputs, "backupRetentionPeriod") ?? 0) > 0;
  if (type.startsWith("aws:dynamodb/")) return at(inputs, "pointInTimeRecovery.enabled") === true;
  return type.startsWith("aws:s3/");
}
