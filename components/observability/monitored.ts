import type { Input } from "@pulumi/pulumi";

/** An RDS DB instance. */
export interface MonitoredDatabase {
  /** An RDS DB instance. */
  kind: "database";

  /** Name in alarms and dashboards. */
  name: string;
  /** DB instance identifier. */
  identifier: Input<string>;
  /** DB instance class, for example db.m7g.large, from which memory and connection thresholds follow. */
  instanceClass: string;
  /** Allocated storage in GiB. */
  allocatedStorageGib: number;
  /** Whether it is a read replica. @default false */
  readReplica?: boolean;
}

/** An Aurora DB cluster. */
export interface MonitoredAuroraCluster {
  /** An Aurora DB cluster. */
  kind: "auroraCluster";

  /** Name in alarms and dashboards. */
  name: string;
  /** DB cluster identifier. */
  identifier: Input<string>;
  /** DB instance class, or ACU range of Aurora Serverless v2. */
  size:
    | {
        /** DB instance class of the members. */
        instanceClass: string;
      }
    | {
        /** Lowest number of Aurora capacity units (ACU). */
        minCapacity: number;
        /** Highest number of Aurora capacity units (ACU). */
        maxCapacity: number;
      };
}

/** An ElastiCache replication group. */
export interface MonitoredCache {
  /** An ElastiCache replication group. */
  kind: "cache";

  /** Name in alarms and dashboards. */
  name: string;
  /** Cache cluster IDs by node label, for example 001. */
  nodes: Readonly<Record<string, Input<string>>>;
}

/** An Application Load Balancer. */
export interface MonitoredGateway {
  /** An Application Load Balancer. */
  kind: "gateway";

  /** Name in alarms and dashboards. */
  name: string;
  /** ARN suffix of the load balancer. */
  loadBalancer: Input<string>;
  /** ARN suffixes of the target groups, by route. */
  targetGroups: Readonly<Record<string, Input<string>>>;
}

/** An EKS cluster. */
export interface MonitoredCluster {
  /** An EKS cluster. */
  kind: "cluster";

  /** Name in alarms and dashboards. */
  name: string;

  /** Name of the EKS cluster. */
  clusterName: Input<string>;
}

/** An ECS service; its cluster has Container Insights on. */
export interface MonitoredService {
  /** An ECS service. */
  kind: "service";

  /** Name in alarms and dashboards. */
  name: string;

  /** Name of the ECS cluster. */
  clusterName: Input<string>;

  /** Name of the ECS service. */
  serviceName: Input<string>;
  /** ARN suffixes of the load balancer and of the target group that its requests come through. @default none */
  behind?: {
    /** ARN suffix of the load balancer. */
    loadBalancer: Input<string>;
    /** ARN suffix of the target group. */
    targetGroup: Input<string>;
  };
}

/** A NAT gateway, named by the letter of its zone. */
export interface MonitoredNatGateway {
  /** A NAT gateway. */
  kind: "natGateway";

  /** Name in alarms and dashboards: the letter of the Availability Zone. */
  name: string;

  /** ID of the NAT gateway. */
  natGatewayId: Input<string>;
}

/** An SQS queue with its dead-letter queue. */
export interface MonitoredQueue {
  /** An SQS queue with its dead-letter queue. */
  kind: "queue";

  /** Name in alarms and dashboards. */
  name: string;

  /** Name of the queue. */
  queueName: Input<string>;

  /** Name of the dead-letter queue. */
  deadLetterQueueName: Input<string>;
}

/** An OpenSearch domain. */
export interface MonitoredSearch {
  /** An OpenSearch Service domain. */
  kind: "search";

  /** Name in alarms and dashboards. */
  name: string;

  /** Name of the domain. */
  domainName: Input<string>;
  /** AWS account ID of the domain: the ClientId dimension of its metrics. */
  accountId: string;
}

/** A RabbitMQ broker of Amazon MQ. */
export interface MonitoredBroker {
  /** An Amazon MQ broker. */
  kind: "broker";

  /** Name in alarms and dashboards. */
  name: string;

  /** Name of the broker. */
  brokerName: Input<string>;
}

/** An S3 bucket with request metrics. */
export interface MonitoredBucket {
  /** An S3 bucket. */
  kind: "bucket";

  /** Name in alarms and dashboards. */
  name: string;

  /** Name of the bucket. */
  bucketName: Input<string>;
  /** Name of the metrics configuration: the FilterId dimension. */
  filterId: string;
}

/** A resource with alarms and graphs, identified by kind and name. */
export type Monitored =
  | MonitoredDatabase
  | MonitoredSearch
  | MonitoredAuroraCluster
  | MonitoredCache
  | MonitoredGateway
  | MonitoredCluster
  | MonitoredService
  | MonitoredNatGateway
  | MonitoredQueue
  | MonitoredBroker
  | MonitoredBucket;

const gib = 1024 ** 3;

/** Memory of a DB instance class in bytes; undefined for other classes. */
export function memoryBytes(instanceClass: string): number | undefined {
  const [, family = "", size = ""] = /^db\.(t3|t4g|m\d+[a-z]*|r\d+[a-z]*)\.(\w+)$/.exec(instanceClass) ?? [];
  const large = family.startsWith("r") ? 16 : 8;
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  const sizes: Record<string, number> = { micro: 1, small: 2, medium: 4, large, xlarge: 2 * large };
  const memory = multiple === undefined ? sizes[size] : 2 * large * Number(multiple);
  return family === "" || memory === undefined ? undefined : memory * gib;
}

/** Memory of each member of an Aurora cluster in bytes; an ACU has about 2 GiB. */
export function memberMemoryBytes(size: MonitoredAuroraCluster["size"]): number | undefined {
  return "maxCapacity" in size ? size.maxCapacity * 2 * gib : memoryBytes(size.instanceClass);
}
