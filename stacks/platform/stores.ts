import type { Part } from "../../layers/definition.ts";
import type { StoresDefinition } from "../../layers/stores.ts";
import type { Size } from "./size.ts";

/** Databases, caches, files, tables, queues, the broker, and the secrets. */
export function stores(size: Size): StoresDefinition {
  return { ...databases(size), ...caches(size), ...files(size), ...messages(size), secrets: secrets(size) };
}

/** PostgreSQL on a DB instance for the application, and on Aurora for variable load. */
function databases(size: Size): Pick<StoresDefinition, "databases"> {
  const { environment, instance, aurora, backupDays, databaseInsights } = size;
  const common = {
    version: "17",
    databaseInsights,
    backups: { retentionDays: backupDays, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
    admit: ["cluster", "services"],
  } as const;
  return {
    databases: {
      main: {
        ...common,
        engine: { kind: "instance", ...instance, multiAz: true },
        names: { identifier: `platform-${environment}`, database: "platform", username: "platform_admin" },
        proxy: true,
      },
      events: {
        ...common,
        engine: { kind: "aurora", zones: ["a", "b"], capacity: { kind: "serverless", ...aurora } },
        names: { identifier: `platform-${environment}-events`, database: "events", username: "events_admin" },
        proxy: false,
      },
    },
  };
}

function caches({ environment, cache }: Size): Pick<StoresDefinition, "caches"> {
  return {
    caches: {
      main: {
        ...cache,
        engine: "valkey",
        availability: "multiAz",
        users: {
          application: { access: "on ~app:* +@read +@write +@connection" },
          services: { access: "on ~services:* +@read +@write +@connection" },
        },
        backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
        replicationGroupId: `platform-${environment}`,
        admit: ["cluster", "services"],
      },
    },
  };
}

/** Documents and backups of the cluster, with copies in the second Region and access logs. */
function files({ retentionDays, tableCap }: Size): Pick<StoresDefinition, "buckets" | "tables"> {
  return {
    buckets: {
      documents: {
        encryption: "sse-kms",
        lifecycle: [{ id: "cool", transitions: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }] }],
        accessLogs: "access-logs",
        replicated: true,
      },
      "cluster-backups": {
        encryption: "sse-kms",
        accessLogs: "access-logs",
        replicated: true,
      },
      "access-logs": {
        encryption: "sse-s3",
        lifecycle: [{ id: "expire", expirationDays: retentionDays.accessLogs }],
      },
    },
    tables: {
      sessions: {
        key: { hashKey: "user_id", rangeKey: "started_at" },
        attributes: { user_id: "S", started_at: "S", tenant: "S" },
        indexes: { "by-tenant": { hashKey: "tenant", rangeKey: "started_at", projection: "KEYS_ONLY" } },
        ttlAttribute: "expires_at",
        throughputCap: tableCap,
      },
    },
  };
}

function messages({ environment, brokerType }: Size): Pick<StoresDefinition, "brokers" | "queues"> {
  return {
    queues: { documents: { visibilityTimeoutSeconds: 300 } },
    brokers: {
      main: {
        brokerName: `platform-${environment}`,
        version: "4.2",
        instanceType: brokerType,
        deployment: { kind: "cluster", zones: 3 },
        // The broker needs the value when it is created, so the secret exists before the stack.
        admin: { username: "platform_admin", secret: `platform-${environment}-broker-admin` },
        maintenanceWindow: { dayOfWeek: "SUNDAY", timeOfDay: "06:30" },
        admit: ["cluster", "services"],
        manage: ["cluster"],
      },
    },
  };
}

function secrets({ environment }: Size): Part<"secrets"> {
  return {
    "api-keys": {
      secretName: `platform-${environment}-api-keys`,
      description: "Keys of the model providers",
      keys: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"],
    },
    "alert-receivers": {
      secretName: `platform-${environment}-alert-receivers`,
      description: "Routing key, URLs and password of those who hear of alerts, by receiver",
      keys: ["on-call", "channel", "mail", "incidents", "heartbeat"],
    },
    "grafana-admin": {
      secretName: `platform-${environment}-grafana-admin`,
      description: "Administrator of Grafana",
      keys: ["username", "password"],
    },
  };
}
