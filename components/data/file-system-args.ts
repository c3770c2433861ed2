import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";
import type { Callers } from "./store-security-group.ts";

/** Lifecycle policy: days without access. */
export type FileAge = `AFTER_${7 | 14 | 30 | 60 | 90 | 180 | 270 | 365}_DAYS`;

/** An access point: a root directory and the POSIX user of all its clients. */
export interface AccessPointArgs {
  /** Root directory, for example /models; EFS creates it, owned by the POSIX user. */
  path: string;
  /** POSIX user ID. */
  uid: number;
  /** POSIX group ID. */
  gid: number;
  /** Permissions of the root directory when EFS creates it. @default "0750" */
  permissions?: string;
  /** ARNs of IAM roles that may mount it with read and write access; at least one. */
  roleArns: readonly pulumi.Input<string>[];
}

/** Arguments of FileSystem. */
export interface FileSystemArgs {
  /** Network of the mount targets. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Letters of the Availability Zones of the mount targets, in the order of the database subnets. */
  zones: readonly string[];
  /** Security groups that may connect, by the name of the caller. */
  admit: Callers;
  /** ARN of the KMS key; another key replaces the file system. */
  kmsKeyArn: pulumi.Input<string>;
  /** Access points by name; clients can mount only these. */
  accessPoints: Readonly<Record<string, AccessPointArgs>>;
  /** Lifecycle policies for Infrequent Access and Archive; files return to Standard on first access. @default { infrequentAccess: "AFTER_30_DAYS", archive: "AFTER_90_DAYS" } */
  lifecycle?: {
    /** Age at which a file moves to Infrequent Access. */
    infrequentAccess: FileAge;
    /** Age at which a file moves to Archive. */
    archive: FileAge;
  };
}
