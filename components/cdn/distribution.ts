import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Certificate, type CertificateArgs } from "../dns/certificate.ts";
import { AccessLogDelivery } from "../gateway/access-log-delivery.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { Firewall } from "../waf/firewall.ts";
import { type BehaviorPolicies, cacheBehavior, cacheKeys, cachePolicy } from "./cache-behaviors.ts";
import type { DistributionArgs } from "./distribution-args.ts";
import { distributionFaults } from "./distribution-faults.ts";
import { errorResponses } from "./error-pages.ts";
import { type Origins, originGroups, originList, originNamed } from "./origins.ts";
import { SecurityHeaders } from "./security-headers.ts";

export type { DistributionArgs } from "./distribution-args.ts";

/**
 * A CloudFront distribution with domain names, TLS, security headers, an AWS WAF web ACL and access logs.
 * It needs a provider of us-east-1; an update takes some minutes to reach every edge location.
 */
export class Distribution extends pulumi.ComponentResource {
  /** ID of the distribution, for invalidations. */
  readonly distributionId: pulumi.Output<string>;
  /** ARN of the distribution, for bucket policies. */
  readonly arn: pulumi.Output<string>;
  /** Domain name of the distribution at cloudfront.net. */
  readonly dnsName: pulumi.Output<string>;
  /** Name of the web ACL: the WebACL dimension of its metrics. */
  readonly aclName: pulumi.Output<string>;
  /** Name of the bucket with the access logs. */
  readonly logBucketName: pulumi.Output<string>;
  /** URL of the distribution. */
  readonly url: string;

  constructor(name: string, args: DistributionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cdn:Distribution", name, {}, opts);
    refuse(this, name, distributionFaults(args));
    const { account, deletionProtection, logs, accessLogRetentionDays } = args;
    const child = { parent: this };
    const names = certificateNames(args.domain);

    const firewall = new Firewall(name, { ...args.firewall, account, logs, scope: "CLOUDFRONT" }, child);
    const distribution = this.distribution(name, args, names, firewall.arn);
    const delivery = new AccessLogDelivery(
      name,
      { account, distributionArn: distribution.arn, retentionDays: accessLogRetentionDays, deletionProtection },
      child,
    );
    this.records(name, names, distribution);

    this.distributionId = distribution.id;
    this.arn = distribution.arn;
    this.dnsName = distribution.domainName;
    this.aclName = firewall.aclName;
    this.logBucketName = delivery.bucketName;
    this.url = `https://${names.domainName}`;
    this.registerOutputs(outputs(this));
  }

  private distribution(
    name: string,
    args: DistributionArgs,
    names: CertificateArgs,
    webAclId: pulumi.Output<string>,
  ): aws.cloudfront.Distribution {
    const { behaviors = {}, errorPages = {}, origins, reach } = args;
    const policies = this.policies(name, args);
    const certificate = new Certificate(name, names, { parent: this });
    return new aws.cloudfront.Distribution(
      name,
      {
        comment: name,
        enabled: true,
        aliases: aliases(names),
        viewerCertificate: {
          acmCertificateArn: certificate.arn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: securityPolicy,
        },
        webAclId,
        origins: originList(origins, this.accessControl(name, origins)),
        originGroups: originGroups(origins),
        defaultCacheBehavior: cacheBehavior(args.defaultBehavior, origins, policies),
        orderedCacheBehaviors: Object.entries(behaviors).map(([pathPattern, behavior]) => ({
          pathPattern,
          ...cacheBehavior(behavior, origins, policies),
        })),
        // A server answers for / itself; CloudFront would ask it for /index.html instead.
        ...(originNamed(origins, args.defaultBehavior.origin)?.kind === "bucket" && {
          defaultRootObject: "index.html",
        }),
        customErrorResponses: errorResponses(errorPages),
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: reach.priceClass,
        restrictions: {
          geoRestriction: reach.countries
            ? { restrictionType: "whitelist", locations: [...reach.countries] }
            : { restrictionType: "none" },
        },
        tags: { Name: name },
      },
      { parent: this },
    );
  }

  private policies(name: string, args: DistributionArgs): BehaviorPolicies {
    const { behaviors = {}, contentSources = {}, origins } = args;
    const headers = new SecurityHeaders(name, { contentSources }, { parent: this });
    const keys = Object.entries(cacheKeys([args.defaultBehavior, ...Object.values(behaviors)], origins));
    const cache = keys.map(([key, made]) => {
      const policy = new aws.cloudfront.CachePolicy(`${name}-${key}`, cachePolicy(made), { parent: this });
      return [key, policy.id] as const;
    });
    return { headers: headers.policyId, cache: Object.fromEntries(cache) };
  }

  /** Origin access control of the bucket origins, where there are any. */
  private accessControl(name: string, origins: Origins): pulumi.Output<string> | undefined {
    if (!Object.values(origins).some(({ kind }) => kind === "bucket")) return undefined;
    const control = new aws.cloudfront.OriginAccessControl(
      name,
      { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      { parent: this },
    );
    return control.id;
  }

  private records(name: string, names: CertificateArgs, distribution: aws.cloudfront.Distribution): void {
    const target = { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false };
    for (const alias of aliases(names)) {
      for (const [type, suffix] of [["A", ""] as const, ["AAAA", "-ipv6"] as const]) {
        new aws.route53.Record(
          `${name}-${alias}${suffix}`,
          { zoneId: names.hostedZoneId, name: alias, type, aliases: [target] },
          { parent: this },
        );
      }
    }
  }
}

/** TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers only. */
const securityPolicy = "TLSv1.2_2025";

/** Domain names of the certificate. */
function certificateNames(domain: DistributionArgs["domain"]): CertificateArgs {
  const { name = "", hostedZoneId = "", alternativeNames = [] } = domain ?? {};
  return { domainName: name, hostedZoneId, alternativeNames };
}

function aliases({ domainName, alternativeNames = [] }: CertificateArgs): string[] {
  return [domainName, ...alternativeNames];
}
