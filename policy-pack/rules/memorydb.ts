import { all, isNot, noneOf, set } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";

const cluster = ["aws:memorydb/cluster:Cluster"];

export const memorydb = service("Amazon MemoryDB", [
  {
    name: "memorydb-encrypted-in-transit",
    types: cluster,
    description: "MemoryDB clusters keep TLS.",
    why: "Without TLS the password of each connection and all keys and values cross the network in plaintext, and access control lists other than open-access are not available.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_202"],
    fix: "leave tlsEnabled unset, or set it to true",
    check: isNot("tlsEnabled", false),
    ok: { tlsEnabled: true },
    bad: { tlsEnabled: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "memorydb-authenticated",
    types: cluster,
    description: "MemoryDB clusters use an access control list other than open-access.",
    why: "With open-access, each client that a security group admits reads and deletes every key without a password.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set aclName to an Acl with users",
    check: all(set("aclName"), noneOf("aclName", ["open-access"])),
    ok: { aclName: "shop" },
    bad: { aclName: "open-access" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "memorydb-cmk",
    types: cluster,
    description: "MemoryDB clusters and their snapshots use a customer managed key.",
    why: "The key that the service owns has no policy that the account can change, so access to snapshots cannot be limited or cut off through it.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_201"],
    fix: "set kmsKeyArn",
    check: customerKey("kmsKeyArn"),
    ok: { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { aclName: "shop" },
    absent: "fail",
    unknown: "pass",
  },
]);
