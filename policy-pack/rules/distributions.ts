import {
  all,
  atLeast,
  each,
  either,
  is,
  matches,
  noneOf,
  not,
  oneOf,
  onType,
  set,
  some,
  unset,
  when,
} from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const headers = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const encrypted = oneOf("viewerProtocolPolicy", ["redirect-to-https", "https-only"]);
const year = 31536000;

/** A bucket's own endpoint; a website endpoint is a server like any other. */
const bucket = /\.s3[.-](?!website).*amazonaws\.com(?:\.cn)?$/;
const functionUrl = /\.lambda-url\.[a-z0-9-]+\.on\.aws$/;
const isBucket = all(matches("domainName", bucket), unset("customOriginConfig"), unset("vpcOriginConfig"));

/** CloudFront. */
export const distributions: readonly ResourceRule[] = [
  {
    name: "cloudfront-https-viewer",
    types: [distribution],
    description: "A distribution speaks to browsers over TLS only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudFront.3", "CKV_AWS_34"],
    fix: "set viewerProtocolPolicy to redirect-to-https in every cache behavior",
    check: all(
      oneOf("defaultCacheBehavior.viewerProtocolPolicy", ["redirect-to-https", "https-only"]),
      each("orderedCacheBehaviors", encrypted),
    ),
    ok: { defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" } },
    bad: { defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } },
  },
  {
    name: "cloudfront-min-tls",
    types: [distribution],
    description: "A distribution accepts TLS 1.2 with today's ciphers, or later.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudFront.15", "CKV_AWS_174", "CKV2_AWS_54"],
    fix: "set viewerCertificate.minimumProtocolVersion to TLSv1.2_2021 or later",
    check: matches("viewerCertificate.minimumProtocolVersion", /^TLSv1\.(?:2_20(?:2[1-9]|[3-9]\d)|[3-9]_\d{4})$/),
    ok: { viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2025" } },
    bad: { viewerCertificate: { minimumProtocolVersion: "TLSv1" } },
  },
  {
    name: "cloudfront-custom-cert-sni",
    types: [distribution],
    description:
      "A distribution has a certificate of its own, without an address of its own, which would cost 600 USD a month.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CloudFront.7", "CloudFront.8", "CKV2_AWS_42"],
    fix: "set viewerCertificate.acmCertificateArn, and viewerCertificate.sslSupportMethod to sni-only",
    check: all(
      either(set("viewerCertificate.acmCertificateArn"), set("viewerCertificate.iamCertificateId")),
      is("viewerCertificate.sslSupportMethod", "sni-only"),
    ),
    ok: { viewerCertificate: { acmCertificateArn: "arn:aws:acm:x", sslSupportMethod: "sni-only" } },
    bad: { viewerCertificate: { cloudfrontDefaultCertificate: true } },
  },
  {
    name: "cloudfront-origin-tls",
    types: [distribution],
    description: "A distribution speaks to its origins over TLS 1.2 only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudFront.9", "CloudFront.10", "CKV2_AWS_72"],
    fix: "set customOriginConfig.originProtocolPolicy to https-only and originSslProtocols to TLSv1.2 in origins",
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
  },
  {
    name: "cloudfront-s3-oac",
    types: [distribution],
    description: "Only the distribution reads its bucket and calls its function, by origin access control.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudFront.13", "CloudFront.16", "CKV2_AWS_46"],
    fix: "set originAccessControlId in origins, and leave s3OriginConfig unset",
    check: each(
      "origins",
      all(
        when(isBucket, all(set("originAccessControlId"), unset("s3OriginConfig.originAccessIdentity"))),
        when(matches("domainName", functionUrl), set("originAccessControlId")),
      ),
    ),
    ok: { origins: [{ domainName: "site.s3.eu-west-1.amazonaws.com", originAccessControlId: "E1" }] },
    bad: { origins: [{ domainName: "site.s3.eu-west-1.amazonaws.com" }] },
  },
  {
    name: "cloudfront-waf",
    types: [distribution],
    description: "A distribution has a web ACL in front of it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CloudFront.6", "CKV_AWS_68"],
    fix: "set webAclId",
    check: set("webAclId"),
    ok: { webAclId: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1" },
    bad: { enabled: true },
  },
  {
    name: "cloudfront-default-root-object",
    types: [distribution],
    description: "The bare address of a site from a bucket answers with a page, and never with a list of files.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: ["CloudFront.1", "CKV_AWS_305"],
    fix: "set defaultRootObject",
    check: either(
      set("defaultRootObject"),
      not(some("origins", isBucket), "serves a bucket and has no defaultRootObject"),
    ),
    ok: { defaultRootObject: "index.html" },
    bad: { origins: [{ domainName: "site.s3.eu-west-1.amazonaws.com" }] },
  },
  {
    name: "cloudfront-origin-failover",
    types: [distribution],
    description: "A second origin answers when the first one does not.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CloudFront.4", "CKV_AWS_310"],
    fix: "set originGroups with two members",
    check: set("originGroups"),
    ok: { originGroups: [{ originId: "pair", members: [{ originId: "a" }, { originId: "b" }] }] },
    bad: { originGroups: [] },
  },
  {
    name: "cloudfront-response-headers",
    types: [distribution, headers],
    description: "Browsers are told to come back over TLS only, for a year.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_259", "CKV2_AWS_32"],
    fix: "set defaultCacheBehavior.responseHeadersPolicyId, and accessControlMaxAgeSec to a year in the policy",
    check: all(
      onType([distribution], set("defaultCacheBehavior.responseHeadersPolicyId")),
      onType([headers], atLeast("securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec", year)),
    ),
    ok: { defaultCacheBehavior: { responseHeadersPolicyId: "1" } },
    bad: { defaultCacheBehavior: { viewerProtocolPolicy: "https-only" } },
  },
  {
    name: "cloudfront-geo-restriction-explicit",
    types: [distribution],
    description: "A distribution says in which countries it answers, be it in all.",
    controls: [],
    severity: "low",
    levels: levels("-/A/A"),
    fix: "set restrictions.geoRestriction.restrictionType",
    check: set("restrictions.geoRestriction.restrictionType"),
    ok: { restrictions: { geoRestriction: { restrictionType: "whitelist", locations: ["DE"] } } },
    bad: { restrictions: { geoRestriction: { locations: [] } } },
  },
  {
    name: "cloudfront-price-class",
    types: [distribution],
    description: "Outside prod a distribution answers from the cheapest places.",
    severity: "low",
    levels: levels("A/A/-"),
    controls: [],
    fix: "set priceClass to PriceClass_100",
    check: is("priceClass", "PriceClass_100"),
    ok: { priceClass: "PriceClass_100" },
    bad: { priceClass: "PriceClass_All" },
  },
];

function origin(customOriginConfig: Record<string, unknown>): Record<string, unknown> {
  return { domainName: "api.example.com", originId: "api", customOriginConfig };
}
