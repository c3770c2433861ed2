import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Distribution, type DistributionArgs } from "../../../components/cdn/distribution.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const minimal: DistributionArgs = {
  account: account("111122223333", "us-east-1"),
  domain: { name: "www.example.com", hostedZoneId: "Z0123456789ABC" },
  origins: { api: { kind: "vpcOrigin", vpcOriginId: "vo_1", domainName: "origin.example.com" } },
  defaultBehavior: { origin: "api", caching: { kind: "disabled" } },
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" },
  accessLogRetentionDays: 90,
  reach: { priceClass: "PriceClass_100" },
};

const files = { kind: "bucket", bucketArn: "arn:aws:s3:::files-1a2b3c", region: "us-west-2" } as const;
const read = ["GET", "HEAD", "OPTIONS"];

/** A distribution with minimal arguments and some more. */
async function distribution(args: Partial<DistributionArgs> = {}) {
  const { one } = await deploy(() => new Distribution("cdn", { ...minimal, ...args }));
  return one(aws.cloudfront.Distribution);
}

describe("Distribution", () => {
  it("AIV-SEC-02, OOD-45: uses TLS 1.2 or newer, with a certificate for all domain names", async () => {
    const domain = { name: "www.example.com", alternativeNames: ["example.com"], hostedZoneId: "Z0123456789ABC" };
    const { one } = await deploy(() => new Distribution("cdn", { ...minimal, domain }));
    const made = one(aws.cloudfront.Distribution);
    const certificate = one(aws.acm.Certificate);
    assert.deepEqual(made.inputs["viewerCertificate"], {
      acmCertificateArn: certificate.outputs["arn"],
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2025",
    });
    assert.ok(made.dependencies.includes(one(aws.acm.CertificateValidation).urn));
    assert.deepEqual(made.inputs["aliases"], ["www.example.com", "example.com"]);
    assert.deepEqual(certificate.inputs["subjectAlternativeNames"], ["example.com"]);
  });

  it("AIV-EDG-01: has A and AAAA records for all domain names", async () => {
    const domain = { name: "www.example.com", alternativeNames: ["example.com"], hostedZoneId: "Z0123456789ABC" };
    const { of, one } = await deploy(() => new Distribution("cdn", { ...minimal, domain }));
    const { domainName } = one(aws.cloudfront.Distribution).outputs;
    const aliases = [{ name: domainName, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }];
    const records = of(aws.route53.Record).filter(({ inputs }) => inputs["aliases"] !== undefined);
    assert.deepEqual(Object.fromEntries(records.map(({ name, inputs }) => [name, inputs])), {
      "cdn-www.example.com": { zoneId: "Z0123456789ABC", name: "www.example.com", type: "A", aliases },
      "cdn-www.example.com-ipv6": { zoneId: "Z0123456789ABC", name: "www.example.com", type: "AAAA", aliases },
      "cdn-example.com": { zoneId: "Z0123456789ABC", name: "example.com", type: "A", aliases },
      "cdn-example.com-ipv6": { zoneId: "Z0123456789ABC", name: "example.com", type: "AAAA", aliases },
    });
    const made = one(aws.cloudfront.Distribution);
    assert.deepEqual([made.inputs["isIpv6Enabled"], made.inputs["httpVersion"]], [true, "http2and3"]);
  });

  it("AGT-EDG-04, AIV-EDG-02, CON-14: has a web ACL of scope CLOUDFRONT", async () => {
    const { one } = await deploy(() => new Distribution("cdn", minimal));
    const acl = one(aws.wafv2.WebAcl);
    assert.equal(acl.inputs["scope"], "CLOUDFRONT");
    assert.equal(one(aws.cloudfront.Distribution).inputs["webAclId"], acl.outputs["arn"]);
  });

  it("AGT-EDG-02: redirects to HTTPS and sets security headers for every path", async () => {
    const { one } = await deploy(
      () => new Distribution("cdn", { ...minimal, behaviors: { "/api/*": minimal.defaultBehavior } }),
    );
    const made = one(aws.cloudfront.Distribution);
    const headers = one(aws.cloudfront.ResponseHeadersPolicy).urn;
    assert.ok(made.propertyDependencies["defaultCacheBehavior"]?.includes(headers));
    assert.ok(made.propertyDependencies["orderedCacheBehaviors"]?.includes(headers));
    for (const behavior of ["defaultCacheBehavior", "orderedCacheBehaviors.0"]) {
      assert.equal(at(made, `${behavior}.viewerProtocolPolicy`), "redirect-to-https");
    }
  });

  it("logs every request to a bucket", async () => {
    const { one } = await deploy(() => new Distribution("cdn", { ...minimal, accessLogRetentionDays: 365 }));
    assert.equal(
      one(aws.cloudwatch.LogDeliverySource).inputs["resourceArn"],
      one(aws.cloudfront.Distribution).outputs["arn"],
    );
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1.expiration"), { days: 365 });
  });

  it("uses index.html as default root object, or the given one", async () => {
    assert.equal((await distribution()).inputs["defaultRootObject"], "index.html");
    assert.equal((await distribution({ defaultRootObject: "home" })).inputs["defaultRootObject"], "home");
  });

  it("allows all countries, or the listed ones", async () => {
    assert.deepEqual(at(await distribution(), "restrictions.geoRestriction"), { restrictionType: "none" });
    const named = await distribution({ reach: { priceClass: "PriceClass_All", countries: ["US", "CA"] } });
    assert.deepEqual(at(named, "restrictions.geoRestriction"), {
      restrictionType: "whitelist",
      locations: ["US", "CA"],
    });
    assert.equal(named.inputs["priceClass"], "PriceClass_All");
  });

  it("sets custom error responses", async () => {
    const made = await distribution({
      errorPages: { 503: { path: "/sorry.html", responseCode: 503, cacheSeconds: 5 } },
    });
    assert.deepEqual(made.inputs["customErrorResponses"], [
      { errorCode: 503, responsePagePath: "/sorry.html", responseCode: 503, errorCachingMinTtl: 5 },
    ]);
  });
});

describe("Distribution's origins", () => {
  it("CON-13: reaches an internal load balancer through a VPC origin", async () => {
    const { of, one } = await deploy(() => new Distribution("cdn", minimal));
    assert.deepEqual(one(aws.cloudfront.Distribution).inputs["origins"], [
      {
        originId: "api",
        domainName: "origin.example.com",
        vpcOriginConfig: { vpcOriginId: "vo_1", originReadTimeout: 30 },
      },
    ]);
    assert.deepEqual(of(aws.cloudfront.OriginAccessControl), []);
  });

  it("AIV-SEC-02: uses only TLS with an internet-facing load balancer", async () => {
    const api = { kind: "loadBalancer", domainName: "origin.example.com", readTimeoutSeconds: 60 } as const;
    assert.deepEqual(at(await distribution({ origins: { api } }), "origins.0"), {
      originId: "api",
      domainName: "origin.example.com",
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: 60,
      },
    });
  });

  it("OOD-24: signs every request to a bucket (origin access control)", async () => {
    const { one } = await deploy(
      () =>
        new Distribution("cdn", {
          ...minimal,
          origins: { ...minimal.origins, files },
          behaviors: { "/assets/*": { origin: "files", caching: { kind: "optimized" } } },
        }),
    );
    const control = one(aws.cloudfront.OriginAccessControl);
    const { originAccessControlOriginType, signingBehavior, signingProtocol } = control.inputs;
    assert.deepEqual([originAccessControlOriginType, signingBehavior, signingProtocol], ["s3", "always", "sigv4"]);
    const made = one(aws.cloudfront.Distribution);
    assert.equal(at(made, "origins.1.domainName"), "files-1a2b3c.s3.us-west-2.amazonaws.com");
    assert.match(String(at(made, "origins.1.originAccessControlId")), /^E[0-9A-F]{13}$/);
    assert.equal(at(made, "origins.1.s3OriginConfig"), undefined);
    assert.ok(made.propertyDependencies["origins"]?.includes(control.urn));
  });

  it("creates an origin group of two load balancers for GET, HEAD and OPTIONS", async () => {
    const made = await distribution({
      origins: {
        east: { kind: "loadBalancer", domainName: "east.example.com" },
        west: { kind: "loadBalancer", domainName: "west.example.com" },
        both: { kind: "failover", primary: "east", secondary: "west" },
      },
      defaultBehavior: { origin: "both", caching: { kind: "disabled" } },
    });
    assert.deepEqual(made.inputs["originGroups"], [
      {
        originId: "both",
        members: [{ originId: "east" }, { originId: "west" }],
        failoverCriteria: { statusCodes: [500, 502, 503, 504] },
      },
    ]);
    assert.deepEqual([at(made, "origins.0.originId"), at(made, "origins.1.originId")], ["east", "west"]);
    assert.equal(at(made, "defaultCacheBehavior.targetOriginId"), "both");
    assert.deepEqual(at(made, "defaultCacheBehavior.allowedMethods"), read);
  });
});

describe("Distribution's behaviors", () => {
  it("forwards everything to a load balancer without caching", async () => {
    const made = await distribution();
    assert.equal(at(made, "defaultCacheBehavior.cachePolicyId"), "4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assert.equal(at(made, "defaultCacheBehavior.originRequestPolicyId"), "216adef6-5c7f-47e4-b989-5492eafa07d3");
    assert.deepEqual(at(made, "defaultCacheBehavior.allowedMethods"), [...read, "DELETE", "PATCH", "POST", "PUT"]);
  });

  it("forwards no cookies when responses are cached", async () => {
    const made = await distribution({ defaultBehavior: { origin: "api", caching: { kind: "optimized" } } });
    assert.equal(at(made, "defaultCacheBehavior.cachePolicyId"), "658327ea-f89d-4fab-a63d-7e88639e58f6");
    assert.equal(at(made, "defaultCacheBehavior.originRequestPolicyId"), undefined);
    assert.deepEqual(at(made, "defaultCacheBehavior.allowedMethods"), read);
  });

  it("keeps the order of path patterns", async () => {
    const caching = { kind: "disabled" } as const;
    const made = await distribution({
      behaviors: { "/b/*": { origin: "api", caching }, "/a/*": { origin: "api", caching } },
    });
    assert.deepEqual(
      [at(made, "orderedCacheBehaviors.0.pathPattern"), at(made, "orderedCacheBehaviors.1.pathPattern")],
      ["/b/*", "/a/*"],
    );
  });

  it("creates one cache policy for equal settings, and forwards no query strings to buckets", async () => {
    const caching = { kind: "ttl", minSeconds: 1, defaultSeconds: 60, maxSeconds: 3600 } as const;
    const { of, one } = await deploy(
      () =>
        new Distribution("cdn", {
          ...minimal,
          origins: { ...minimal.origins, files },
          behaviors: {
            "/a/*": { origin: "files", caching },
            "/b/*": { origin: "files", caching },
            "/c/*": { origin: "api", caching },
          },
        }),
    );
    assert.deepEqual(
      of(aws.cloudfront.CachePolicy).map(({ name, inputs }) => [
        name,
        inputs["minTtl"],
        inputs["defaultTtl"],
        inputs["maxTtl"],
      ]),
      [
        ["cdn-ttl-1-60-3600", 1, 60, 3600],
        ["cdn-ttl-1-60-3600-query", 1, 60, 3600],
      ],
    );
    const behavior = "parametersInCacheKeyAndForwardedToOrigin.queryStringsConfig.queryStringBehavior";
    assert.equal(at(one(aws.cloudfront.CachePolicy, "cdn-ttl-1-60-3600"), behavior), "none");
    assert.equal(at(one(aws.cloudfront.CachePolicy, "cdn-ttl-1-60-3600-query"), behavior), "all");
    const made = one(aws.cloudfront.Distribution);
    const [a, b, c] = [0, 1, 2].map((place) => at(made, `orderedCacheBehaviors.${place}.cachePolicyId`));
    assert.ok(a === b && a !== c, `${a}, ${b}, ${c}`);
  });
});

describe("Distribution refuses", () => {
  it("another Region than us-east-1 and a missing domain, all at once", async () => {
    const args = { ...minimal, account: account("111122223333", "us-west-2"), domain: undefined };
    assert.deepEqual((await refusal(() => new Distribution("cdn", args))).split("\n"), [
      'Distribution "cdn":',
      "  - account must be in us-east-1, the Region of CloudFront's certificate, web ACL and logs, got us-west-2",
      "  - domain must be set, since the default CloudFront certificate allows TLS 1.0, got nothing",
    ]);
  });

  it("invalid domain names, and a domain without a hosted zone", async () => {
    const domain = { name: "www.example.com", alternativeNames: ["*.example.com"], hostedZoneId: "example.com" };
    assert.deepEqual((await refusal(() => new Distribution("cdn", { ...minimal, domain }))).split("\n"), [
      'Distribution "cdn":',
      '  - domain.alternativeNames must be a DNS name in lower case, without wildcard, got "*.example.com"',
      '  - domain.hostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example.com"',
    ]);
    assert.equal(
      await refusal(() => new Distribution("cdn", { ...minimal, domain: { name: "www.example.com" } })),
      'Distribution "cdn": domain needs the hosted zone that its records go to, set hostedZoneId',
    );
  });

  it("origins without TLS, and invalid origin groups", async () => {
    const message = await refusal(
      () =>
        new Distribution("cdn", {
          ...minimal,
          origins: {
            ...minimal.origins,
            files,
            "Old ALB": { kind: "loadBalancer", domainName: "gateway-1.us-east-1.elb.amazonaws.com" },
            slow: { kind: "loadBalancer", domainName: "slow.example.com", readTimeoutSeconds: 181 },
            lost: { kind: "failover", primary: "api", secondary: "gone" },
            same: { kind: "failover", primary: "api", secondary: "api" },
            mixed: { kind: "failover", primary: "api", secondary: "files" },
          },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'Distribution "cdn":',
      "  - origins.Old ALB: name must have lower-case letters, digits and hyphens only",
      '  - origins.Old ALB: domainName must be a name that the load balancer\'s certificate covers, got "gateway-1.us-east-1.elb.amazonaws.com"',
      "  - origins.slow: readTimeoutSeconds must be a whole number from 1 to 180, got 181",
      '  - origins.lost: secondary must be one of api, files, Old ALB, slow, got "gone"',
      '  - origins.same: secondary must differ from the primary, got "api"',
      '  - origins.mixed: primary and secondary must both be buckets or both be load balancers, got "api" and "files"',
    ]);
  });

  it("behaviors with unknown origins, invalid path patterns or invalid TTLs", async () => {
    const message = await refusal(
      () =>
        new Distribution("cdn", {
          ...minimal,
          defaultBehavior: { origin: "web", caching: { kind: "disabled" } },
          behaviors: {
            "api/*": { origin: "api", caching: { kind: "disabled" } },
            "/*": { origin: "api", caching: { kind: "disabled" } },
            "/a b": {
              origin: "toString",
              caching: { kind: "ttl", minSeconds: 60, defaultSeconds: 10, maxSeconds: 31536001 },
            },
          },
        }),
    );
    const pattern =
      "pattern must start with a slash, have at most 255 letters, digits and _-.*$/~\"'@:+&? and not be /*, which is the default behavior's, got";
    assert.deepEqual(message.split("\n"), [
      'Distribution "cdn":',
      '  - defaultBehavior.origin must be one of api, got "web"',
      `  - behaviors.api/*: ${pattern} "api/*"`,
      `  - behaviors./*: ${pattern} "/*"`,
      `  - behaviors./a b: ${pattern} "/a b"`,
      '  - behaviors./a b: origin must be one of api, got "toString"',
      "  - behaviors./a b: caching.maxSeconds must be a whole number from 1 to 31536000, got 31536001",
      "  - behaviors./a b: caching must have minSeconds, defaultSeconds and maxSeconds in this order, got 60, 10 and 31536001",
    ]);
  });

  it("invalid error pages, countries, sources and rate limits", async () => {
    const message = await refusal(
      () =>
        new Distribution("cdn", {
          ...minimal,
          defaultRootObject: "/index.html",
          errorPages: { 401: { path: "sorry.html", responseCode: 302, cacheSeconds: -1 } },
          contentSources: { "script-src": ["'unsafe-inline'"] },
          firewall: { rateLimit: { limit: 1, windowSeconds: 60 } },
          accessLogRetentionDays: 0,
          reach: { priceClass: "PriceClass_100", countries: ["us"] },
        }),
    );
    const codes = "400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504";
    assert.deepEqual(message.split("\n"), [
      'Distribution "cdn":',
      "  - firewall.rateLimit.limit must be a whole number from 10 to 2000000000, got 1",
      "  - accessLogRetentionDays must be a whole number from 1 to 3653, got 0",
      '  - reach.countries must be ISO 3166 codes of two capital letters, got "us"',
      '  - defaultRootObject must be a name without a slash in front, got "/index.html"',
      `  - errorPages.401: code must be one of ${codes}, got 401`,
      '  - errorPages.401: path must start with a slash, got "sorry.html"',
      `  - errorPages.401: responseCode must be 200 or one of ${codes}, got 302`,
      "  - errorPages.401: cacheSeconds must be a whole number from 0 to 31536000, got -1",
      "  - contentSources.script-src must name hosts, hashes or 'wasm-unsafe-eval', got \"'unsafe-inline'\"",
    ]);
  });

  it("an empty list of countries", async () => {
    assert.match(
      await refusal(
        () => new Distribution("cdn", { ...minimal, reach: { priceClass: "PriceClass_100", countries: [] } }),
      ),
      /reach\.countries must list at least one country, got none$/,
    );
  });
});
