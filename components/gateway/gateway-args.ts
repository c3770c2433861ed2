import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { FirewallSettings } from "./load-balancer.ts";
import type { RouteSettings } from "./route.ts";

/** Domain names of a gateway. */
export interface Domain {
  /** Domain name of the gateway, for example api.example.com. */
  name: string;
  /** ID of the Route 53 hosted zone of the records; a domain without one is refused. @default none */
  hostedZoneId?: pulumi.Input<string> | undefined;
  /** Alternative names in the same hosted zone. @default [] */
  alternativeNames?: readonly string[] | undefined;
  /** Domain name that the gateway shares with one in another Region through Failover; the primary's certificate creates its validation record. @default none */
  failover?:
    | {
        /** Domain name that both gateways share. */
        name: string;
        /** Role of this gateway in the failover. */
        role: "primary" | "secondary";
      }
    | undefined;
}

/** Arguments of Gateway. */
export interface GatewayArgs {
  /** Account of the gateway. */
  account: Account;
  /** Network of the gateway: public gateways are in the public subnets, internal ones in the private subnets. */
  network: Pick<Network, "vpcId" | "publicSubnetIds" | "privateSubnetIds">;
  /** Scheme and ingress: public for the internet, internal for the callers in the VPC. */
  exposure: "public" | "internal";
  /** Domain names; a gateway without any is internal and uses HTTP. */
  domain: Domain | undefined;
  /** Routes by name; requests without a matching route get a 404 response. */
  routes: Readonly<Record<string, RouteSettings>>;
  /** Security groups of the targets, by the names that routes use; they get an ingress rule for the routes' ports. */
  targets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Security groups that may connect to an internal gateway, by name. @default {} */
  callers?: Readonly<Record<string, pulumi.Input<string>>>;
  /** AWS WAF web ACL. */
  firewall: FirewallSettings;
  /** Retention and KMS key of the web ACL's log group. */
  logs: LogRetention;
  /** Retention of access, connection and health check logs in days. */
  accessLogRetentionDays: number;
  /** Whether deletion protection is on. */
  deletionProtection: boolean;
  /** Idle timeout in seconds, longer than pauses of responses and streams. @default 60 */
  idleTimeoutSeconds?: number;
}
