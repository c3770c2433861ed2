import { domainFaults, nameFaults } from "../dns/certificate.ts";
import { within } from "../ranges.ts";
import { firewallFaults } from "../waf/firewall.ts";
import type { Domain, GatewayArgs } from "./gateway-args.ts";
import type { RouteSettings } from "./route.ts";

/** Every fault of a gateway's arguments. */
export function gatewayFaults(name: string, args: GatewayArgs): string[] {
  return [
    // Load balancer names have up to 32 characters, of which auto-naming uses 8.
    ...within("the name's length", name.length, 1, 24),
    ...exposureFaults(args),
    ...(args.domain === undefined ? [] : gatewayNameFaults(args.domain)),
    ...Object.entries(args.routes).flatMap(([route, settings]) =>
      [...routeFaults(settings), ...targetFaults(route, settings, args)].map((fault) => `routes.${route}: ${fault}`),
    ),
    ...firewallFaults(args.firewall).map((fault) => `firewall.${fault}`),
  ];
}

function exposureFaults({ exposure, domain, callers = {} }: GatewayArgs): string[] {
  const named = Object.keys(callers);
  if (exposure === "internal") {
    return named.length > 0 ? [] : ["callers must have at least one security group for an internal gateway, got none"];
  }
  return [
    ...(domain === undefined
      ? ["domain must be set for a public gateway, which needs a certificate, got nothing"]
      : []),
    ...(named.length === 0 ? [] : [`callers must be empty for a public gateway, got ${named.join(", ")}`]),
  ];
}

function gatewayNameFaults({ name, alternativeNames = [], hostedZoneId, failover }: Domain): string[] {
  if (hostedZoneId === undefined) return ["domain needs the hosted zone that its records go to, set hostedZoneId"];
  const moving = failover?.name;
  return [
    ...domainFaults({ domainName: name, alternativeNames, hostedZoneId }),
    ...(moving === undefined ? [] : nameFaults("failover.name", moving)),
    ...(moving !== undefined && [name, ...alternativeNames].includes(moving)
      ? [`failover.name must not be one of the gateway's own names, got "${moving}"`]
      : []),
  ].map((fault) => `domain.${fault}`);
}

/** Faults of a route's name, priority and target. */
function targetFaults(route: string, { target, priority }: RouteSettings, { routes, targets }: GatewayArgs): string[] {
  const rival = Object.keys(routes).find((other) => routes[other]?.priority === priority);
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(route) ? [] : ["name must have lower-case letters, digits and hyphens only"]),
    ...(rival === route ? [] : [`priority must be unique, got ${priority} as ${rival} has`]),
    ...(Object.hasOwn(targets, target)
      ? []
      : [`target must be one of ${Object.keys(targets).join(", ") || "(none)"}, got "${target}"`]),
  ];
}

function routeFaults(route: RouteSettings): string[] {
  const { health, hosts = [], paths = [], algorithm, slowStartSeconds, stickinessSeconds } = route;
  const conditions = hosts.length + paths.length;
  return [
    ...within("priority", route.priority, 1, 50000),
    ...within("port", route.port, 1, 65535),
    ...(conditions >= 1 && conditions <= 5
      ? []
      : [`hosts and paths must have 1 to 5 values together, got ${conditions}`]),
    ...within("health.port", health.port, 1, 65535),
    ...within("health.intervalSeconds", health.intervalSeconds, 5, 300),
    ...within("health.timeoutSeconds", health.timeoutSeconds, 2, 120),
    ...(health.timeoutSeconds < health.intervalSeconds
      ? []
      : [
          `health.timeoutSeconds must be less than the interval of ${health.intervalSeconds}, got ${health.timeoutSeconds}`,
        ]),
    ...within("health.healthyThreshold", health.healthyThreshold, 2, 10),
    ...within("health.unhealthyThreshold", health.unhealthyThreshold, 2, 10),
    ...(health.path.startsWith("/") ? [] : [`health.path must start with a slash, got "${health.path}"`]),
    ...within("deregistrationDelaySeconds", route.deregistrationDelaySeconds, 0, 3600),
    ...within("slowStartSeconds", slowStartSeconds, 30, 900),
    ...(slowStartSeconds === undefined || algorithm === "round_robin"
      ? []
      : [`algorithm must be round_robin when slowStartSeconds is set, got ${algorithm ?? "the default"}`]),
    ...within("stickinessSeconds", stickinessSeconds, 1, 604800),
  ];
}
