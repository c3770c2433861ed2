import type * as pulumi from "@pulumi/pulumi";
import type { Callers } from "../data/store-security-group.ts";
import type { Network } from "../network/network.ts";
import type { RabbitMqVersion } from "../versions.ts";

/** Deployment mode: one node, or a cluster of three nodes over several Availability Zones. */
export type BrokerDeployment =
  | {
      /** One node. */
      kind: "single";
    }
  | {
      /** Three nodes over several Availability Zones. */
      kind: "cluster";
      /** Number of Availability Zones. */
      zones: 2 | 3;
    };

/** Instance types that RabbitMQ 4 supports. */
export type BrokerInstanceType = `mq.m7g.${"medium" | "large" | `${"" | 2 | 4 | 8 | 12 | 16}xlarge`}`;

/** The first RabbitMQ user, an administrator. */
export interface BrokerAdmin {
  /** User name. */
  username: string;
  /** ARN or name of the Secrets Manager secret whose value is the password: 12 to 250 characters without comma, colon or equals sign. */
  passwordSecretId: pulumi.Input<string>;
}

/** Arguments of Broker. */
export interface BrokerArgs {
  /** Physical name. @default auto-named */
  brokerName?: string;
  /** Minor version of RabbitMQ; Amazon MQ upgrades the patch version. */
  version: RabbitMqVersion;
  /** Instance type of each node. */
  instanceType: BrokerInstanceType;
  /** Deployment mode, in the first Availability Zones of the network; another one replaces the broker. */
  deployment: BrokerDeployment;
  /** Network of the broker. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Security groups that may connect for AMQP, by the name of the caller. */
  admit: Callers;
  /** Security groups that may connect to the management console and API, by the name of the caller. @default {} */
  admitManagement?: Callers;
  /** The first RabbitMQ user. */
  admin: BrokerAdmin;
  /** ARN of the KMS key; another key replaces the broker. */
  kmsKeyArn: pulumi.Input<string>;
  /** Start of the weekly maintenance window of two hours in UTC. */
  maintenanceWindow: {
    /** Day of the week. */
    dayOfWeek: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";

    /** Time of day, for example 03:00. */
    timeOfDay: string;
  };
}
