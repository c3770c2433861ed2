import type { Refusal } from "../refusal.ts";
import { api, ec2Errors } from "./sources.ts";
import { recordName } from "./unique.ts";

/** A protection of AWS's own, which outlives everything that the engine is told. */
interface Protection {
  type: string;
  key: string;
  on: unknown;
  off: unknown;
  code: string;
  words(id: string): string;
  source: string;
}

const protections: readonly Protection[] = [
  {
    type: "aws:rds/instance:Instance",
    key: "deletionProtection",
    on: true,
    off: false,
    code: "InvalidParameterCombination",
    words: () => "Cannot delete protected DB Instance, please disable deletion protection and try again.",
    source: api("rds", "DeleteDBInstance"),
  },
  {
    type: "aws:rds/cluster:Cluster",
    key: "deletionProtection",
    on: true,
    off: false,
    code: "InvalidParameterCombination",
    words: () => "Cannot delete protected Cluster, please disable deletion protection and try again.",
    source: api("rds", "DeleteDBCluster"),
  },
  {
    type: "aws:eks/cluster:Cluster",
    key: "deletionProtection",
    on: true,
    off: false,
    code: "InvalidRequestException",
    words: () => "Cluster deletion is not allowed when deletion protection is enabled.",
    source: api("eks", "CreateCluster"),
  },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    key: "enableDeletionProtection",
    on: true,
    off: false,
    code: "OperationNotPermitted",
    words: (id) => `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
    source: api("elbv2", "DeleteLoadBalancer"),
  },
  {
    type: "aws:dynamodb/table:Table",
    key: "deletionProtectionEnabled",
    on: true,
    off: false,
    code: "ValidationException",
    words: () =>
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    source: api("dynamodb", "CreateTable"),
  },
  {
    type: "aws:cognito/userPool:UserPool",
    key: "deletionProtection",
    on: "ACTIVE",
    off: "INACTIVE",
    code: "InvalidParameterException",
    words: () =>
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
    source: api("cognito", "CreateUserPool"),
  },
  {
    type: "aws:ec2/instance:Instance",
    key: "disableApiTermination",
    on: true,
    off: false,
    code: "OperationNotPermitted",
    words: (id) =>
      `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    source: ec2Errors,
  },
];

/** What is protected stays until an update takes the protection off. */
export const protectedThings: readonly Refusal[] = protections.map(({ type, key, on, off, code, words, source }) => {
  const made = { create: type, as: "kept", inputs: { [key]: on, skipFinalSnapshot: true } };
  return {
    name: `${recordName(type)}-protected`,
    types: [type],
    on: ["delete"],
    code,
    source,
    check: ({ old }) => (old !== undefined && old.inputs[key] === on ? words(old.id) : undefined),
    passes: { before: [made, { update: "kept", inputs: { [key]: off } }], judged: { delete: "kept" } },
    refused: { before: [made], judged: { delete: "kept" } },
  };
});
