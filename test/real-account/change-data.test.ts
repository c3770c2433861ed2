import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
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
