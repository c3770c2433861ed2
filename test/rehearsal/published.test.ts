import assert from "node:assert/strict";
import fs from "node:fs";
import { autoName, deleteBeforeReplace, replaces } from "../../rehearsal/published/change.ts";
import { corrections } from "../../rehearsal/published/corrections.ts";
import { published } from "../../rehearsal/published/data.ts";
import { files } from "../../rehearsal/published/generate/index.ts";
import { renamedInputs } from "../../rehearsal/published/generate/inputs.ts";
import { readSdk, type Sdk } from "../../rehearsal/published/generate/sdk.ts";
import { arnTemplate, identifiers, isStateful, references } from "../../rehearsal/published/identifiers.ts";
import { limits } from "../../rehearsal/published/limits/index.ts";
import { cloudFormationType, unpublished } from "../../rehearsal/published/types.ts";
import { replacing } from "../../rehearsal/replacement.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";
import { publishedFaults } from "./published-faults.ts";

describe("the published data", function () {
  this.timeout(60_000);
  let sdk: Sdk;
  before(() => {
    sdk = readSdk();
  });

  /** Whether a type of the SDK has an input at a dotted path. */
  function hasInput(type: string, path: string): boolean {
    let members = sdk.types.get(type);
    for (const name of path.split(".")) {
      const input = members?.find((each) => each.name === name);
      if (input === undefined) return false;
      members = sdk.nested.get(input.nested ?? "");
    }
    return true;
  }

  it("is what the installed packages say: npm run published changes nothing", async () => {
    for (const [name, text] of Object.entries(await files())) {
      const committed = fs.readFileSync(`rehearsal/published/${name}`, "utf8");
      assert.ok(committed === text, `${name} is stale: npm run published`);
    }
  });

  it("is corrected and limited for inputs that exist", () => {
    const named = [
      ...corrections.flatMap(({ type, keeps = [], replaces: more = [] }) =>
        [...keeps, ...more].map((path) => [type, path]),
      ),
      ...Object.entries(limits).flatMap(([type, inputs]) => Object.keys(inputs).map((path) => [type, path])),
      ...Object.entries(unpublished).flatMap(([type, each]) => each.replaces.map((path) => [type, path])),
      ...Object.entries(renamedInputs).flatMap(([type, inputs]) => Object.keys(inputs).map((path) => [type, path])),
      ...[...sdk.types.keys()].flatMap((type) =>
        autoName(type) === undefined ? [] : [[type, autoName(type)?.input ?? ""]],
      ),
    ];
    const missing = named.filter(([type = "", path = ""]) => !hasInput(type, path));
    // A bucket's versioning and lifecycle take the account that owns it; not each of its settings does.
    assert.deepEqual(
      missing.filter(([, path]) => path !== "expectedBucketOwner"),
      [],
    );
  });

  it("is corrected only where it differs from the provider", () => {
    const idle = corrections.flatMap(({ type, keeps = [], replaces: more = [] }) => {
      const said = published(type)?.replaces ?? [];
      return [...keeps.filter((path) => !said.includes(path)), ...more.filter((path) => said.includes(path))].map(
        (path) => `${type} ${path}`,
      );
    });
    assert.deepEqual(idle, []);
  });

  it("names the CloudFormation type of a type, or says why there is none", () => {
    assert.equal(cloudFormationType("aws:rds/instance:Instance"), "AWS::RDS::DBInstance");
    assert.equal(
      cloudFormationType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
      "AWS::EC2::SecurityGroupIngress",
    );
    assert.equal(cloudFormationType("aws:s3/bucketVersioning:BucketVersioning"), undefined);
    assert.equal(unpublished["aws:s3/bucketVersioning:BucketVersioning"]?.why, "a property of AWS::S3::Bucket");
    assert.deepEqual(
      Object.keys(unpublished).filter((type) => cloudFormationType(type) !== undefined),
      [],
    );
  });

  it("names identifiers, ARNs, what keeps data and what an input names", () => {
    assert.deepEqual(identifiers("aws:eks/cluster:Cluster"), ["name"]);
    assert.match(arnTemplate("aws:s3/bucket:Bucket") ?? "", /^arn:\$\{Partition\}:s3:::\$\{BucketName\}$/);
    assert.deepEqual([isStateful("aws:rds/instance:Instance"), isStateful("aws:iam/role:Role")], [true, false]);
    assert.deepEqual(references("aws:eks/nodeGroup:NodeGroup")["subnetIds"], ["AWS::EC2::Subnet.SubnetId"]);
  });
});

describe("published changes", () => {
  it("replace by create-only properties, as the provider corrects them", () => {
    assert.ok(replaces("aws:rds/instance:Instance").includes("storageEncrypted"));
    assert.ok(replaces("aws:rds/instance:Instance").includes("engine"), "the schema says maybe, the provider does");
    assert.ok(!replaces("aws:rds/instance:Instance").includes("port"), "the schema says yes, the provider does not");
    assert.ok(replaces("aws:sqs/queue:Queue").includes("namePrefix"), "a prefix is part of the name");
    assert.ok(replaces("aws:efs/backupPolicy:BackupPolicy").includes("region"), "every type is bound to its Region");
    assert.deepEqual(replaces("aws:nothing/known:Known"), []);
  });

  it("are found through objects and lists", () => {
    const group = (id: string, version: string) => ({ launchTemplate: { id, version } });
    const type = "aws:eks/nodeGroup:NodeGroup";
    assert.deepEqual(replacing(type, group("lt-1", "1"), group("lt-2", "1")), ["launchTemplate"]);
    assert.deepEqual(replacing(type, group("lt-1", "1"), group("lt-1", "2")), []);
    const index = (...sources: string[]) => ({ dataSourceConfiguration: { type: sources[0] }, name: sources[1] });
    const source = "aws:bedrock/agentDataSource:AgentDataSource";
    assert.deepEqual(replacing(source, index("S3", "a"), index("WEB", "a")), ["dataSourceConfiguration"]);
    assert.deepEqual(replacing(source, index("S3", "a"), index("S3", "b")), []);
    const cache = (...deployments: string[]) => ({
      lustreConfigurations: deployments.map((deploymentType) => ({
        deploymentType,
        weeklyMaintenanceStartTime: "1:00:00",
      })),
    });
    const file = "aws:fsx/fileCache:FileCache";
    assert.deepEqual(replacing(file, cache("CACHE_1"), cache("CACHE_2")), ["lustreConfigurations"]);
    assert.deepEqual(replacing(file, cache("CACHE_1"), cache("CACHE_1")), []);
    assert.deepEqual(replacing("aws:nothing/known:Known", { name: "a" }, { name: "b" }), []);
  });

  it("delete first where the provider does", () => {
    assert.equal(deleteBeforeReplace("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), true);
    assert.equal(deleteBeforeReplace("aws:iam/role:Role"), false);
  });

  it("know the input that the provider names, and the longest name", () => {
    assert.deepEqual(autoName("aws:iam/role:Role"), { input: "name", separator: "-", max: 64 });
    assert.deepEqual(autoName("aws:s3/bucket:Bucket"), { input: "bucket", separator: "-", max: 63 });
    assert.deepEqual(autoName("aws:sqs/queue:Queue")?.max, 80);
    assert.equal(autoName("aws:route53/record:Record"), undefined);
    assert.equal(autoName("aws:ec2/subnet:Subnet"), undefined);
  });
});

/** Faults of the program that are on the list of what a real account refuses, by their row there. */
const listed: Readonly<Record<string, RegExp>> = {
  A6: /eventRule:EventRule events-spot-interruption: detail is \{\}/,
  H14: /rolePolicy:RolePolicy network-flow-logs: .* logs:DescribeLogGroups, which takes no resource$/,
};

describe("the shipped stacks", function () {
  this.timeout(60_000);
  for (const stack of stacks) {
    it(`hold no value that published data refuses: ${stack}`, async () => {
      const { resources } = await deployStack(stack);
      const faults = resources.flatMap(publishedFaults);
      assert.deepEqual(
        faults.filter((fault) => !Object.values(listed).some((row) => row.test(fault))),
        [],
      );
    });

    it(`use types that are published or listed: ${stack}`, async () => {
      const { resources } = await deployStack(stack);
      const types = new Set(resources.map(({ type }) => type).filter((type) => type.startsWith("aws:")));
      assert.deepEqual(
        [...types].filter((type) => cloudFormationType(type) === undefined && !(type in unpublished)),
        [],
      );
    });
  }
});
