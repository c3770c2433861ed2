import { all, is, matches, set } from "../checks/conditions.ts";
import { resourcePolicyText } from "../checks/example.ts";
import { customerKey } from "../checks/kms.ts";
import { notPublic } from "../checks/policy-document.ts";
import { levels, service } from "../checks/rule.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

export const efs = service("Amazon EFS", [
  {
    name: "efs-encrypted",
    types: ["aws:efs/fileSystem:FileSystem"],
    description: "EFS file systems are encrypted at rest with a customer managed key.",
    why: "Encryption of a file system cannot be turned on after creation, so files written until then stay in plaintext unless they are copied to a new file system.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EFS.1", "EFS.8", "CIS AWS 3.0 2.4.1", "CKV_AWS_42", "CKV_AWS_184"],
    fix: "set encrypted to true, and kmsKeyId",
    check: all(is("encrypted", true), customerKey("kmsKeyId")),
    ok: { encrypted: true, kmsKeyId: key },
    bad: { encrypted: false },
    clauses: [
      { controls: ["EFS.1", "EFS.8", "CKV_AWS_42"], bad: { encrypted: false } },
      { controls: ["CKV_AWS_184"], bad: { kmsKeyId: undefined } },
      { controls: ["CKV_AWS_184"], bad: { kmsKeyId: "alias/aws/elasticfilesystem" } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "efs-automatic-backup",
    types: ["aws:efs/backupPolicy:BackupPolicy"],
    description: "EFS backup policies enable automatic backups.",
    why: "EFS keeps no earlier versions of files, so data that is deleted, overwritten or encrypted by malware cannot be restored.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["EFS.7"],
    fix: "set backupPolicy.status to ENABLED",
    check: is("backupPolicy.status", "ENABLED"),
    ok: { backupPolicy: { status: "ENABLED" } },
    bad: { backupPolicy: { status: "DISABLED" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "efs-access-point-confined",
    types: ["aws:efs/accessPoint:AccessPoint"],
    description: "EFS access points set a root directory other than / and a POSIX user.",
    why: "Clients of the access point otherwise see the whole file system and act under the user ID that they send, including root.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EFS.3", "EFS.4", "CKV_AWS_329", "CKV_AWS_330"],
    fix: "set rootDirectory.path to a directory other than /, and posixUser",
    check: all(matches("rootDirectory.path", /^\/.+/), set("posixUser")),
    ok: { rootDirectory: { path: "/app" }, posixUser: { uid: 1000, gid: 1000 } },
    bad: { rootDirectory: { path: "/" }, posixUser: { uid: 1000, gid: 1000 } },
    clauses: [
      { controls: ["EFS.3", "CKV_AWS_329"], bad: { rootDirectory: { path: "/" } } },
      { controls: ["EFS.4", "CKV_AWS_330"], bad: { posixUser: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "efs-policy-not-public",
    types: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
    description: "EFS file system policies grant no access to every principal.",
    why: "With a public policy, each client that reaches a mount target can read and write the files, without IAM permissions of the account.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set Principal in policy to named principals, or add the condition elasticfilesystem:AccessedViaMountTarget",
    check: notPublic("policy"),
    ok: {
      policy: resourcePolicyText({
        Principal: { AWS: "arn:aws:iam::111122223333:role/api" },
        Action: "elasticfilesystem:ClientMount",
      }),
    },
    bad: { policy: resourcePolicyText({ Principal: { AWS: "*" }, Action: "elasticfilesystem:ClientMount" }) },
    absent: "pass",
    unknown: "undecided",
  },
]);
