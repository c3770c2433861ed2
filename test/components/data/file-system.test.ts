import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { FileSystem, type FileSystemArgs } from "../../../components/data/file-system.ts";
import { at, deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const reader = "arn:aws:iam::111122223333:role/neuroweaver";
const models: FileSystemArgs = {
  network: { vpcId: pulumi.output("vpc-1"), databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
  zones: ["a", "b"],
  admit: { cluster: "sg-cluster" },
  kmsKeyArn: key,
  accessPoints: { models: { path: "/models", uid: 1000, gid: 2000, roleArns: [reader] } },
};

describe("FileSystem", () => {
  it("AUT-S3-07 is encrypted with its key, elastic, and backed up", async () => {
    const { one } = await deploy(() => new FileSystem("models", models));
    const { inputs, urn } = one(aws.efs.FileSystem);
    assert.deepEqual([inputs.encrypted, inputs.kmsKeyId, inputs.throughputMode], [true, key, "elastic"]);
    const backup = one(aws.efs.BackupPolicy);
    assert.deepEqual(backup.inputs.backupPolicy, { status: "ENABLED" });
    assert.deepEqual(backup.dependencies, [urn]);
  });

  it("AUT-S3-07 has mount targets in every zone for its callers, after its policy", async () => {
    const { one, of } = await deploy(() => new FileSystem("models", models));
    const group = one(aws.ec2.SecurityGroup);
    assert.deepEqual(
      of(aws.efs.MountTarget).map(({ name, inputs }) => [name, inputs.subnetId]),
      [
        ["models-a", "subnet-a"],
        ["models-b", "subnet-b"],
      ],
    );
    for (const target of of(aws.efs.MountTarget)) {
      assert.deepEqual(target.propertyDependencies.securityGroups, [group.urn]);
      assert.ok(target.dependencies.includes(one(aws.efs.FileSystemPolicy).urn));
    }
    const { inputs: rule } = one(aws.vpc.SecurityGroupIngressRule);
    assert.deepEqual(
      [rule.referencedSecurityGroupId, rule.ipProtocol, rule.fromPort, rule.toPort],
      ["sg-cluster", "tcp", 2049, 2049],
    );
    assert.equal(of(aws.vpc.SecurityGroupEgressRule).length, 0);
  });

  it("limits each access point to a user, a directory and its roles, over TLS", async () => {
    const { one } = await deploy(() => new FileSystem("models", models));
    const point = one(aws.efs.AccessPoint);
    assert.equal(point.name, "models-models");
    assert.deepEqual(point.inputs.posixUser, { uid: 1000, gid: 2000 });
    assert.deepEqual(point.inputs.rootDirectory, {
      path: "/models",
      creationInfo: { ownerUid: 1000, ownerGid: 2000, permissions: "0750" },
    });
    const { arn } = one(aws.efs.FileSystem).outputs;
    assert.deepEqual(JSON.parse(String(one(aws.efs.FileSystemPolicy).inputs.policy)).Statement, [
      {
        Sid: "DenyPlaintext",
        Effect: "Deny",
        Principal: "*",
        Action: "elasticfilesystem:Client*",
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: [reader] },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: arn,
        Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": point.outputs.arn } },
      },
    ]);
  });

  it("moves unused files to cheaper classes, and back on first access", async () => {
    const policiesOf = async (args: FileSystemArgs) => {
      const { one } = await deploy(() => new FileSystem("models", args));
      return at(one(aws.efs.FileSystem), "lifecyclePolicies");
    };
    assert.deepEqual(await policiesOf(models), [
      { transitionToIa: "AFTER_30_DAYS" },
      { transitionToArchive: "AFTER_90_DAYS" },
      { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
    ]);
    const lifecycle = { infrequentAccess: "AFTER_7_DAYS", archive: "AFTER_365_DAYS" } as const;
    assert.deepEqual(await policiesOf({ ...models, lifecycle }), [
      { transitionToIa: "AFTER_7_DAYS" },
      { transitionToArchive: "AFTER_365_DAYS" },
      { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
    ]);
  });

  it("outputs the IDs that a volume needs", async () => {
    const { one, outputs } = await deploy(() => {
      const { fileSystemId, accessPointIds, arn } = new FileSystem("models", models);
      return { fileSystemId, accessPointIds, arn };
    });
    const { arn } = one(aws.efs.FileSystem).outputs;
    assert.equal(outputs.arn, arn);
    assert.match(String(outputs.fileSystemId), /^fs-0[0-9a-f]{16}$/);
    assert.match(String(Object(outputs.accessPointIds).models), /^fsap-0[0-9a-f]{16}$/);
  });

  it("reports every fault of its arguments at once", async () => {
    const faulty: FileSystemArgs = {
      ...models,
      zones: ["a", "a"],
      accessPoints: {
        root: { path: "/", uid: 0, gid: 0, permissions: "rwx", roleArns: [] },
      },
    };
    assert.equal(
      await refusal(() => new FileSystem("models", faulty)),
      [
        'FileSystem "models":',
        '  - zones must be one or more distinct zone letters, got ["a","a"]',
        '  - accessPoints.root.path must be a directory of one to four levels below the root, got "/"',
        "  - accessPoints.root.uid must be a whole number from 1 to 4294967295 (0 is root), got 0",
        "  - accessPoints.root.gid must be a whole number from 1 to 4294967295 (0 is root), got 0",
        '  - accessPoints.root.permissions must be three or four octal digits, got "rwx"',
        "  - accessPoints.root.roleArns must name at least one role, got none",
      ].join("\n"),
    );
    assert.match(
      await refusal(() => new FileSystem("models", { ...models, accessPoints: {} })),
      /accessPoints must have at least one access point, got none/,
    );
  });
});
