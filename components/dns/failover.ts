import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { nameFaults, zoneFaults } from "./certificate.ts";

/** One of two places that answer for a name. */
export interface FailoverEndpoint {
  /** Name that only this endpoint answers to, which health checks ask; for example us-east-1.api.example.com. */
  domainName: string;
  /** DNS name of the endpoint's load balancer. */
  dnsName: pulumi.Input<string>;
  /** ID of the load balancer's own hosted zone. */
  hostedZoneId: pulumi.Input<string>;
}

/** How Route 53 asks an endpoint whether it is healthy: over HTTPS, from eight Regions. */
export interface EndpointHealthCheck {
  /** Path that is asked; it answers with a status code from 200 to 399. */
  path: string;
  /** Seconds between two checks from one Region; 10 costs more. @default 30 */
  intervalSeconds?: 10 | 30;
  /** Failures in a row that make an endpoint unhealthy, 1 to 10. @default 3 */
  failureThreshold?: number;
}

export interface FailoverArgs {
  /** Name that clients ask for; the domains of both gateways name it as their failover. */
  recordName: string;
  /** ID of the public hosted zone that the records go to. */
  hostedZoneId: pulumi.Input<string>;
  /** Endpoint that is used while it is healthy. */
  primary: FailoverEndpoint;
  /** Endpoint that stands in; it is checked as well, so that nobody learns in a disaster that it is gone. */
  secondary: FailoverEndpoint;
  /** Health check of both endpoints. */
  healthCheck: EndpointHealthCheck;
}

/**
 * A name that moves from one load balancer to another, for example in a second Region, when the first becomes unhealthy.
 * Clients follow within the time of the failed checks and one minute, for which resolvers keep an alias record.
 *
 * @example
 * import type { Gateway } from "../gateway/gateway.ts";
 * import { Failover } from "./failover.ts";
 *
 * declare const east: Gateway;
 * declare const west: Gateway;
 *
 * new Failover("api", {
 *   recordName: "api.example.com",
 *   hostedZoneId: "Z0123456789ABC",
 *   primary: { domainName: "east.example.com", dnsName: east.dnsName, hostedZoneId: east.hostedZoneId },
 *   secondary: { domainName: "west.example.com", dnsName: west.dnsName, hostedZoneId: west.hostedZoneId },
 *   healthCheck: { path: "/health" },
 * });
 */
export class Failover extends pulumi.ComponentResource {
  /** Health check of the primary, the HealthCheckId dimension of its metrics in us-east-1. */
  readonly primaryHealthCheckId: pulumi.Output<string>;
  /** Health check of the secondary. */
  readonly secondaryHealthCheckId: pulumi.Output<string>;

  constructor(name: string, args: FailoverArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:dns:Failover", name, {}, opts);
    refuse(this, name, failoverFaults(args));

    this.primaryHealthCheckId = this.endpoint(name, "primary", args);
    this.secondaryHealthCheckId = this.endpoint(name, "secondary", args);
    this.registerOutputs(outputs(this));
  }

  private endpoint(name: string, role: "primary" | "secondary", args: FailoverArgs): pulumi.Output<string> {
    const { path, intervalSeconds = 30, failureThreshold = 3 } = args.healthCheck;
    const { domainName, dnsName, hostedZoneId } = args[role];
    const child = { parent: this };
    const check = new aws.route53.HealthCheck(
      `${name}-${role}`,
      {
        type: "HTTPS",
        fqdn: domainName,
        port: 443,
        resourcePath: path,
        enableSni: true,
        requestInterval: intervalSeconds,
        failureThreshold,
        tags: { Name: `${name}-${role}` },
      },
      child,
    );
    new aws.route53.Record(
      `${name}-${role}`,
      {
        zoneId: args.hostedZoneId,
        name: args.recordName,
        type: "A",
        setIdentifier: role,
        failoverRoutingPolicies: [{ type: role.toUpperCase() }],
        healthCheckId: check.id,
        aliases: [{ name: dnsName, zoneId: hostedZoneId, evaluateTargetHealth: true }],
      },
      child,
    );
    return check.id;
  }
}

function failoverFaults({ recordName, hostedZoneId, primary, secondary, healthCheck }: FailoverArgs): string[] {
  const names = { recordName, "primary.domainName": primary.domainName, "secondary.domainName": secondary.domainName };
  const moving = Object.entries({ primary, secondary })
    .filter(([, { domainName }]) => domainName === recordName)
    .map(([role]) => `${role}.domainName must be the endpoint's alone, not the name that moves, got "${recordName}"`);
  return [
    ...Object.entries(names).flatMap(([argument, given]) => nameFaults(argument, given)),
    ...moving,
    ...(primary.domainName === secondary.domainName && moving.length === 0
      ? [`secondary.domainName must differ from the primary's, got "${secondary.domainName}"`]
      : []),
    ...zoneFaults("hostedZoneId", hostedZoneId),
    ...(healthCheck.path.startsWith("/")
      ? []
      : [`healthCheck.path must start with a slash, got "${healthCheck.path}"`]),
    ...within("healthCheck.failureThreshold", healthCheck.failureThreshold, 1, 10),
  ];
}
