import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { RestoredFrom } from "../../components/data/restored-from.ts";
import { dataNames } from "../../rehearsal/account/refusals/names-data.ts";
import { autoName, deleteBeforeReplace, replaces } from "../../rehearsal/published/change.ts";
import type { Deployed, Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { deployEdited, deployUnprotected, onAws } from "./stacks.ts";

const parameterGroups = [aws.rds.ParameterGroup, aws.rds.ClusterParameterGroup, aws.elasticache.ParameterGroup];
const databases = [aws.rds.Instance, aws.rds.Cluster, aws.rds.ClusterInstance, aws.elasticache.ReplicationGroup];

/** Inputs that no change of a definition changes while the name stays: a user's engine is always redis, a group is named after its engine. */
const constant: Readonly<Record<string, readonly string[]>> = {
  "aws:elasticache/user:User": ["engine", "userName"],
  "aws:elasticache/userGroup:UserGroup": ["engine"],
};

/** Resources with a fixed name that a change of something else replaces, with the old one still there. */
function clashing({ of }: Deployed): string[] {
  return dataNames.flatMap(({ type, keys }) => {
    const named = autoName(type)?.input;
    const same = [...keys, ...(constant[type] ?? [])];
    const otherwise = replaces(type).filter((input) => !same.includes(input) && !/^region$|Prefix$/.test(input));
    const isFixed = ({ inputs }: Registered) => keys.every((key) => key !== named && inputs[key] !== undefined);
    const isReplaced = ({ inputs }: Registered) => otherwise.some((input) => inputs[input] !== undefined);
    return of(type)
      .filter((each) => isFixed(each) && isReplaced(each) && !each.deleteBeforeReplace && !deleteBeforeReplace(type))
      .map(({ urn }) => urn);
  });
}

for (const { stack, definition } of onAws) {
  describe(`changes of the data of ${stack}`, () => {
    let kept: Deployed;
    let unprotected: Deployed;
    before(async () => {
      kept = await deployStack(stack);
      unprotected = await deployUnprotected(stack);
    });

    it("RC-H7: what has a fixed name is deleted before it is replaced, and what is protected is not replaced", () => {
      assert.deepEqual(clashing(kept), []);
      const stores = databases
        .flatMap((type) => kept.of(type))
        .filter(({ type }) => !type.endsWith(":ClusterInstance"));
      assert.ok(stores.every(({ protect }) => protect === definition.deletionProtection));
    });

    it("RC-C3: the parameter group of the old major version outlives an upgrade that waits for its window", () => {
      const groups = ({ of }: Deployed) => parameterGroups.flatMap((type) => of(type));
      const atOnce = ({ of }: Deployed) =>
        databases.flatMap((type) => of(type)).map(({ inputs }) => inputs["applyImmediately"]);
      assert.ok(groups(kept).every(({ retainOnDelete }) => retainOnDelete === definition.deletionProtection));
      assert.ok(atOnce(kept).every((now) => now === !definition.deletionProtection));
      assert.ok(groups(unprotected).every(({ retainOnDelete }) => !retainOnDelete));
      assert.ok(atOnce(unprotected).every((now) => now === true));
    });

    it("RC-C4: a cache that AWS upgraded is not replaced by the older version of the definition", () => {
      const caches = kept.of(aws.elasticache.ReplicationGroup);
      assert.ok(caches.every(({ protect }) => protect === definition.deletionProtection));
    });

    it("RC-A14: DB instances of a cluster send the cluster's monitoring interval and role", () => {
      const monitoring = ({ inputs }: Registered) => [inputs["monitoringInterval"], inputs["monitoringRoleArn"]];
      for (const cluster of kept.of(aws.rds.Cluster)) {
        const instances = kept.of(aws.rds.ClusterInstance).filter(({ parent }) => parent === cluster.parent);
        assert.ok(instances.length > 0);
        for (const instance of instances) assert.deepEqual(monitoring(instance), monitoring(cluster));
      }
    });
  });
}

describe("the restore of a database", () => {
  const restored = (engine: "instance" | "aurora", restoredFrom: RestoredFrom) =>
    deployEdited("prod", ({ config, definition }) => {
      const rows = Object.entries(definition.databases ?? {}).map(([name, row]) => {
        if (row.engine.kind !== engine) return [name, row] as const;
        const names = { ...row.names, identifier: `${row.names.identifier}-2` };
        return [name, { ...row, names, backups: { ...row.backups, restoredFrom } }] as const;
      });
      return { config, definition: { ...definition, databases: Object.fromEntries(rows) } };
    });

  it("RC-restore: is declared with a new identifier beside the database that it is read from", async () => {
    const from = { kind: "pointInTime", source: "platform-prod", time: "2026-11-30T08:15:00Z" } as const;
    const { inputs } = (await restored("instance", from)).one(aws.rds.Instance);
    assert.equal(inputs["identifier"], "platform-prod-2");
    assert.deepEqual(inputs["restoreToPointInTime"], {
      sourceDbInstanceIdentifier: "platform-prod",
      restoreTime: "2026-11-30T08:15:00Z",
    });
    const latest = { kind: "pointInTime", source: "platform-prod-events", time: "latest" } as const;
    const cluster = (await restored("aurora", latest)).one(aws.rds.Cluster);
    assert.deepEqual(cluster.inputs["restoreToPointInTime"], {
      sourceClusterIdentifier: "platform-prod-events",
      useLatestRestorableTime: true,
    });
    const snapshot = await restored("instance", { kind: "snapshot", snapshot: "before-migration" });
    assert.equal(snapshot.one(aws.rds.Instance).inputs["snapshotIdentifier"], "before-migration");
  });

  it("RC-restore: leaves the old database in the account, and may be removed from the definition afterwards", async () => {
    const { of } = await deployStack("prod");
    for (const { ignoreChanges, retainOnDelete } of [...of(aws.rds.Instance), ...of(aws.rds.Cluster)]) {
      assert.deepEqual([ignoreChanges, retainOnDelete], [["restoreToPointInTime", "snapshotIdentifier"], true]);
    }
  });

  it("RC-restore: is refused into the database that it is read from, and at something that is no time", async () => {
    const from = { kind: "pointInTime", source: "platform-prod-2", time: "yesterday" } as const;
    await assert.rejects(restored("instance", from), (error: Error) => {
      assert.match(error.message, /names\.identifier must differ from backups\.restoredFrom\.source/);
      assert.match(
        error.message,
        /backups\.restoredFrom\.time must look like 2026-11-30T08:15:00Z or be latest, got "yesterday"/,
      );
      return true;
    });
  });
});

describe("changes of a DB instance", () => {
  const sized = (gib: number) =>
    deployEdited("dev", ({ config, definition }) => {
      const { main } = definition.databases ?? {};
      assert.ok(main !== undefined && main.engine.kind === "instance");
      const engine = { ...main.engine, allocatedStorage: gib, maxAllocatedStorage: 2 * gib };
      return { config, definition: { ...definition, databases: { main: { ...main, engine } } } };
    });

  it("RC-H14, RC-I5: a gp3 volume states the least IOPS and throughput from 400 GiB on, and none below", async () => {
    const [below, above] = [await sized(399), await sized(400)].map(({ one }) => one(aws.rds.Instance).inputs);
    assert.ok(below && !("iops" in below) && !("storageThroughput" in below));
    assert.deepEqual([above?.["iops"], above?.["storageThroughput"]], [12_000, 500]);
  });
});
