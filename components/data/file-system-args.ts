import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";
import type { Callers } from "./store-security-group.ts";

/** Days without access after which a file moves. */
export type FileAge = `AFTER_${7 | 14 | 30 | 60 | 90 | 180 | 270 | 365}_DAYS`;

/** A directory of the file system, entered as one POSIX user whoever the client is. */
export interface AccessPointArgs {
  /** Directory that clients see as their root, for example /models; EFS makes it, owned by the user. */
  path: string;
  /** POSIX user ID. */
  uid: number;
  /** POSIX group ID. */
  gid: number;
  /** Permissions of the directory when EFS makes it. @default "0750" */
  permissions?: string;
  /** IAM roles that may mount it, for reading and writing; at least one. */
  roleArns: readonly pulumi.Input<string>[];
}

export interface FileSystemArgs {
  /** Network of the mount targets. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Letters of the network's zones, in the order of its database subnets; there is a mount target in each. */
  zones: readonly string[];
  /** Security groups that may connect, by the name of the caller; nobody else can. */
  admit: Callers;
  /** ARN of the KMS key that encrypts the files; another one replaces the file system. */
  kmsKeyArn: pulumi.Input<string>;
  /** Access points, by name: the only ways in. */
  accessPoints: Readonly<Record<string, AccessPointArgs>>;
  /** Ages at which a file that nobody reads moves to Infrequent Access and to Archive; the first access brings it back. @default { infrequentAccess: "AFTER_30_DAYS", archive: "AFTER_90_DAYS" } */
  lifecycle?: {
    /** Age at which a file moves to Infrequent Access. */
    infrequentAccess: FileAge;
    /** Age at which a file moves to Archive. */
    archive: FileAge;
  };
}
