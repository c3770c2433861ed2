import { lacking } from "../checks/complaints.ts";
import { either, fail, isNot, matches } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { type Complaint, type Graph, levels, type Props, service } from "../checks/rule.ts";
import { known, list, read, text, word } from "../checks/values.ts";

const zone = "aws:route53/zone:Zone";
const record = "aws:route53/record:Record";

/** Zones of no VPC, by their own property or by an association. */
const publicZones = (graph: Graph) =>
  graph
    .of(zone)
    .filter((each) => read(each.props, "vpcs").state === "absent")
    .filter((each) => graph.referrers(each, "zoneId", "aws:route53/zoneAssociation:ZoneAssociation").length === 0);
const publicZone = example(zone, "example.com", { name: "example.com" });
const publicLoadBalancer = example("aws:lb/loadBalancer:LoadBalancer", "gateway", { internal: false });

/** Domain names of AWS resources, which another account may claim after the resource is deleted. */
const awsEndpoint =
  /\.(?:elb|elasticbeanstalk|execute-api|s3|s3-website)[.-].{0,255}amazonaws\.com\.?$|\.cloudfront\.net\.?$/;

function danglingRecords(graph: Graph): Complaint[] {
  const names = new Set(graph.resources.flatMap(({ props }) => [text(props, "dnsName"), text(props, "domainName")]));
  return graph.of(record).flatMap((resource): Complaint[] => {
    const { props } = resource;
    const linked = ["aliases", "records"].some((path) => graph.uses(resource, path).length > 0);
    const values = [...list(props, "aliases").map((alias) => text(alias, "name")), ...list(props, "records")];
    const foreign = values.map(word).find((name) => awsEndpoint.test(name));
    if (linked || foreign === undefined || names.has(foreign) || isCheckedStandby(props)) return [];
    return [{ resource, verdict: fail(`points to ${foreign}, which is not a resource of the stack`) }];
  });
}

/** A secondary failover record with a health check: its target is in another stack. */
function isCheckedStandby(props: Props): boolean {
  const standby = list(props, "failoverRoutingPolicies").some((policy) => text(policy, "type") === "SECONDARY");
  return standby && read(props, "healthCheckId").state !== "absent";
}

export const route53 = service("Amazon Route 53", [
  {
    name: "route53-zone-no-force-destroy",
    types: ["aws:route53/zone:Zone"],
    description: "Route 53 hosted zones do not set forceDestroy.",
    why: "Destroying the zone then also deletes the records that were created outside the stack, and all names in the zone stop resolving.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDestroy unset",
    check: isNot("forceDestroy", true),
    ok: { forceDestroy: false },
    bad: { forceDestroy: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "route53-no-overwrite",
    types: ["aws:route53/record:Record"],
    description: "Route 53 records do not set allowOverwrite, except for certificate validation.",
    why: "A record that silently replaces an existing one diverts the traffic of another stack, and the next update of that stack diverts it back.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave allowOverwrite unset",
    check: either(isNot("allowOverwrite", true), matches("name", /^_[0-9a-f]{16,}\./)),
    ok: { allowOverwrite: false },
    bad: { name: "api.example.com", allowOverwrite: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "route53-query-logging",
    description: "Route 53 public hosted zones have query logging.",
    why: "Without query logs, lookups of removed or unknown names, a sign of subdomain takeover attempts and misconfigured clients, remain invisible.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Route53.2", "CKV2_AWS_39"],
    fix: "declare a QueryLog whose zoneId is the hosted zone",
    find: (graph) =>
      lacking(
        publicZones(graph),
        (each) => graph.referrers(each, "zoneId", "aws:route53/queryLog:QueryLog").length > 0,
        "has no query logging",
      ),
    ok: [publicZone, example("aws:route53/queryLog:QueryLog", "zone", {}, { zoneId: publicZone })],
    bad: [publicZone],
  },
  {
    name: "route53-dnssec",
    description: "Route 53 public hosted zones have DNSSEC signing enabled.",
    why: "Resolvers cannot detect forged answers for an unsigned zone, so a poisoned cache can direct customers to the server of an attacker.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["CKV2_AWS_38"],
    fix: "declare a HostedZoneDnsSec whose hostedZoneId is the hosted zone",
    find: (graph) =>
      lacking(
        publicZones(graph),
        (each) =>
          graph
            .referrers(each, "hostedZoneId", "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec")
            .some(({ props }) => known(props, "signingStatus") !== "NOT_SIGNING"),
        "has no DNSSEC signing",
      ),
    ok: [
      publicZone,
      example("aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "zone", {}, { hostedZoneId: publicZone }),
    ],
    bad: [publicZone],
  },
  {
    name: "route53-caa-present",
    description: "Route 53 public hosted zones have a CAA record.",
    why: "Without a CAA record, any public certificate authority may issue for the domain, so one weakly validating authority is enough for a fraudulent certificate.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: [],
    fix: "declare a Record of type CAA whose zoneId is the hosted zone",
    find: (graph) =>
      lacking(
        publicZones(graph),
        (each) => graph.referrers(each, "zoneId", record).some(({ props }) => known(props, "type") === "CAA"),
        "has no CAA record",
      ),
    ok: [
      publicZone,
      example(record, "caa", { type: "CAA", records: ['0 issue "amazon.com"'] }, { zoneId: publicZone }),
    ],
    bad: [publicZone, example(record, "api", { type: "A" }, { zoneId: publicZone })],
  },
  {
    name: "route53-no-dangling-alias",
    description: "Route 53 records that name an AWS endpoint point to a resource of the stack.",
    why: "After the bucket, distribution or load balancer behind a name is deleted, another AWS customer may obtain that endpoint and serve content under the domain.",
    severity: "high",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: [],
    fix: "set aliases to the dnsName of the load balancer or the domainName of the distribution",
    find: danglingRecords,
    ok: [
      publicLoadBalancer,
      example(
        record,
        "api",
        { aliases: [{ name: "old-1.eu-west-1.elb.amazonaws.com" }] },
        { aliases: publicLoadBalancer },
      ),
    ],
    bad: [example(record, "api", { aliases: [{ name: "old-1.eu-west-1.elb.amazonaws.com" }] })],
  },
]);
