import { added, type Edit, edited, first, larger, without } from "./edit.ts";

const parameterGroups = [
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
];

/** Databases, caches, buckets, tables, queues and secrets. */
export const stores: readonly Edit[] = [
  {
    name: "database-instance-class",
    what: "a larger DB instance class",
    apply: (stack) =>
      edited(stack, "databases", (rows) =>
        first(rows, (row) => {
          const { engine } = row;
          if (engine.kind === "instance") {
            const instanceClass = larger(engine.instanceClass);
            return instanceClass === undefined ? undefined : { ...row, engine: { ...engine, instanceClass } };
          }
          const { capacity } = engine;
          return capacity.kind === "serverless"
            ? { ...row, engine: { ...engine, capacity: { ...capacity, max: capacity.max * 2 } } }
            : undefined;
        }),
      ),
  },
  {
    name: "database-storage",
    what: "DB instance storage past 400 GiB",
    apply: (stack) =>
      edited(stack, "databases", (rows) =>
        first(rows, (row) =>
          row.engine.kind === "instance"
            ? { ...row, engine: { ...row.engine, allocatedStorage: 450, maxAllocatedStorage: 1000 } }
            : undefined,
        ),
      ),
  },
  {
    name: "database-major-version",
    what: "PostgreSQL 18",
    apply: (stack) =>
      edited(stack, "databases", (rows) =>
        first(rows, (row) => (row.version === "18" ? undefined : { ...row, version: "18" })),
      ),
    // Parameter groups belong to a family, which is the major version.
    replaces: parameterGroups,
    deletes: parameterGroups,
  },
  {
    name: "database-backup-retention",
    what: "longer automated backups",
    apply: (stack) =>
      edited(stack, "databases", (rows) =>
        first(rows, ({ backups, ...row }) =>
          backups.retentionDays < 35
            ? { ...row, backups: { ...backups, retentionDays: backups.retentionDays + 1 } }
            : undefined,
        ),
      ),
  },
  {
    name: "cache-node-type",
    what: "a larger cache node type",
    apply: (stack) =>
      edited(stack, "caches", (rows) =>
        first(rows, (row) => {
          const nodeType = typeof row.nodeType === "string" ? larger(row.nodeType) : undefined;
          return nodeType === undefined ? undefined : { ...row, nodeType };
        }),
      ),
  },
  {
    name: "bucket-lifecycle",
    what: "objects that expire earlier",
    apply: (stack) =>
      edited(stack, "buckets", (rows) =>
        first(rows, (row) => {
          const [rule, ...rules] = row.lifecycle ?? [];
          const { expirationDays } = rule ?? {};
          return rule !== undefined && expirationDays !== undefined
            ? { ...row, lifecycle: [{ ...rule, expirationDays: expirationDays - 1 }, ...rules] }
            : undefined;
        }),
      ),
  },
  {
    name: "queue-added",
    what: "one more queue",
    apply: (stack) => edited(stack, "queues", (rows) => added(rows, "rehearsed", ({ queueName: _, ...row }) => row)),
  },
  {
    name: "queue-removed",
    what: "the same queue removed",
    apply: (stack) => edited(stack, "queues", (rows) => without(rows, "rehearsed")),
    deletes: [
      "aws:sqs/queue:Queue",
      "aws:sqs/queuePolicy:QueuePolicy",
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
    ],
  },
  {
    name: "secret-added",
    what: "one more secret",
    apply: (stack) =>
      edited(stack, "secrets", (rows) => added(rows, "rehearsed", (row) => ({ ...row, secretName: "rehearsed" }))),
  },
];
