import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CertificateArgs } from "../dns/certificate.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { Domain, GatewayArgs } from "./gateway-args.ts";
import { gatewayFaults } from "./gateway-faults.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { LoadBalancerSecurityGroup } from "./load-balancer-security-group.ts";
import { Route } from "./route.ts";
import { notFound, TlsListener } from "./tls-listener.ts";

export type { Domain, GatewayArgs } from "./gateway-args.ts";

/**
 * An Application Load Balancer with TLS, DNS records, routes and an AWS WAF web ACL.
 * The listeners are created after the web ACL's association; a public gateway redirects HTTP to HTTPS.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import type { Network } from "../network/network.ts";
 * import { Gateway } from "./gateway.ts";
 *
 * declare const network: Network;
 * declare const kmsKeyArn: string;
 *
 * const gateway = new Gateway("public", {
 *   account: account("111122223333", "us-east-1"),
 *   network,
 *   exposure: "public",
 *   domain: { name: "api.example.com", hostedZoneId: "Z0123456789ABC" },
 *   routes: {
 *     orders: {
 *       target: "nodes",
 *       port: 8000,
 *       protocol: "HTTP",
 *       targetType: "ip",
 *       priority: 100,
 *       paths: ["/orders/*"],
 *       health: {
 *         path: "/health",
 *         intervalSeconds: 30,
 *         timeoutSeconds: 5,
 *         healthyThreshold: 2,
 *         unhealthyThreshold: 3,
 *         matcher: "200",
 *       },
 *     },
 *   },
 *   targets: { nodes: "sg-0123456789abcdef0" },
 *   firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
 *   logs: { retentionInDays: 90, kmsKeyArn },
 *   accessLogRetentionDays: 90,
 *   deletionProtection: true,
 * });
 * export const ordersTargetGroup = gateway.targetGroupArns["orders"];
 */
export class Gateway extends pulumi.ComponentResource {
  /** ARN of the load balancer. */
  readonly loadBalancerArn: pulumi.Output<string>;
  /** DNS name of the load balancer. */
  readonly dnsName: pulumi.Output<string>;
  /** Hosted zone ID of the load balancer, for alias records. */
  readonly hostedZoneId: pulumi.Output<string>;
  /** Security group of the load balancer. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of each route's target group, known when a listener rule forwards to it. */
  readonly targetGroupArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** The LoadBalancer dimension of the load balancer's metrics. */
  readonly loadBalancerArnSuffix: pulumi.Output<string>;
  /** The TargetGroup dimension of each route's metrics. */
  readonly targetGroupArnSuffixes: Readonly<Record<string, pulumi.Output<string>>>;
  /** URL of the gateway. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:Gateway", name, {}, opts);
    refuse(this, name, gatewayFaults(name, args));
    const names = args.domain && certificateNames(args.domain);

    const { securityGroupId } = this.securityGroup(name, args, names);
    const balancer = this.loadBalancer(name, args, securityGroupId);
    const http = this.httpListener(name, balancer, names);
    const listener = names === undefined ? http : this.tlsListener(name, balancer, names, args.domain?.failover?.name);
    const routes = this.routes(name, args, listener.arn);

    this.loadBalancerArn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.hostedZoneId;
    this.securityGroupId = securityGroupId;
    this.targetGroupArns = Object.fromEntries(routes.map(([route, made]) => [route, made.targetGroupArn]));
    this.loadBalancerArnSuffix = balancer.arnSuffix;
    this.targetGroupArnSuffixes = Object.fromEntries(routes.map(([route, made]) => [route, made.targetGroupArnSuffix]));
    this.url = names ? pulumi.output(`https://${names.domainName}`) : pulumi.interpolate`http://${balancer.dnsName}`;
    this.registerOutputs(outputs(this));
  }

  private securityGroup(
    name: string,
    args: GatewayArgs,
    names: CertificateArgs | undefined,
  ): LoadBalancerSecurityGroup {
    const { callers = {} } = args;
    return new LoadBalancerSecurityGroup(
      name,
      {
        vpcId: args.network.vpcId,
        listeners: names === undefined ? { http: 80 } : { http: 80, https: 443 },
        callers: args.exposure === "public" ? "everyone" : callers,
        routes: Object.values(args.routes),
        targets: args.targets,
      },
      { parent: this },
    );
  }

  private loadBalancer(name: string, args: GatewayArgs, securityGroupId: pulumi.Output<string>): LoadBalancer {
    const { idleTimeoutSeconds = 60 } = args;
    const { account, network, firewall, logs, accessLogRetentionDays, deletionProtection } = args;
    const internal = args.exposure === "internal";
    const subnetIds = internal ? network.privateSubnetIds : network.publicSubnetIds;
    const placed = { account, internal, subnetIds, securityGroupId };
    const kept = { firewall, logs, accessLogRetentionDays, deletionProtection, idleTimeoutSeconds };
    return new LoadBalancer(name, { ...placed, ...kept }, { parent: this });
  }

  /** One resource for both cases, so that a first domain name changes the listener on port 80 in place. */
  private httpListener(name: string, balancer: LoadBalancer, names: CertificateArgs | undefined): aws.lb.Listener {
    return new aws.lb.Listener(
      `${name}-http`,
      {
        loadBalancerArn: balancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [names === undefined ? notFound : toHttps],
        // The tag marks plain HTTP as intended for the policy pack, which cannot read the load balancer's scheme from a listener.
        tags: { Name: name, ...(names === undefined && { exposure: "internal" }) },
      },
      { parent: this },
    );
  }

  private tlsListener(name: string, balancer: LoadBalancer, names: CertificateArgs, moving?: string): TlsListener {
    const { domainName, alternativeNames = [], hostedZoneId } = names;
    for (const domain of [domainName, ...alternativeNames].filter((each) => each !== moving)) {
      new aws.route53.Record(
        `${name}-${domain}`,
        {
          zoneId: hostedZoneId,
          name: domain,
          type: "A",
          aliases: [{ name: balancer.dnsName, zoneId: balancer.hostedZoneId, evaluateTargetHealth: true }],
        },
        { parent: this },
      );
    }
    return new TlsListener(name, { loadBalancerArn: balancer.arn, certificate: names }, { parent: this });
  }

  private routes(name: string, args: GatewayArgs, listenerArn: pulumi.Output<string>): [string, Route][] {
    const { vpcId } = args.network;
    return Object.entries(args.routes).map(([route, settings]) => {
      const namePrefix = `${route.slice(0, 5)}-`;
      return [route, new Route(`${name}-${route}`, { settings, namePrefix, vpcId, listenerArn }, { parent: this })];
    });
  }
}

const toHttps = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } } as const;

/** Domain names of the certificate; none without a hosted zone, which gatewayFaults refuses. */
function certificateNames({
  name,
  alternativeNames = [],
  hostedZoneId,
  failover,
}: Domain): CertificateArgs | undefined {
  if (hostedZoneId === undefined) return undefined;
  const moving = (role: "primary" | "secondary") => (failover?.role === role ? [failover.name] : []);
  return {
    domainName: name,
    hostedZoneId,
    alternativeNames: [...alternativeNames, ...moving("primary")],
    provenElsewhere: moving("secondary"),
  };
}
