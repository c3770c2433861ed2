import assert from "node:assert/strict";
import { definitions } from "../../stacks/definitions.ts";
import type { Deployed, Registered } from "../harness.ts";
import { keysOf } from "../layers/keys.ts";
import { deployStack } from "./origins.ts";
import { configOf } from "./stack-settings.ts";

/** Inputs that protect something when they are true, and options that do. */
const protections = new Set([
  "automaticFailoverEnabled",
  "atRestEncryptionEnabled",
  "blockPublicAcls",
  "copyTagsToSnapshot",
  "deletionProtection",
  "dropInvalidHeaderFields",
  "enableDeletionProtection",
  "enableKeyRotation",
  "endpointPrivateAccess",
  "encrypted",
  "iamDatabaseAuthenticationEnabled",
  "manageMasterUserPassword",
  "multiAz",
  "multiAzEnabled",
  "performanceInsightsEnabled",
  "requireTls",
  "storageEncrypted",
  "transitEncryptionEnabled",
]);

/** Every protection that a stack has, as "type name property"; records are named after the domain, which differs. */
function protectionsOf(stack: string, { resources }: Deployed): Set<string> {
  const domain = configOf(stack)["platform:domain"] ?? "";
  const of = (resource: Registered) => [
    ...(resource.protect ? ["protect"] : []),
    ...Object.keys(flat(resource.inputs)).filter(
      (path) => flat(resource.inputs)[path] === true && protections.has(last(path)),
    ),
  ];
  return new Set(
    resources
      .filter((each) => each.custom)
      .flatMap((each) => of(each).map((what) => `${each.type} ${each.name.replace(domain, "")} ${what}`)),
  );
}

const last = (path: string) => path.split(".").at(-1) ?? "";

function flat(value: unknown, path = ""): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(inner, path === "" ? key : `${path}.${key}`)),
  );
}

/** Keys of a definition that a stack leaves out, or answers with nothing. */
function leftOut(keys: readonly string[], given: object | undefined): string[] {
  return keys.filter((key) => {
    const value: unknown = Reflect.get(given ?? {}, key);
    return !value || (typeof value === "object" && Object.keys(value).length === 0);
  });
}

describe("the contract between dev, staging and prod", () => {
  let dev: Deployed;
  let staging: Deployed;
  let prod: Deployed;
  before(async () => {
    dev = await deployStack("dev");
    staging = await deployStack("staging");
    prod = await deployStack("prod");
  });

  it("protects in prod what staging protects, and in staging what dev protects", () => {
    const [inDev, inStaging, inProd] = [
      protectionsOf("dev", dev),
      protectionsOf("staging", staging),
      protectionsOf("prod", prod),
    ];
    assert.deepEqual([...inDev.difference(inStaging)], []);
    assert.deepEqual([...inStaging.difference(inProd)], []);
    assert.ok(inStaging.size > inDev.size);
  });

  it("has every capability in prod and in staging, but work hours and thresholds of their own", () => {
    const keys = keysOf("StackDefinition");
    assert.ok(keys.length > 40, keys.join(", "));
    for (const stack of ["prod", "staging"]) {
      assert.deepEqual(leftOut(keys, definitions[stack]).sort(), ["thresholds", "workHours"], stack);
    }
  });

  it("has every add-on of the cluster and all of its telemetry in prod and in staging, but Vault", () => {
    const [addons, telemetry] = [keysOf("AddonsDefinition.clusterAddons"), keysOf("TelemetryDefinition.telemetry")];
    assert.ok(addons.length >= 10 && telemetry.length >= 6, [...addons, ...telemetry].join(", "));
    for (const stack of ["prod", "staging"]) {
      // Secrets are in Secrets Manager, and External Secrets copies them.
      assert.deepEqual(leftOut(addons, definitions[stack]?.clusterAddons), ["vault"], stack);
      assert.deepEqual(leftOut(telemetry, definitions[stack]?.telemetry), [], stack);
    }
  });

  it("stops dev at night, and no other stack", () => {
    assert.equal(dev.of("aws:scheduler/schedule:Schedule").length, 6);
    assert.deepEqual(
      [staging, prod].map((each) => each.of("aws:scheduler/schedule:Schedule").length),
      [0, 0],
    );
  });

  it("has in staging every type of resource that prod has", () => {
    const types = ({ resources }: Deployed) => new Set(resources.map((each) => each.type));
    assert.deepEqual(
      [...types(prod)].filter((type) => !types(staging).has(type)),
      [],
    );
  });

  it("retains logs and backups in prod at least as long as in staging, and in staging as in dev", () => {
    const days = ({ resources }: Deployed, key: string) =>
      Math.min(...resources.flatMap((each) => (key in each.inputs ? [Number(each.inputs[key])] : [])));
    for (const key of ["retentionInDays", "backupRetentionPeriod", "snapshotRetentionLimit"]) {
      assert.ok(days(dev, key) >= 1, key);
      assert.ok(days(staging, key) >= days(dev, key), key);
      assert.ok(days(prod, key) >= days(staging, key), key);
    }
  });

  it("AIV-NET-01, AIV-NET-02, AIV-NET-03: has the three address plans, and none overlaps another", () => {
    const blocks = ["dev", "staging", "prod"].map((stack) => definitions[stack]?.network.cidrBlock);
    assert.deepEqual(blocks, ["10.10.0.0/16", "10.20.0.0/16", "10.0.0.0/16"]);
    for (const [deployed, prefix] of [
      [dev, "10.10"],
      [staging, "10.20"],
      [prod, "10.0"],
    ] as const) {
      const all = deployed.of("aws:ec2/subnet:Subnet").map((each) => String(each.inputs.cidrBlock));
      // The blocks of pods are not routed outside of a VPC, and may be the same in each.
      const subnets = all.filter((block) => !block.startsWith("100.64."));
      const plan = [1, 101, 201].flatMap((first) => [0, 1, 2].map((zone) => `${prefix}.${first + zone}.0/24`));
      assert.deepEqual(subnets.sort(), plan.sort());
    }
  });

  it("AUT-EKS-07: keeps dev at one to three small nodes", () => {
    const group = dev.one("aws:eks/nodeGroup:NodeGroup");
    assert.deepEqual(group.inputs.instanceTypes, ["t3.medium"]);
    assert.deepEqual(group.inputs.scalingConfig, { minSize: 1, maxSize: 3, desiredSize: 3 });
  });

  it("uses one account for each", () => {
    const accounts = ["dev", "staging", "prod"].map((stack) => configOf(stack)["platform:accountId"]);
    assert.equal(new Set(accounts).size, 3);
  });
});
