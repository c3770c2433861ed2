import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CertificateArgs } from "../dns/certificate.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { certificateNames } from "./certificate-names.ts";
import type { GatewayArgs } from "./gateway-args.ts";
import { gatewayFaults } from "./gateway-faults.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { LoadBalancerSecurityGroup } from "./load-balancer-security-group.ts";
import { largeBodyPaths, Route } from "./route.ts";
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
 *       bodies: "small",
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
  /** DNS name and hosted zone ID of the load balancer, for alias records. */
  readonly alias: { dnsName: pulumi.Output<string>; hostedZoneId: pulumi.Output<string> };
  /** Security group of the load balancer. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of each route's target group, known when a listener rule forwards to it. */
  readonly targetGroupArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** The LoadBalancer dimension of the load balancer's metrics. */
  readonly loadBalancerArnSuffix: pulumi.Output<string>;
  /** The TargetGroup dimension of each route's metrics. */
  readonly targetGroupArnSuffixes: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the bucket of the load balancer's logs. */
  readonly logBucketName: pulumi.Output<string>;
  /** URL of the gateway. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:Gateway", name, {}, opts);
    refuse(this, name, gatewayFaults(name, args));
    const names = args.domain && certificateNames(args.domain);

    const group = this.securityGroup(name, args, names);
    const { securityGroupId } = group;
    const balancer = this.loadBalancer(name, args, group.securityGroupIds);
    const listener = this.listener(name, args, balancer, names);
    const routes = this.routes(name, args, balancer, listener.arn);

    this.loadBalancerArn = balancer.arn;
    this.alias = { dnsName: balancer.dnsName, hostedZoneId: balancer.hostedZoneId };
    this.securityGroupId = securityGroupId;
    this.targetGroupArns = Object.fromEntries(routes.map(([route, made]) => [route, made.targetGroupArn]));
    this.loadBalancerArnSuffix = balancer.arnSuffix;
    this.targetGroupArnSuffixes = Object.fromEntries(routes.map(([route, made]) => [route, made.targetGroupArnSuffix]));
    this.logBucketName = balancer.logBucketName;
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
        listeners: { ...(hasHttp(args) && { http: 80 }), ...(names !== undefined && { https: 443 }) },
        callers: ({ public: "everyone", cloudFront: "cloudFront", internal: callers } as const)[args.exposure],
        // Route 53 checks a gateway with a failover name.
        healthChecks: args.exposure === "cloudFront" && args.domain?.failover ? args.account.region : undefined,
        routes: Object.values(args.routes),
        targets: args.targets,
      },
      { parent: this },
    );
  }

  private loadBalancer(name: string, args: GatewayArgs, securityGroupIds: pulumi.Output<string>[]): LoadBalancer {
    const { idleTimeoutSeconds = 60 } = args;
    const { account, network, logs, accessLogRetentionDays, deletionProtection } = args;
    const internal = args.exposure === "internal";
    const subnetIds = internal ? network.privateSubnetIds : network.publicSubnetIds;
    const placed = { account, internal, subnetIds, securityGroupIds };
    const { rateLimit, ...rules } = args.firewall;
    const firewall = {
      ...rules,
      // Behind CloudFront every request has one of its addresses, which clients share.
      rateLimit: args.exposure === "cloudFront" ? { ...rateLimit, aggregate: "FORWARDED_IP" as const } : rateLimit,
      largeBodyPaths: largeBodyPaths(args.routes),
    };
    const kept = { firewall, logs, accessLogRetentionDays, deletionProtection, idleTimeoutSeconds };
    return new LoadBalancer(name, { ...placed, ...kept }, { parent: this });
  }

  /** The listener of the routes. */
  private listener(name: string, args: GatewayArgs, balancer: LoadBalancer, names: CertificateArgs | undefined) {
    const http = hasHttp(args) ? this.httpListener(name, balancer, names) : undefined;
    if (names !== undefined) return this.tlsListener(name, balancer, names, args.domain?.failover?.name);
    return http ?? this.httpListener(name, balancer, names);
  }

  /** One resource for both cases, so that a first domain name of an internal gateway changes the listener in place. */
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
      // By dependsOn, not by the ARN: otherwise a new association would replace the listener with it.
      { parent: this, dependsOn: balancer.association },
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
    const args = { loadBalancerArn: balancer.arn, certificate: names, after: balancer.association };
    return new TlsListener(name, args, { parent: this });
  }

  private routes(
    name: string,
    args: GatewayArgs,
    balancer: LoadBalancer,
    listenerArn: pulumi.Output<string>,
  ): [string, Route][] {
    const { vpcId } = args.network;
    return Object.entries(args.routes).map(([route, settings]) => {
      const namePrefix = `${route.slice(0, 5)}-`;
      const placed = { ruleName: name, namePrefix, vpcId, listenerArn, loadBalancer: balancer.resource };
      return [route, new Route(`${name}-${route}`, { settings, ...placed }, { parent: this })];
    });
  }
}

/** CloudFront connects with TLS only, so a gateway behind it does not listen on port 80. */
function hasHttp({ exposure }: GatewayArgs): boolean {
  return exposure !== "cloudFront";
}

const toHttps = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } } as const;
