import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { optionalBuilds } from "../helm/charts.ts";
import { type Account, arn } from "../iam/account.ts";
import { podTrustCondition } from "../iam/pod-trust.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";

/** Arguments of FileSystemDriver. */
export interface FileSystemDriverArgs {
  /** Account of the file systems. */
  account: Account;
  /** Name of the cluster. */
  clusterName: pulumi.Input<string>;
  /** Tags that a file system must have for the driver to mount it, at least one. */
  fileSystemTags: Readonly<Record<string, string>>;
}

/**
 * The Amazon EFS CSI driver as EKS add-on: mounts existing file systems over TLS.
 * The driver's IAM role mounts on every node, so the access points must allow it.
 */
export class FileSystemDriver extends pulumi.ComponentResource {
  /** ARN of the role that mounts file systems. */
  readonly mountRoleArn: pulumi.Output<string>;

  constructor(name: string, args: FileSystemDriverArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:FileSystemDriver", name, {}, opts);
    const { account, clusterName, fileSystemTags } = args;
    const child = { parent: this };

    const tagged = Object.entries(fileSystemTags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
    const role = new ServiceRole(
      name,
      {
        account,
        service: "pods.eks.amazonaws.com",
        trustCondition: podTrustCondition(account, clusterName, {
          namespace: "kube-system",
          serviceAccount: "efs-csi-node-sa",
        }),
        statements: [
          {
            Sid: "Mount",
            Effect: "Allow",
            Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            Resource: arn(account, "elasticfilesystem", "file-system/*"),
            Condition: {
              StringEquals: Object.fromEntries(tagged),
              Bool: { "aws:SecureTransport": "true" },
            },
          },
          { Sid: "SeeZones", Effect: "Allow", Action: "ec2:DescribeAvailabilityZones", Resource: "*" },
        ],
      },
      child,
    );
    new aws.eks.Addon(
      name,
      {
        clusterName,
        addonName: "aws-efs-csi-driver",
        addonVersion: optionalBuilds["aws-efs-csi-driver"],
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        podIdentityAssociations: [{ serviceAccount: "efs-csi-node-sa", roleArn: role.arn }],
      },
      child,
    );

    this.mountRoleArn = role.arn;
    this.registerOutputs(outputs(this));
  }
}
