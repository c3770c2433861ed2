import { domainFaults } from "../dns/certificate.ts";
import { within } from "../ranges.ts";
import { firewallFaults } from "../waf/firewall.ts";
import { behaviorFaults, patternFaults } from "./cache-behaviors.ts";
import { contentSourceFaults } from "./content-security-policy.ts";
import type { DistributionArgs, Reach } from "./distribution-args.ts";
import { errorPageFaults } from "./error-pages.ts";
import { originFaults } from "./origins.ts";

/** Every fault of a distribution's arguments. */
export function distributionFaults(args: DistributionArgs): string[] {
  const { origins, behaviors = {}, errorPages = {}, contentSources = {} } = args;
  return [
    ...edgeFaults(args),
    ...originFaults(origins),
    ...behaviorFaults(args.defaultBehavior, origins).map((fault) => `defaultBehavior.${fault}`),
    ...Object.entries(behaviors).flatMap(([pattern, behavior]) =>
      [...patternFaults(pattern), ...behaviorFaults(behavior, origins)].map(
        (fault) => `behaviors.${pattern}: ${fault}`,
      ),
    ),
    ...errorPageFaults(errorPages),
    ...contentSourceFaults(contentSources),
  ];
}

/** Faults that every kind of distribution can have. */
export function edgeFaults(
  args: Pick<DistributionArgs, "account" | "domain" | "firewall" | "accessLogRetentionDays" | "reach">,
): string[] {
  const { account, domain } = args;
  return [
    ...(account.region === "us-east-1"
      ? []
      : [
          `account must be in us-east-1, the Region of CloudFront's certificate, web ACL and logs, got ${account.region}`,
        ]),
    ...nameFaults(domain),
    ...firewallFaults(args.firewall).map((fault) => `firewall.${fault}`),
    ...within("accessLogRetentionDays", args.accessLogRetentionDays, 1, 3653),
    ...countryFaults(args.reach),
  ];
}

function nameFaults(domain: DistributionArgs["domain"]): string[] {
  if (domain === undefined) {
    return ["domain must be set, since the default CloudFront certificate allows TLS 1.0, got nothing"];
  }
  const { name, alternativeNames, hostedZoneId } = domain;
  if (hostedZoneId === undefined) return ["domain needs the hosted zone that its records go to, set hostedZoneId"];
  return domainFaults({ domainName: name, alternativeNames, hostedZoneId }).map((fault) => `domain.${fault}`);
}

function countryFaults({ countries }: Reach): string[] {
  if (countries === undefined) return [];
  return [
    ...(countries.length > 0 ? [] : ["reach.countries must list at least one country, got none"]),
    ...countries
      .filter((country) => !/^[A-Z]{2}$/.test(country))
      .map((country) => `reach.countries must be ISO 3166 codes of two capital letters, got "${country}"`),
  ];
}
