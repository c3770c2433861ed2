import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { protectionOff } from "../../rehearsal/edits/network.ts";
import type { Deployed, Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { deployUnprotected, onAws } from "./stacks.ts";

/** What AWS refuses to delete while something is in it, and the input that empties it first. */
const emptied = [
  [aws.s3.Bucket, "forceDestroy"],
  [aws.ecr.Repository, "forceDelete"],
  [aws.backup.Vault, "forceDestroy"],
] as const;

/** What is not emptied before its deletion although it should be, or the other way round. */
function wronglyEmptied({ of }: Deployed, expected: boolean): string[] {
  return emptied.flatMap(([type, input]) =>
    of(type).flatMap(({ urn, inputs }) => (inputs[input] === expected ? [] : [`${urn}: ${input} ${inputs[input]}`])),
  );
}

/** The log groups that a service writes to, and creates where they do not exist; by the type that makes it write. */
const written = [
  ["aws:eks/cluster:Cluster", ({ name }) => [`/aws/eks/${name}/cluster`]],
  ["aws:ecs/cluster:Cluster", ({ name }) => [`/aws/ecs/containerinsights/${name}/performance`]],
  ["aws:rds/proxy:Proxy", ({ name }) => [`/aws/rds/proxy/${name}`]],
  ["aws:rds/instance:Instance", (inputs) => exported("instance", inputs["identifier"], inputs)],
  ["aws:rds/cluster:Cluster", (inputs) => exported("cluster", inputs["clusterIdentifier"], inputs)],
] satisfies [string, (inputs: Registered["inputs"]) => string[]][];

function exported(kind: string, identifier: unknown, { enabledCloudwatchLogsExports: logs }: Registered["inputs"]) {
  return Array.isArray(logs) ? logs.map((log) => `/aws/rds/${kind}/${identifier}/${log}`) : [];
}

/** Log groups that a service would create before the stack does, or without the stack. */
function createdByServices({ of }: Deployed): string[] {
  const groups = new Map(of("aws:cloudwatch/logGroup:LogGroup").map(({ inputs, urn }) => [inputs["name"], urn]));
  return written.flatMap(([type, names]) =>
    of(type).flatMap(({ inputs, dependencies }) =>
      names(inputs).filter((name) => !dependencies.includes(groups.get(name) ?? name)),
    ),
  );
}

/** Inputs by which AWS refuses a deletion. */
const guards = ["deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection", "disableApiTermination"];

/** What Pulumi or AWS refuses to delete; a user pool says ACTIVE. */
function guarded({ resources }: Deployed): string[] {
  return resources
    .filter(
      ({ protect, inputs }) => protect || guards.some((guard) => ["true", "ACTIVE"].includes(String(inputs[guard]))),
    )
    .map(({ urn }) => urn);
}

for (const { stack, definition } of onAws) {
  describe(`the data of ${stack} at its destroy`, () => {
    let kept: Deployed;
    let unprotected: Deployed;
    before(async () => {
      kept = await deployStack(stack);
      unprotected = await deployUnprotected(stack);
    });

    it("RC-D2, RC-J5: nothing refuses to be deleted once the definition takes protection off", () => {
      assert.deepEqual(guarded(unprotected), []);
      assert.equal(guarded(kept).length > 0, definition.deletionProtection);
    });

    it("RC-D1: buckets, repositories and vaults are emptied where nothing is protected, and only there", () => {
      assert.deepEqual(wronglyEmptied(unprotected, true), []);
      assert.deepEqual(wronglyEmptied(kept, !definition.deletionProtection), []);
    });

    it("RC-D2: the update that takes protection off removes nothing but what locks data", () => {
      const staying = new Set(unprotected.resources.map(({ urn }) => urn));
      const removed = kept.resources.filter(({ urn }) => !staying.has(urn)).map(({ type }) => type);
      const { deletes = [] } = protectionOff;
      assert.deepEqual(
        removed.filter((type) => !deletes.includes(type)),
        [],
      );
    });

    it("RC-D3: keys outlive what they encrypt where it is protected, and nothing outlives them elsewhere", () => {
      const retained = ({ of }: Deployed) => of(aws.kms.Key).map((key) => key.retainOnDelete);
      assert.deepEqual([...new Set(retained(kept))], [definition.deletionProtection]);
      assert.deepEqual([...new Set(retained(unprotected))], [false]);
      const databases = [...unprotected.of(aws.rds.Instance), ...unprotected.of(aws.rds.Cluster)];
      assert.deepEqual(
        databases.filter(
          ({ inputs }) => inputs["deleteAutomatedBackups"] !== true || inputs["skipFinalSnapshot"] !== true,
        ),
        [],
      );
    });

    it("RC-D4: a final snapshot's name holds the ID of something that is made anew with the store", () => {
      const stores = [aws.rds.Instance, aws.rds.Cluster, aws.elasticache.ReplicationGroup].flatMap((type) =>
        kept.of(type),
      );
      const fixed = stores.filter(
        ({ inputs, propertyDependencies }) =>
          inputs["finalSnapshotIdentifier"] !== undefined &&
          propertyDependencies["finalSnapshotIdentifier"]?.length === 0,
      );
      assert.deepEqual(
        fixed.map(({ urn }) => urn),
        [],
      );
    });

    it("RC-D6: log groups that services write to exist before their first event, and the document says when they come back", () => {
      assert.deepEqual(createdByServices(kept), []);
      const text = readFileSync("docs/operations.md", "utf8");
      const paths = ["/aws/eks/", "/aws/ecs/containerinsights/", "/aws/rds/"];
      assert.deepEqual(
        paths.filter((each) => !text.includes(each)),
        [],
      );
    });

    it("RC-D5: the names of secrets are free at once where nothing is protected", () => {
      const windows = ({ of }: Deployed) => {
        const named = of(aws.secretsmanager.Secret).filter(({ inputs }) => inputs["name"] !== undefined);
        return named.map(({ inputs }) => inputs["recoveryWindowInDays"]);
      };
      assert.ok(windows(unprotected).every((days) => days === 0));
      assert.ok(windows(kept).every((days) => days === (definition.deletionProtection ? 30 : 0)));
    });
  });
}
