import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyPlaintext, policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { AccessPointArgs, FileSystemArgs } from "./file-system-args.ts";
import { fileSystemFaults } from "./file-system-faults.ts";
import { subnetAt } from "./first-subnets.ts";
import { storeSecurityGroup } from "./store-security-group.ts";

export type { FileSystemArgs } from "./file-system-args.ts";

const port = 2049;

/**
 * An encrypted EFS file system in private subnets with daily backups and elastic throughput. Clients need TLS, an access
 * point and an IAM role; elastic throughput is billed by bytes read and written.
 */
export class FileSystem extends pulumi.ComponentResource {
  /** ID of the file system, known when its policy and mount targets exist. */
  readonly fileSystemId: pulumi.Output<string>;
  /** ARN of the file system, for backup plans. */
  readonly arn: pulumi.Output<string>;
  /** Security group of the mount targets. */
  readonly securityGroupId: pulumi.Output<string>;
  /** IDs of the access points, by name. */
  readonly accessPointIds: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: FileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:FileSystem", name, {}, opts);
    const { lifecycle = { infrequentAccess: "AFTER_30_DAYS", archive: "AFTER_90_DAYS" } } = args;
    refuse(this, name, fileSystemFaults(args));
    const child = { parent: this };

    const store = { description: `File system ${name}`, vpcId: args.network.vpcId, port, admit: args.admit };
    const securityGroup = storeSecurityGroup(name, store, child);
    const fileSystem = new aws.efs.FileSystem(
      name,
      {
        encrypted: true,
        kmsKeyId: args.kmsKeyArn,
        throughputMode: "elastic",
        lifecyclePolicies: [
          { transitionToIa: lifecycle.infrequentAccess },
          { transitionToArchive: lifecycle.archive },
          { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
        ],
        tags: { Name: name },
      },
      child,
    );
    const fileSystemId = fileSystem.id;
    new aws.efs.BackupPolicy(name, { fileSystemId, backupPolicy: { status: "ENABLED" } }, child);
    const accessPoints = this.accessPoints(name, fileSystemId, args.accessPoints);
    const policy = this.policy(name, fileSystem, accessPoints);
    const mountTargets = this.mountTargets(name, { fileSystemId, securityGroupId: securityGroup.id, policy }, args);

    const mounted = pulumi.all(mountTargets.map(({ id }) => id));
    this.fileSystemId = pulumi.all([fileSystemId, mounted]).apply(([id]) => id);
    this.arn = fileSystem.arn;
    this.securityGroupId = securityGroup.id;
    this.accessPointIds = Object.fromEntries(accessPoints.map(({ label, made }) => [label, made.id]));
    this.registerOutputs(outputs(this));
  }

  private accessPoints(
    name: string,
    fileSystemId: pulumi.Output<string>,
    points: FileSystemArgs["accessPoints"],
  ): AccessPoint[] {
    return Object.entries(points).map(([label, { path, uid, gid, permissions = "0750", roleArns }]) => {
      const made = new aws.efs.AccessPoint(
        `${name}-${label}`,
        {
          fileSystemId,
          posixUser: { uid, gid },
          rootDirectory: { path, creationInfo: { ownerUid: uid, ownerGid: gid, permissions } },
          tags: { Name: `${name}-${label}` },
        },
        { parent: this },
      );
      return { label, made, roleArns };
    });
  }

  /** The file system policy allows the roles of the access points; without a policy EFS allows every client. */
  private policy(name: string, { id, arn }: aws.efs.FileSystem, points: AccessPoint[]): aws.efs.FileSystemPolicy {
    const admitted = points.map(
      ({ made, roleArns }): Statement => ({
        Effect: "Allow",
        Principal: { AWS: [...roleArns] },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: arn,
        Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": made.arn } },
      }),
    );
    const policy = policyDocument(denyPlaintext(arn, "elasticfilesystem:Client*"), ...admitted);
    return new aws.efs.FileSystemPolicy(name, { fileSystemId: id, policy }, { parent: this });
  }

  /** Created after the policy, so that no client can mount without it. */
  private mountTargets(
    name: string,
    { fileSystemId, securityGroupId, policy }: MountTargets,
    { zones, network }: FileSystemArgs,
  ): aws.efs.MountTarget[] {
    return zones.map(
      (zone, index) =>
        new aws.efs.MountTarget(
          `${name}-${zone}`,
          {
            fileSystemId,
            subnetId: network.databaseSubnetIds.apply((subnetIds) => subnetAt(subnetIds, index)),
            securityGroups: [securityGroupId],
          },
          { parent: this, dependsOn: policy },
        ),
    );
  }
}

interface AccessPoint {
  label: string;
  made: aws.efs.AccessPoint;
  roleArns: AccessPointArgs["roleArns"];
}

interface MountTargets {
  fileSystemId: pulumi.Output<string>;
  securityGroupId: pulumi.Output<string>;
  policy: aws.efs.FileSystemPolicy;
}
