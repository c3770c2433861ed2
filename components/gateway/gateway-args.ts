import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { FirewallSettings } from "./load-balancer.ts";
import type { RouteSettings } from "./route.ts";

/** The names of a gateway, and where they are answered for. */
export interface Domain {
  /** Name of the gateway, for example api.example.com. */
  name: string;
  /** ID of the Route 53 hosted zone that the records go to; a domain without one is refused. @default none */
  hostedZoneId?: pulumi.Input<string> | undefined;
  /** Further names in the same hosted zone. @default [] */
  alternativeNames?: readonly string[] | undefined;
  /** Name that moves between this gateway and one in another Region, to which Failover gives its records; the primary's certificate proves it. @default none */
  failover?:
    | {
        /** Domain name that both gateways share. */
        name: string;
        /** Role of this gateway in the failover. */
        role: "primary" | "secondary";
      }
    | undefined;
}

export interface GatewayArgs {
  /** Account of the gateway. */
  account: Account;
  /** Network of the gateway: public gateways stand in the public subnets, internal ones in the private subnets. */
  network: Pick<Network, "vpcId" | "publicSubnetIds" | "privateSubnetIds">;
  /** Who may connect: everyone on the internet, or the callers inside the VPC. */
  exposure: "public" | "internal";
  /** Names of the gateway; without any it is internal, and serves plain HTTP inside the VPC. */
  domain: Domain | undefined;
  /** Where requests go, by the name of the route; requests that no route takes are answered with 404. */
  routes: Readonly<Record<string, RouteSettings>>;
  /** Security groups of the targets, by the names that routes use; the gateway admits itself there, to the routes' ports. */
  targets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Security groups that may connect to an internal gateway, by name. @default {} */
  callers?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Web application firewall in front of every request. */
  firewall: FirewallSettings;
  /** Retention and key of the firewall's log. */
  logs: LogRetention;
  /** Days that access, connection and health check logs are kept in their bucket. */
  accessLogRetentionDays: number;
  /** Whether AWS refuses to delete the load balancer. */
  deletionProtection: boolean;
  /** Seconds that a connection may be silent, longer than the slowest answer or stream pauses. @default 60 */
  idleTimeoutSeconds?: number;
}
