import { all, is } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const cluster = ["aws:dax/cluster:Cluster"];
const encrypted = { serverSideEncryption: { enabled: true }, clusterEndpointEncryptionType: "TLS" };

export const dax = service("Amazon DynamoDB Accelerator", [
  {
    name: "dax-encrypted",
    types: cluster,
    description: "DynamoDB Accelerator clusters are encrypted at rest and in transit.",
    why: "The cache holds items of the table that are encrypted there, on its disks and on the network between its clients and nodes.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["DynamoDB.3", "DynamoDB.7", "CKV_AWS_47", "CKV_AWS_239"],
    fix: "set serverSideEncryption.enabled to true and clusterEndpointEncryptionType to TLS",
    check: all(is("serverSideEncryption.enabled", true), is("clusterEndpointEncryptionType", "TLS")),
    ok: encrypted,
    bad: { ...encrypted, serverSideEncryption: { enabled: false } },
    clauses: [
      { controls: ["DynamoDB.3", "CKV_AWS_47"], bad: { serverSideEncryption: undefined } },
      { controls: ["DynamoDB.7", "CKV_AWS_239"], bad: { clusterEndpointEncryptionType: "NONE" } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
