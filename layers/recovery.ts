import { ImageCopies } from "../components/containers/image-copies.ts";
import { ImageReplication } from "../components/containers/image-replication.ts";
import { EncryptionKey } from "../components/kms/encryption-key.ts";
import { BackupPlan } from "../components/recovery/backup-plan.ts";
import { BackupReplication } from "../components/recovery/backup-replication.ts";
import type { RecoveryTiers } from "../components/recovery/objectives.ts";
import type { RestoreTestArgs } from "../components/recovery/restore-test.ts";
import type { Context } from "./context.ts";
import type { Stores } from "./contracts/stores.ts";
import type { Workloads } from "./contracts/workloads.ts";
import type { Operations } from "./operations.ts";
import type { StoresDefinition } from "./stores.ts";
import { type ByName, rowOf, rows } from "./table.ts";

/** How much data may be lost, and how long a restore may take. */
export interface RecoveryDefinition {
  recovery?: {
    /** Recovery objectives by tier; schedules, copies and retention follow from them. */
    tiers: RecoveryTiers;
    /** Tier of each database, by its name. @default {} */
    databases?: ByName<string>;
    /** Tier of each DynamoDB table. @default {} */
    tables?: ByName<string>;
    /** Tier of each bucket. @default {} */
    buckets?: ByName<string>;
    /** Tier of each file system. @default {} */
    fileSystems?: ByName<string>;
    /** Databases on an RDS instance whose automated backups the second Region keeps too, with the days that it does. @default {} */
    replicatedBackups?: ByName<number>;
    /** Prefixes of repositories whose images the second Region keeps too; one stack of an account and Region may say so. @default none */
    replicatedImages?: readonly string[];
    /** Databases that AWS Backup restores every week as a test. @default none */
    restoreTest?: Pick<RestoreTestArgs, "planName" | "schedule"> & { databases: readonly string[] };
  };
}

type Definition = RecoveryDefinition & Pick<StoresDefinition, "databases">;
type Stack = Stores & Workloads;

/** Backups by tier, their copies in the second Region, and the tests that restore them. */
export function recovery(
  context: Context,
  definition: Definition,
  stack: Stack,
  { topics }: Pick<Operations, "topics">,
): BackupPlan | undefined {
  const { config, home, tags, common } = context;
  const plan = definition.recovery;
  if (plan === undefined) return undefined;
  const { recoveryRegion } = stack;
  replicatedBackups(context, plan, stack);
  replicatedImages(context, plan, stack);
  const { account } = home;
  const key = new EncryptionKey(
    "backups",
    { account, description: "Backups", deletionProtection: common.deletionProtection },
    home.opts,
  );
  return new BackupPlan(
    "backups",
    {
      account,
      kmsKeyArn: key.arn,
      tiers: plan.tiers,
      selectedTags: ownership(tags),
      resources: resources(plan, stack),
      ...(recoveryRegion && { copyTo: { region: recoveryRegion.region, vaultArn: recoveryRegion.vaultArn } }),
      deletionProtection: common.deletionProtection,
      topicArn: topics.critical,
      runbookBaseUrl: config.runbookBaseUrl,
      ...(plan.restoreTest && { restoreTest: restoreTest(plan.restoreTest, definition, stack) }),
    },
    home.opts,
  );
}

/** Automated backups of RDS instances, copied to the second Region. */
function replicatedBackups({ secondRegion }: Context, plan: Plan, { databases, recoveryRegion }: Stores): void {
  if (recoveryRegion === undefined || secondRegion === undefined) return;
  for (const [name, retentionDays] of rows(plan.replicatedBackups)) {
    const database = databases[name];
    if (database === undefined) continue;
    const args = { sourceDbInstanceArn: database.arn, kmsKeyArn: recoveryRegion.kmsKeyArn, retentionDays };
    new BackupReplication(`backups-${name}`, args, secondRegion.opts);
  }
}

/** Images are replicated once the template for their repositories exists in the second Region. */
function replicatedImages(
  { home, secondRegion }: Context,
  { replicatedImages: prefixes }: Plan,
  { recoveryRegion }: Stores,
): void {
  if (prefixes === undefined || secondRegion === undefined || recoveryRegion === undefined) return;
  const { account, opts } = secondRegion;
  const copies = new ImageCopies("image-copies", { account, prefixes, kmsKeyArn: recoveryRegion.kmsKeyArn }, opts);
  const args = { account: home.account, prefixes, region: copies.region };
  new ImageReplication("images", args, { ...home.opts, dependsOn: copies });
}

type Plan = NonNullable<RecoveryDefinition["recovery"]>;

/** The tags project and environment, in the stack's own spelling. */
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
function resources(plan: Plan, stack: Stack) {
  const byTier: Record<string, Record<string, Arn>> = {};
  for (const [kind, prefix] of kinds) {
    for (const [name, tier] of rows(plan[kind])) {
      const store = stack[kind][name];
      if (store !== undefined) byTier[tier] = { ...byTier[tier], [`${prefix}-${name}`]: store.arn };
    }
  }
  return byTier;
}

type Arn = Stores["databases"][string]["arn"];

function restoreTest({ databases, ...test }: NonNullable<Plan["restoreTest"]>, definition: Definition, stack: Stores) {
  const tested = databases.flatMap((name) => {
    const database = stack.databases[name];
    if (database === undefined) return [];
    const resourceType =
      rowOf(definition.databases, name)?.engine.kind === "aurora" ? ("Aurora" as const) : ("RDS" as const);
    return [[name, { resourceType, resourceArn: database.arn }] as const];
  });
  return { ...test, resources: Object.fromEntries(tested) };
}
