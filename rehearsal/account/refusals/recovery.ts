import type { Refusal } from "../refusal.ts";
import type { Request, Values } from "../thing.ts";
import { strings, valueAt } from "../values.ts";
import { api } from "./sources.ts";
import { recordName } from "./unique.ts";

const secret = (inputs: Values) => ({
  create: "aws:secretsmanager/secret:Secret",
  as: "token",
  inputs: { name: "token", ...inputs },
});
const key = { create: "aws:kms/key:Key", as: "data" };
const topic = { create: "aws:sns/topic:Topic", as: "alarms", inputs: { kmsMasterKeyId: "<data.arn>" } };

/** A database or cache whose deletion leaves a snapshot of a given name. */
interface Snapshotted {
  type: string;
  /** Type of the snapshot, and the output that is its name. */
  snapshot: readonly [type: string, key: string];
  code: string;
  words(name: string): string;
  source: string;
}

const snapshotted: readonly Snapshotted[] = [
  {
    type: "aws:rds/instance:Instance",
    snapshot: ["aws:rds/snapshot:Snapshot", "dbSnapshotIdentifier"],
    code: "DBSnapshotAlreadyExists",
    words: (name) => `Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`,
    source: api("rds", "DeleteDBInstance"),
  },
  {
    type: "aws:rds/cluster:Cluster",
    snapshot: ["aws:rds/clusterSnapshot:ClusterSnapshot", "dbClusterSnapshotIdentifier"],
    code: "DBClusterSnapshotAlreadyExistsFault",
    words: (name) => `Cannot create the cluster snapshot because one with the identifier ${name} already exists.`,
    source: api("rds", "DeleteDBCluster"),
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    snapshot: ["aws:elasticache/snapshot:Snapshot", "name"],
    code: "SnapshotAlreadyExistsFault",
    words: (name) => `Snapshot ${name} already exists.`,
    source: api("elasticache", "DeleteReplicationGroup"),
  },
];

/** The last snapshot of something takes a name that no earlier one has. */
const finalSnapshots = snapshotted.map(({ type, snapshot: [snapshot, named], code, words, source }): Refusal => {
  const made = { create: type, as: "orders", inputs: { finalSnapshotIdentifier: "orders-final" } };
  const other = { ...made, inputs: { finalSnapshotIdentifier: "orders-final-2" } };
  return {
    name: `${recordName(type)}-final-snapshot-taken`,
    types: [type],
    on: ["delete"],
    code,
    source,
    check: ({ inputs, place }, account) => {
      const name = inputs["finalSnapshotIdentifier"];
      if (inputs["skipFinalSnapshot"] === true || typeof name !== "string") return undefined;
      const taken = account.all(snapshot, place).some(({ outputs }) => outputs[named] === name);
      return taken ? words(name) : undefined;
    },
    passes: { before: [made, { delete: "orders" }, other], judged: { delete: "orders" } },
    refused: { before: [made, { delete: "orders" }, made], judged: { delete: "orders" } },
  };
});

/** Without a name the last snapshot is refused, by the provider as well. */
const unnamed = (["Instance", "Cluster"] as const).map((kind): Refusal => {
  const type = `aws:rds/${kind.toLowerCase()}:${kind}`;
  const made = { create: type, as: "orders" };
  return {
    name: `${recordName(type)}-final-snapshot-named`,
    types: [type],
    on: ["delete"],
    code: "InvalidParameterCombination",
    source: api("rds", `DeleteDB${kind}`),
    check: ({ inputs }) =>
      inputs["skipFinalSnapshot"] !== true && inputs["finalSnapshotIdentifier"] === undefined
        ? "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
        : undefined,
    passes: {
      before: [{ ...made, inputs: { finalSnapshotIdentifier: "orders-final" } }],
      judged: { delete: "orders" },
    },
    refused: { before: [made], judged: { delete: "orders" } },
  };
});

/** The KMS keys that a request names, by ARN, or as the target of an alias or a grant by ID. */
function keysIn({ inputs }: Request): string[] {
  const arns = strings(inputs).filter(({ text }) => /^arn:aws[a-z-]*:kms:/.test(text));
  const id = valueAt(inputs, "targetKeyId");
  return [...arns.map(({ text }) => text), ...(typeof id === "string" ? [id] : [])];
}

/** What was deleted and is not gone yet. */
export const recovery: readonly Refusal[] = [
  {
    name: "secretsmanager-secret-in-recovery",
    types: ["aws:secretsmanager/secret:Secret"],
    on: ["create"],
    code: "InvalidRequestException",
    source: api("secretsmanager", "CreateSecret"),
    check: ({ type, inputs, place }, account) =>
      account.recovering(type, place).some(({ outputs }) => outputs["name"] === inputs["name"])
        ? "You can't create this secret because a secret with this name is already scheduled for deletion."
        : undefined,
    passes: { before: [secret({ recoveryWindowInDays: 0 }), { delete: "token" }], judged: secret({}) },
    refused: { before: [secret({}), { delete: "token" }], judged: secret({}) },
  },
  {
    name: "kms-key-pending-deletion",
    types: ["*"],
    on: ["create", "update"],
    code: "KMSInvalidStateException",
    source: api("kms", "ScheduleKeyDeletion"),
    check: (request, account) => {
      const pending = keysIn(request).find((each) => account.findRecovering(each) !== undefined);
      return pending === undefined ? undefined : `${pending} is pending deletion.`;
    },
    passes: { before: [key], judged: topic },
    refused: { before: [key, { delete: "data" }], judged: topic },
  },
  ...finalSnapshots,
  ...unnamed,
];
