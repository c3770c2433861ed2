import { Distribution, type DistributionArgs } from "../components/cdn/distribution.ts";
import { StaticSite, type StaticSiteArgs } from "../components/cdn/static-site.ts";
import { DnsZone } from "../components/dns/dns-zone.ts";
import { Failover, type FailoverArgs } from "../components/dns/failover.ts";
import { type Domain, Gateway, type GatewayArgs } from "../components/gateway/gateway.ts";
import type { Context } from "./context.ts";
import type { Foundation } from "./foundation.ts";
import type { ByName, Settings } from "./table.ts";
import { each } from "./table.ts";

/** How requests come in. */
export interface EdgeDefinition {
  /** Load balancer with its routes and firewall; public where the configuration names a domain, internal where it does not. */
  gateway: Settings<GatewayArgs, "exposure" | "domain" | "targets" | "callers"> | undefined;
  /** CloudFront in front of the gateway, below a subdomain of the stack's domain. */
  cdn: (Settings<DistributionArgs, "domain" | "origins" | "defaultBehavior"> & { subdomain: string }) | undefined;
  /** Static sites, each below a subdomain of the stack's domain; without a domain there are none. */
  sites: ByName<Settings<StaticSiteArgs, "domain"> & { subdomain: string }>;
  /** Whether queries of the domain's hosted zone are logged. */
  queryLog: boolean;
  /** Name that follows the gateway's health, where the configuration names a standby. */
  failover: (Pick<FailoverArgs, "healthCheck"> & { subdomain: string }) | undefined;
}

export interface Edge {
  gateway: Gateway | undefined;
  cdn: Distribution | undefined;
  sites: ByName<StaticSite>;
}

export function edge(context: Context, { network, callers }: Foundation): Edge {
  const { config, definition, home, common } = context;
  const { domain, hostedZoneId } = config;
  const gateway =
    definition.gateway &&
    new Gateway(
      "gateway",
      {
        ...common,
        ...definition.gateway,
        network,
        exposure: domain === undefined ? "internal" : "public",
        domain: domain === undefined ? undefined : { name: domain, hostedZoneId, ...failoverName(context) },
        targets: callers,
        ...(domain === undefined && { callers }),
      },
      home.stateful,
    );
  if (domain === undefined || hostedZoneId === undefined) return { gateway, cdn: undefined, sites: {} };
  const named = { domain, hostedZoneId };
  if (gateway !== undefined) failover(context, named, gateway);
  if (definition.queryLog) {
    const zone = { kind: "existing", hostedZoneId } as const;
    new DnsZone("zone", { account: context.edge.account, zone, queryLog: context.edgeLogs }, context.edge.opts);
  }
  const sites = each(definition.sites, (name, { subdomain, ...settings }) => {
    const contentSources = { ...settings.contentSources, "connect-src": connectSources(context, named, settings) };
    const args = { ...settings, contentSources, account: context.edge.account, logs: context.edgeLogs };
    return new StaticSite(`site-${name}`, { ...args, domain: below(subdomain, named) }, context.edge.stateful);
  });
  return { gateway, cdn: distribution(context, named, gateway), sites };
}

/** What pages of a site call: the gateway, where users sign in, and what the definition adds. */
function connectSources(
  { definition }: Context,
  { domain }: Named,
  { contentSources = {} }: Pick<StaticSiteArgs, "contentSources">,
): string[] {
  const signIn = definition.userPool?.domain;
  return [
    ...new Set([
      ...(definition.gateway === undefined ? [] : [`https://${domain}`]),
      ...(signIn?.kind === "custom" ? [`https://${signIn.subdomain}.${domain}`] : []),
      ...(contentSources["connect-src"] ?? []),
    ]),
  ];
}

interface Named {
  domain: string;
  hostedZoneId: string;
}

function below(subdomain: string, { domain, hostedZoneId }: Named) {
  return { name: `${subdomain}.${domain}`, hostedZoneId };
}

/** Answers of the application are for one user, so that CloudFront keeps none unless a behavior says so. */
function distribution(context: Context, named: Named, gateway: Gateway | undefined): Distribution | undefined {
  if (context.definition.cdn === undefined || gateway === undefined) return undefined;
  const { subdomain, ...settings } = context.definition.cdn;
  return new Distribution(
    "front-door",
    {
      ...settings,
      account: context.edge.account,
      logs: context.edgeLogs,
      domain: below(subdomain, named),
      origins: { gateway: { kind: "loadBalancer", domainName: named.domain } },
      defaultBehavior: { origin: "gateway", caching: { kind: "disabled" } },
    },
    // The origin is a name, which does not say that the load balancer has to stand.
    { ...context.edge.opts, dependsOn: gateway },
  );
}

/** The gateway's certificate covers the name that fails over, or TLS would break with the failover. */
function failoverName({ config, definition }: Context): Pick<Domain, "failover"> {
  if (definition.failover === undefined || config.standby === undefined) return {};
  return { failover: { name: `${definition.failover.subdomain}.${config.domain}`, role: "primary" } };
}

/** A name for clients that points to this stack's gateway while it is healthy, else to the standby's. */
function failover({ config, definition, home }: Context, named: Named, gateway: Gateway): void {
  if (definition.failover === undefined || config.standby === undefined) return;
  const { subdomain, healthCheck } = definition.failover;
  new Failover(
    "failover",
    {
      recordName: `${subdomain}.${named.domain}`,
      hostedZoneId: named.hostedZoneId,
      primary: { domainName: named.domain, dnsName: gateway.dnsName, hostedZoneId: gateway.hostedZoneId },
      secondary: config.standby,
      healthCheck,
    },
    home.opts,
  );
}
