import type * as pulumi from "@pulumi/pulumi";
import type { Callers } from "../data/store-security-group.ts";
import type { Network } from "../network/network.ts";
import type { RabbitMqVersion } from "../versions.ts";

/** One node, or three nodes spread over zones that hold each quorum queue three times. */
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

/** Instance types that RabbitMQ 4 runs on. */
export type BrokerInstanceType = `mq.m7g.${"medium" | "large" | `${"" | 2 | 4 | 8 | 12 | 16}xlarge`}`;

/** The first user, who makes all others in RabbitMQ. */
export interface BrokerAdmin {
  /** User name. */
  username: string;
  /** ARN or name of the Secrets Manager secret whose value is the password: 12 to 250 characters without comma, colon or equals sign. */
  passwordSecretId: pulumi.Input<string>;
}

export interface BrokerArgs {
  /** Physical name. @default auto-named */
  brokerName?: string;
  /** Minor version of RabbitMQ; Amazon MQ picks and raises the patch. */
  version: RabbitMqVersion;
  /** Instance type of each node. */
  instanceType: BrokerInstanceType;
  /** Nodes and zones, the first ones of the network; another deployment replaces the broker. */
  deployment: BrokerDeployment;
  /** Network of the broker. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Security groups that may publish and consume, by the name of the caller; nobody else can. */
  admit: Callers;
  /** Security groups that may open the management console and its HTTP API, by the name of the caller. @default {} */
  admitManagement?: Callers;
  /** The first user. */
  admin: BrokerAdmin;
  /** ARN of the KMS key that encrypts messages at rest; another one replaces the broker. */
  kmsKeyArn: pulumi.Input<string>;
  /** Start of the two hours a week in which Amazon MQ may restart the nodes, in UTC. */
  maintenanceWindow: {
    /** Day of the week. */
    dayOfWeek: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";

    /** Time of day, for example 03:00. */
    timeOfDay: string;
  };
}
