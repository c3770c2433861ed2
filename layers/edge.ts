import { Distribution, type DistributionArgs } from "../components/cdn/distribution.ts";
import { StaticSite, type StaticSiteArgs } from "../components/cdn/static-site.ts";
import { DnsZone } from "../components/dns/dns-zone.ts";
import { Failover, type FailoverArgs } from "../components/dns/failover.ts";
import { type Domain, Gateway, type GatewayArgs } from "../components/gateway/gateway.ts";
import type { FirewallSettings } from "../components/gateway/load-balancer.ts";
import { largeBodyPaths } from "../components/gateway/route.ts";
import type { Context } from "./context.ts";
import type { Foundation } from "./contracts/handed.ts";
import { type ByName, each, type Settings } from "./table.ts";

/** Load balancer, CloudFront, static sites and DNS records. */
export interface EdgeDefinition {
  /** Load balancer with its routes and firewall; behind CloudFront or public where the configuration names a domain, else internal. */
  gateway?: Settings<GatewayArgs, "exposure" | "domain" | "targets" | "callers">;
  /** CloudFront in front of the gateway, below a subdomain of the stack's domain. */
  cdn?: Settings<DistributionArgs, "domain" | "origins" | "defaultBehavior" | "firewall"> & {
    subdomain: string;
    /** Web ACL; paths with large bodies are those of the gateway. */
    firewall: Omit<FirewallSettings, "largeBodyPaths">;
  };
  /** Static sites, each below a subdomain of the stack's domain; without a domain there are none. */
  sites?: ByName<Settings<StaticSiteArgs, "domain"> & { subdomain: string }>;
  /** Whether queries of the domain's hosted zone are logged. @default false */
  queryLog?: boolean;
  /** Name that follows the gateway's health to the stack that stands by in another Region, if there is one. */
  failover?: Pick<FailoverArgs, "healthCheck"> & { subdomain: string };
}

/** Where users sign in: below amazoncognito.com, or below the stack's own domain. */
export type SignInDomain = { kind: "prefix"; prefix: string } | { kind: "custom"; subdomain: string };

/** The definition as far as the edge reads it: sites call the page on which users sign in. */
type Definition = EdgeDefinition & { userPool?: { domain: SignInDomain } };

/** The edge, as its components. */
export interface MadeEdge {
  gateway: Gateway | undefined;
  cdn: Distribution | undefined;
  sites: ByName<StaticSite>;
}

/** The load balancer, and what CloudFront and Route 53 put in front of it. */
export function edge(context: Context, definition: Definition, { network, callers }: Foundation): MadeEdge {
  const { config, home, common, usEast1, usEast1Logs } = context;
  const { deletionProtection } = common;
  const { domain, hostedZoneId } = config;
  const gateway =
    definition.gateway &&
    new Gateway(
      "gateway",
      {
        ...common,
        ...definition.gateway,
        network,
        exposure: exposure(config, definition),
        domain: domain === undefined ? undefined : { name: domain, hostedZoneId, ...failoverName(context, definition) },
        targets: callers,
        ...(domain === undefined && { callers }),
      },
      home.opts,
    );
  if (domain === undefined || hostedZoneId === undefined) return { gateway, cdn: undefined, sites: {} };
  const named = { domain, hostedZoneId };
  if (gateway !== undefined) failover(context, definition, named, gateway);
  // The primary's CloudFront follows the name that fails over.
  if (config.standbyOf !== undefined) return { gateway, cdn: undefined, sites: {} };
  if (definition.queryLog === true) {
    const zone = { kind: "existing", hostedZoneId } as const;
    new DnsZone("zone", { account: usEast1.account, zone, queryLog: usEast1Logs }, usEast1.opts);
  }
  const sites = each(definition.sites, (name, { subdomain, ...settings }) => {
    const contentSources = { ...settings.contentSources, "connect-src": connectSources(definition, named, settings) };
    const args = { ...settings, contentSources, account: usEast1.account, logs: usEast1Logs, deletionProtection };
    return new StaticSite(`site-${name}`, { ...args, domain: below(subdomain, named) }, usEast1.opts);
  });
  return { gateway, cdn: distribution(context, definition, named, gateway), sites };
}

/** What pages of a site call: the gateway, the page on which users sign in, and what the definition adds. */
function connectSources(
  definition: Definition,
  { domain }: Named,
  { contentSources = {} }: Pick<StaticSiteArgs, "contentSources">,
): string[] {
  const signIn = definition.userPool?.domain;
  return [
    ...new Set([
      ...(definition.gateway === undefined ? [] : [`https://${entrance(definition, domain)}`]),
      ...(signIn?.kind === "custom" ? [`https://${signIn.subdomain}.${domain}`] : []),
      ...(contentSources["connect-src"] ?? []),
    ]),
  ];
}

/** Name that clients call: CloudFront's, in front of a gateway that admits nothing else. */
function entrance({ cdn }: Definition, domain: string): string {
  return cdn === undefined ? domain : `${cdn.subdomain}.${domain}`;
}

/** CloudFront alone reaches a gateway that is its origin; without a domain there is no CloudFront. */
function exposure({ domain }: Context["config"], { cdn }: Definition): GatewayArgs["exposure"] {
  if (domain === undefined) return "internal";
  return cdn === undefined ? "public" : "cloudFront";
}

interface Named {
  domain: string;
  hostedZoneId: string;
}

function below(subdomain: string, { domain, hostedZoneId }: Named) {
  return { name: `${subdomain}.${domain}`, hostedZoneId };
}

/** Responses of the application are for one user, so CloudFront caches none unless a behavior says so. */
function distribution(
  context: Context,
  definition: Definition,
  named: Named,
  gateway: Gateway | undefined,
): Distribution | undefined {
  const { usEast1, usEast1Logs, common } = context;
  const { cdn } = definition;
  if (cdn === undefined || definition.gateway === undefined || gateway === undefined) return undefined;
  const { subdomain, firewall, ...settings } = cdn;
  // The name that fails over, where there is one, so that CloudFront follows it to the standby.
  const domainName = failoverName(context, definition).failover?.name ?? named.domain;
  return new Distribution(
    "front-door",
    {
      ...settings,
      account: usEast1.account,
      logs: usEast1Logs,
      deletionProtection: common.deletionProtection,
      domain: below(subdomain, named),
      firewall: { ...firewall, largeBodyPaths: largeBodyPaths(definition.gateway.routes) },
      origins: { gateway: { kind: "loadBalancer", domainName } },
      defaultBehavior: { origin: "gateway", caching: { kind: "disabled" } },
    },
    // The origin is a name, which does not make Pulumi wait for the load balancer.
    { ...usEast1.opts, dependsOn: gateway },
  );
}

/** The gateway's certificate covers the name that fails over, or TLS would break with the failover. */
function failoverName({ config }: Context, { failover }: Definition): Pick<Domain, "failover"> {
  if (failover === undefined) return {};
  const { domain, standbyOf } = config;
  const role = standbyOf === undefined ? "primary" : "secondary";
  return { failover: { name: `${failover.subdomain}.${standbyOf ?? domain}`, role } };
}

/** This stack's half of the name that points to the primary's gateway while it is healthy, else to the standby's. */
function failover(context: Context, definition: Definition, named: Named, gateway: Gateway): void {
  const { failover: moving } = failoverName(context, definition);
  if (definition.failover === undefined || moving === undefined) return;
  const { healthCheck } = definition.failover;
  const endpoint = { domainName: named.domain, ...gateway.alias };
  const { name: recordName, role } = moving;
  new Failover(
    "failover",
    { recordName, role, hostedZoneId: named.hostedZoneId, endpoint, healthCheck },
    context.home.opts,
  );
}
