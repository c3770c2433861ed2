import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PostgresVersion } from "../versions.ts";

/** An RDS for PostgreSQL DB instance without read replicas, which RDS does not support with a managed master password. */
export interface InstanceEngine {
  /** An RDS DB instance. */
  kind: "instance";
  /** DB instance class, for example db.m7g.large. */
  instanceClass: string;
  /** Allocated storage in GiB, at least 20; storage autoscaling increases it. */
  allocatedStorage: number;
  /** Maximum storage of storage autoscaling in GiB, more than allocatedStorage. */
  maxAllocatedStorage: number;
  /** Whether it is a Multi-AZ deployment with a standby instance. */
  multiAz: boolean;
}

/** An Aurora PostgreSQL cluster with one DB instance in each Availability Zone. */
export interface AuroraEngine {
  /** An Aurora DB cluster. */
  kind: "aurora";
  /** Letters of the Availability Zones; they name the DB instances, since writer and reader change with a failover. */
  zones: readonly string[];
  /** Aurora Serverless v2 capacity, or a DB instance class. */
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

/** Outputs of a DB instance or cluster. */
export interface RunningDatabase {
  identifier: pulumi.Output<string>;
  endpoint: pulumi.Output<string>;
  readerEndpoint?: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  resourceId: pulumi.Output<string>;
  masterSecretArn: pulumi.Output<string>;
}

/** Settings of both engines, named as in aws.rds.Instance and aws.rds.Cluster. */
export type CommonSettings = Readonly<Record<"identifier" | "databaseName" | "username", string>> & {
  version: PostgresVersion;
  backupWindow: string;
  maintenanceWindow: string;
  /** Inputs of both DB instances and clusters. */
  store: Pick<aws.rds.InstanceArgs, keyof aws.rds.InstanceArgs & keyof aws.rds.ClusterArgs>;
  /** Inputs of DB instances, clusters and the DB instances of clusters. */
  insight: Pick<
    aws.rds.InstanceArgs,
    "monitoringInterval" | "monitoringRoleArn" | `performanceInsights${"Enabled" | "KmsKeyId" | "RetentionPeriod"}`
  >;
};

/** Logs that are exported to CloudWatch Logs, and their log groups. */
export const exportedLogs = {
  instance: { path: "/aws/rds/instance", kinds: ["postgresql", "upgrade"] },
  aurora: { path: "/aws/rds/cluster", kinds: ["postgresql"] },
} as const;

/** Parameters: TLS is required, and logs contain DDL statements, slow queries and lock waits. */
export const parameters = [
  // The apply method matters for later changes only. RDS reports pending-reboot for a value that equals the default,
  // so any other method would show a difference in every preview.
  { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
  { name: "log_statement", value: "ddl", applyMethod: "immediate" },
  { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
  { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
];

/** A restored database has no managed password until it is modified, so it has no secret. */
export function managedSecretArn(secrets: pulumi.Output<{ secretArn: string }[]>): pulumi.Output<string> {
  return secrets.apply(([secret]) => {
    if (secret === undefined)
      throw new pulumi.RunError("RDS reports no master user secret: it must manage the password");
    return secret.secretArn;
  });
}
