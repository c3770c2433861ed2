import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { nameFaults, zoneFaults } from "./certificate.ts";

/** An endpoint of the failover record. */
export interface FailoverEndpoint {
  /** Domain name of this endpoint only, for health checks, for example us-east-1.api.example.com. */
  domainName: string;
  /** DNS name of the endpoint's load balancer. */
  dnsName: pulumi.Input<string>;
  /** Hosted zone ID of the endpoint's load balancer. */
  hostedZoneId: pulumi.Input<string>;
}

/** Route 53 health check over HTTPS from eight Regions. */
export interface EndpointHealthCheck {
  /** Path of the health check; a healthy endpoint responds with a status code from 200 to 399. */
  path: string;
  /** Seconds between health checks of one Region; 10 costs more. @default 30 */
  intervalSeconds?: 10 | 30;
  /** Consecutive failures before an endpoint is unhealthy, 1 to 10. @default 3 */
  failureThreshold?: number;
}

/** Arguments of Failover. */
export interface FailoverArgs {
  /** Name of the record; the domains of both gateways have it as failover name. */
  recordName: string;
  /** ID of the public hosted zone of the records. */
  hostedZoneId: pulumi.Input<string>;
  /** Primary endpoint. */
  primary: FailoverEndpoint;
  /** Secondary endpoint, which has a health check too. */
  secondary: FailoverEndpoint;
  /** Health check of both endpoints. */
  healthCheck: EndpointHealthCheck;
}

/**
 * Route 53 failover records for two load balancers, for example in two Regions.
 * Clients follow after the failed health checks and one minute, the TTL of alias records of load balancers.
 *
 * @example
 * import { Failover } from "./failover.ts";
 *
 * declare const east: { dnsName: string; hostedZoneId: string };
 * declare const west: { dnsName: string; hostedZoneId: string };
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
  /** ID of the primary's health check: the HealthCheckId dimension of its metrics in us-east-1. */
  readonly primaryHealthCheckId: pulumi.Output<string>;
  /** ID of the secondary's health check. */
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
    .map(([role]) => `${role}.domainName must not be recordName, got "${recordName}"`);
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
