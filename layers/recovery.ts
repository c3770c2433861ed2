import { ImageCopies } from "../components/containers/image-copies.ts";
import { ImageReplication } from "../components/containers/image-replication.ts";
import { EncryptionKey } from "../components/kms/encryption-key.ts";
import { BackupPlan } from "../components/recovery/backup-plan.ts";
import { BackupReplication } from "../components/recovery/backup-replication.ts";
import type { RecoveryTiers } from "../components/recovery/objectives.ts";
import type { RestoreTestArgs } from "../components/recovery/restore-test.ts";
import type { Context } from "./context.ts";
import type { Operations } from "./operations.ts";
import type { Stores } from "./stores.ts";
import type { ByName } from "./table.ts";
import type { Workloads } from "./workloads.ts";

/** What may be lost, and how long it may take to come back. */
export interface RecoveryDefinition {
  recovery:
    | {
        /** Recovery objectives by tier; schedules, copies and retention follow from them. */
        tiers: RecoveryTiers;
        /** Tier of each store, by its name. */
        databases: ByName<string>;
        tables: ByName<string>;
        buckets: ByName<string>;
        fileSystems: ByName<string>;
        /** Databases on an RDS instance whose automated backups the second Region keeps too, with the days that it does. */
        replicatedBackups: ByName<number>;
        /** Prefixes of repositories whose images the second Region keeps too; one stack of an account and Region may say so. @default none */
        replicatedImages?: readonly string[];
        /** Databases that are restored every week, to see that they can be. */
        restoreTest: (Pick<RestoreTestArgs, "planName" | "schedule"> & { databases: readonly string[] }) | undefined;
      }
    | undefined;
}

/** Backups by tier, their copies, and the proof that they restore. */
export function recovery(context: Context, made: Stores & Workloads, { topics }: Operations): BackupPlan | undefined {
  const { definition, home, recovery: second, tags } = context;
  const plan = definition.recovery;
  if (plan === undefined) return undefined;
  const { recoveryRegion } = made;
  for (const [name, retentionDays] of Object.entries(plan.replicatedBackups)) {
    const database = made.databases[name];
    if (database === undefined || recoveryRegion === undefined || second === undefined) continue;
    const args = { sourceDbInstanceArn: database.arn, kmsKeyArn: recoveryRegion.kmsKeyArn, retentionDays };
    new BackupReplication(`backups-${name}`, args, second.stateful);
  }
  images(context, recoveryRegion);
  const { account } = home;
  const key = new EncryptionKey("backups", { account, description: "Backups" }, home.stateful);
  return new BackupPlan(
    "backups",
    {
      account,
      kmsKeyArn: key.arn,
      tiers: plan.tiers,
      selectedTags: ownership(tags),
      resources: resources(plan, made),
      ...(recoveryRegion && { copyTo: { region: recoveryRegion.region, vaultArn: recoveryRegion.vaultArn } }),
      deletionProtection: definition.deletionProtection,
      topicArn: topics.critical,
      ...(plan.restoreTest && { restoreTest: restoreTest(plan.restoreTest, definition, made) }),
    },
    home.stateful,
  );
}

/** Images go where repositories for them can be made. */
function images({ definition, home, recovery: second }: Context, recoveryRegion: Stores["recoveryRegion"]): void {
  const prefixes = definition.recovery?.replicatedImages;
  if (prefixes === undefined || second === undefined || recoveryRegion === undefined) return;
  const { account, opts } = second;
  const copies = new ImageCopies("image-copies", { account, prefixes, kmsKeyArn: recoveryRegion.kmsKeyArn }, opts);
  const args = { account: home.account, prefixes, region: copies.region };
  new ImageReplication("images", args, { ...home.opts, dependsOn: copies });
}

type Plan = NonNullable<RecoveryDefinition["recovery"]>;

/** The tags that say whose a resource is, in the stack's own spelling. */
function ownership(tags: Context["tags"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => ["project", "environment"].includes(key.toLowerCase())),
  );
}

/** Kinds of stores, and how the selections of each are named. */
const kinds = [
  ["databases", "database"],
  ["tables", "table"],
  ["buckets", "bucket"],
  ["fileSystems", "files"],
] as const;

/** ARNs of the stores by tier and name. */
function resources(plan: Plan, made: Stores & Workloads) {
  const byTier: Record<string, Record<string, Arn>> = {};
  for (const [kind, prefix] of kinds) {
    for (const [name, tier] of Object.entries(plan[kind])) {
      const store = made[kind][name];
      if (store !== undefined) byTier[tier] = { ...byTier[tier], [`${prefix}-${name}`]: store.arn };
    }
  }
  return byTier;
}

type Arn = Stores["databases"][string]["arn"];

function restoreTest(
  { databases, ...test }: NonNullable<Plan["restoreTest"]>,
  definition: Context["definition"],
  made: Stores,
) {
  const tested = databases.flatMap((name) => {
    const database = made.databases[name];
    if (database === undefined) return [];
    const resourceType = definition.databases[name]?.engine.kind === "aurora" ? ("Aurora" as const) : ("RDS" as const);
    return [[name, { resourceType, resourceArn: database.arn }] as const];
  });
  return { ...test, resources: Object.fromEntries(tested) };
}
