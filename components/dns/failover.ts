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
  /** ID of the public hosted zone of the record. */
  hostedZoneId: pulumi.Input<string>;
  /** Role of the endpoint; the stack in the other Region has the other one. */
  role: "primary" | "secondary";
  /** The endpoint of this stack. */
  endpoint: FailoverEndpoint;
  /** Health check of the endpoint. */
  healthCheck: EndpointHealthCheck;
}

/**
 * One half of a pair of Route 53 failover records, for two load balancers in two Regions; each stack has its own half.
 * Clients follow after the failed health checks and one minute, the TTL of alias records of load balancers.
 *
 * @example
 * import { Failover } from "./failover.ts";
 *
 * declare const east: { dnsName: string; hostedZoneId: string };
 *
 * new Failover("api", {
 *   recordName: "api.example.com",
 *   hostedZoneId: "Z0123456789ABC",
 *   role: "primary",
 *   endpoint: { domainName: "east.example.com", dnsName: east.dnsName, hostedZoneId: east.hostedZoneId },
 *   healthCheck: { path: "/health" },
 * });
 */
export class Failover extends pulumi.ComponentResource {
  /** ID of the health check: the HealthCheckId dimension of its metrics in us-east-1. */
  readonly healthCheckId: pulumi.Output<string>;

  constructor(name: string, args: FailoverArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:dns:Failover", name, {}, opts);
    refuse(this, name, failoverFaults(args));
    const { path, intervalSeconds = 30, failureThreshold = 3 } = args.healthCheck;
    const { role, endpoint } = args;
    const child = { parent: this };

    const check = new aws.route53.HealthCheck(
      `${name}-${role}`,
      {
        type: "HTTPS",
        fqdn: endpoint.domainName,
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
        aliases: [{ name: endpoint.dnsName, zoneId: endpoint.hostedZoneId, evaluateTargetHealth: true }],
      },
      child,
    );

    this.healthCheckId = check.id;
    this.registerOutputs(outputs(this));
  }
}

function failoverFaults({ recordName, hostedZoneId, endpoint, healthCheck }: FailoverArgs): string[] {
  const { domainName } = endpoint;
  return [
    ...nameFaults("recordName", recordName),
    ...nameFaults("endpoint.domainName", domainName),
    ...(domainName === recordName ? [`endpoint.domainName must not be recordName, got "${recordName}"`] : []),
    ...zoneFaults("hostedZoneId", hostedZoneId),
    ...(healthCheck.path.startsWith("/")
      ? []
      : [`healthCheck.path must start with a slash, got "${healthCheck.path}"`]),
    ...within("healthCheck.failureThreshold", healthCheck.failureThreshold, 1, 10),
  ];
}
