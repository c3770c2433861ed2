import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PostgresVersion } from "../versions.ts";

/** One DB instance of RDS for PostgreSQL. It has no read replicas: RDS refuses them where it manages the master password. */
export interface InstanceEngine {
  /** An RDS DB instance. */
  kind: "instance";
  /** DB instance class, for example db.m7g.large. */
  instanceClass: string;
  /** Storage at creation in GiB, at least 20; RDS grows it on its own from there. */
  allocatedStorage: number;
  /** Storage in GiB that RDS may grow to, more than allocatedStorage. */
  maxAllocatedStorage: number;
  /** Whether a standby in a second zone takes over. */
  multiAz: boolean;
}

/** An Aurora PostgreSQL cluster with one DB instance in each of its zones. */
export interface AuroraEngine {
  /** An Aurora DB cluster. */
  kind: "aurora";
  /** Letters of the zones that get a DB instance each. Zones tell the instances apart because roles do not last: a failover swaps writer and reader. */
  zones: readonly string[];
  /** What the DB instances run on: Aurora capacity units (ACU) from min to max, or an instance class. */
  capacity:
    | {
        /** Aurora Serverless v2. */
        kind: "serverless";
        /** Lowest number of ACU. */
        min: number;
        /** Highest number of ACU. */
        max: number;
      }
    | {
        /** Provisioned DB instances. */
        kind: "provisioned";
        /** DB instance class, for example db.r7g.large. */
        instanceClass: string;
      };
}

/** A running database, as its clients, its proxy and its backups see it. */
export interface RunningDatabase {
  identifier: pulumi.Output<string>;
  endpoint: pulumi.Output<string>;
  readerEndpoint?: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  resourceId: pulumi.Output<string>;
  masterSecretArn: pulumi.Output<string>;
}

/** What a database is given whichever engine runs it, in the words that aws.rds.Instance and aws.rds.Cluster share. */
export type CommonSettings = Readonly<Record<"identifier" | "databaseName" | "username", string>> & {
  version: PostgresVersion;
  backupWindow: string;
  maintenanceWindow: string;
  /** Inputs that a DB instance and a cluster take alike. */
  store: Pick<aws.rds.InstanceArgs, keyof aws.rds.InstanceArgs & keyof aws.rds.ClusterArgs>;
  /** Inputs that everything that runs PostgreSQL takes alike, the DB instances of a cluster too. */
  insight: Pick<
    aws.rds.InstanceArgs,
    "monitoringInterval" | "monitoringRoleArn" | `performanceInsights${"Enabled" | "KmsKeyId" | "RetentionPeriod"}`
  >;
};

/** The logs that an engine exports to CloudWatch Logs, and where it writes them. */
export const exportedLogs = {
  instance: { path: "/aws/rds/instance", kinds: ["postgresql", "upgrade"] },
  aurora: { path: "/aws/rds/cluster", kinds: ["postgresql"] },
} as const;

/** Parameters of every database: TLS only, and a log that shows who changed the schema and what was slow or waited. */
export const parameters = [
  // The apply method matters to later changes only: a new group is in force from the first start. The first is the one
  // that RDS reports for a value that is also its default; any other would show as a change in every preview.
  { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
  { name: "log_statement", value: "ddl", applyMethod: "immediate" },
  { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
  { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
];

/** A database that was restored from a snapshot has no managed password until RDS is told to manage it, so no secret. */
export function managedSecretArn(secrets: pulumi.Output<{ secretArn: string }[]>): pulumi.Output<string> {
  return secrets.apply(([secret]) => {
    if (secret === undefined)
      throw new pulumi.RunError("RDS reports no master user secret: it must manage the password");
    return secret.secretArn;
  });
}
