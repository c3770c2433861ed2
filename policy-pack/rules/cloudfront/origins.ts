import { lacking } from "../../checks/complaints.ts";
import { all, each, either, is, matches, noneOf, not, set, some, unset, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { read } from "../../checks/values.ts";

const distribution = "aws:cloudfront/distribution:Distribution";

/** The endpoint of a bucket; a website endpoint is a custom origin. */
const bucket = /\.s3[.-](?!website).{0,255}amazonaws\.com(?:\.cn)?$/;
const functionUrl = /\.lambda-url\.[a-z0-9-]+\.on\.aws$/;
const isBucket = all(matches("domainName", bucket), unset("customOriginConfig"), unset("vpcOriginConfig"));

/** Whether a distribution has standard logging (legacy) or a log delivery source (v2). */
function hasAccessLog(graph: Graph, each: StackResource): boolean {
  if (read(each.props, "loggingConfig").state !== "absent") return true;
  return graph.referrers(each, "resourceArn", "aws:cloudwatch/logDeliverySource:LogDeliverySource").length > 0;
}

const newDistribution = example(distribution, "site", { enabled: true });

export const cloudfrontOrigins = service("Amazon CloudFront", [
  {
    name: "cloudfront-origin-tls",
    types: [distribution],
    description: "CloudFront custom origins use HTTPS only, without SSLv3, TLS 1.0 and TLS 1.1.",
    why: "Requests to a custom origin usually cross the internet, and over HTTP or an obsolete protocol the session cookies in them can be intercepted.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudFront.9", "CloudFront.10", "CKV2_AWS_72"],
    fix: "set customOriginConfig.originProtocolPolicy to https-only and customOriginConfig.originSslProtocols to TLSv1.2 in origins",
    check: each(
      "origins",
      when(
        set("customOriginConfig"),
        all(
          is("customOriginConfig.originProtocolPolicy", "https-only"),
          each("customOriginConfig.originSslProtocols", noneOf("", ["SSLv3", "TLSv1", "TLSv1.1"])),
        ),
      ),
    ),
    ok: { origins: [origin({ originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] })] },
    bad: { origins: [origin({ originProtocolPolicy: "match-viewer", originSslProtocols: ["SSLv3", "TLSv1.2"] })] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cloudfront-s3-oac",
    types: [distribution],
    description: "CloudFront S3 bucket and Lambda function URL origins use origin access control.",
    why: "Without it the bucket or function URL must be reachable by other means, and direct requests bypass the web ACL and the logs of the distribution.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudFront.13", "CloudFront.16", "CKV2_AWS_46"],
    fix: "set originAccessControlId in origins, and leave s3OriginConfig.originAccessIdentity unset",
    check: each(
      "origins",
      all(
        when(isBucket, all(set("originAccessControlId"), unset("s3OriginConfig.originAccessIdentity"))),
        when(matches("domainName", functionUrl), set("originAccessControlId")),
      ),
    ),
    ok: { origins: [{ domainName: "site.s3.eu-west-1.amazonaws.com", originAccessControlId: "E1" }] },
    bad: { origins: [{ domainName: "site.s3.eu-west-1.amazonaws.com" }] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cloudfront-default-root-object",
    types: [distribution],
    description: "CloudFront distributions with an S3 bucket origin set a default root object.",
    why: "A request for the root URL otherwise goes to the bucket and can return a listing of its objects instead of the index page.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: ["CloudFront.1", "CKV_AWS_305"],
    fix: "set defaultRootObject",
    check: either(
      set("defaultRootObject"),
      not(some("origins", isBucket), "has an S3 origin and no defaultRootObject"),
    ),
    ok: { defaultRootObject: "index.html" },
    bad: { origins: [{ domainName: "site.s3.eu-west-1.amazonaws.com" }] },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "cloudfront-origin-failover",
    types: [distribution],
    description: "CloudFront distributions have an origin group.",
    why: "With one origin only, viewers get an error for as long as that origin or its Region is down, since CloudFront has no second origin to try.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CloudFront.4", "CKV_AWS_310"],
    fix: "set originGroups with a primary and a secondary member",
    check: set("originGroups"),
    ok: { originGroups: [{ originId: "pair", members: [{ originId: "a" }, { originId: "b" }] }] },
    bad: { originGroups: [] },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "cloudfront-logging",
    description: "CloudFront distributions have access logging.",
    why: "Without access logs, abusive clients, error spikes and downloads of leaked content cannot be investigated after the event.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["CloudFront.5", "CKV_AWS_86"],
    fix: "set loggingConfig.bucket, or declare a LogDeliverySource whose resourceArn is the distribution",
    find: (graph) => lacking(graph.of(distribution), (each) => hasAccessLog(graph, each), "has no access logging"),
    ok: [
      newDistribution,
      example("aws:cloudwatch/logDeliverySource:LogDeliverySource", "site", {}, { resourceArn: newDistribution }),
    ],
    bad: [newDistribution],
  },
]);

function origin(customOriginConfig: Record<string, unknown>): Record<string, unknown> {
  return { domainName: "api.example.com", originId: "api", customOriginConfig };
}
