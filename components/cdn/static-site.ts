import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import type { Statement } from "../iam/policy-document.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { contentSourceFaults } from "./content-security-policy.ts";
import { Distribution } from "./distribution.ts";
import type { DistributionArgs } from "./distribution-args.ts";
import { edgeFaults } from "./distribution-faults.ts";

/** Settings of the site's distribution. */
type Edge = "account" | "domain" | "firewall" | "logs" | "accessLogRetentionDays" | "reach" | "contentSources";

/** Arguments of StaticSite. */
export interface StaticSiteArgs extends Pick<DistributionArgs, Edge> {
  /** Whether index.html is the response for paths without a file (client-side routing); it also replaces the response to requests that AWS WAF blocks. */
  singlePageApp: boolean;
}

/**
 * A private, encrypted bucket behind a CloudFront distribution.
 * It needs a provider of us-east-1; Cache-Control sets how long a file is cached, one minute without it.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import { account } from "../iam/account.ts";
 * import { StaticSite } from "./static-site.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const usEast1 = new aws.Provider("aws-us-east-1", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
 * new StaticSite(
 *   "automatrix",
 *   {
 *     account: account("111122223333", "us-east-1"),
 *     domain: { name: "app.example.com", hostedZoneId: "Z0123456789ABC" },
 *     singlePageApp: true,
 *     contentSources: { "connect-src": ["https://api.example.com"] },
 *     firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
 *     logs: { retentionInDays: 365, kmsKeyArn },
 *     accessLogRetentionDays: 365,
 *     reach: { priceClass: "PriceClass_100" },
 *   },
 *   { providers: { aws: usEast1 } },
 * );
 */
export class StaticSite extends pulumi.ComponentResource {
  /** Name of the bucket of the files. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, for the policy of the role that uploads files. */
  readonly bucketArn: pulumi.Output<string>;
  /** ARN of the KMS key of the files; the role that uploads files needs kms:GenerateDataKey. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** ID of the distribution, for invalidations. */
  readonly distributionId: pulumi.Output<string>;
  /** Name of the web ACL: the WebACL dimension of its metrics. */
  readonly aclName: pulumi.Output<string>;
  /** URL of the site. */
  readonly url: string;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cdn:StaticSite", name, {}, opts);
    const { singlePageApp, ...edge } = args;
    refuse(this, name, [...edgeFaults(args), ...contentSourceFaults(args.contentSources ?? {})]);
    const { account } = args;
    const child = { parent: this };

    // The key policy and the bucket policy name the distribution, which depends on the bucket, not on its policy.
    const [distributionArn, resolveDistributionArn] = pulumi.deferredOutput<string>();
    const key = new EncryptionKey(
      name,
      { account, description: `Files of ${name}`, statements: [viewers(distributionArn, "kms:Decrypt", "*")] },
      child,
    );
    const bucket = new Bucket(
      name,
      {
        encryption: { kind: "sse-kms", kmsKeyArn: key.arn },
        statements: (arn) => [viewers(distributionArn, "s3:GetObject", pulumi.interpolate`${arn}/*`)],
      },
      child,
    );
    const distribution = new Distribution(
      name,
      {
        ...edge,
        origins: { files: { kind: "bucket", bucketArn: bucket.arn, region: account.region } },
        defaultBehavior: { origin: "files", caching },
        errorPages: singlePageApp ? { 403: index, 404: index } : {},
      },
      child,
    );
    resolveDistributionArn(distribution.arn);

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.arn;
    this.kmsKeyArn = key.arn;
    this.distributionId = distribution.distributionId;
    this.aclName = distribution.aclName;
    this.url = distribution.url;
    this.registerOutputs(outputs(this));
  }
}

const caching = { kind: "ttl", minSeconds: 0, defaultSeconds: 60, maxSeconds: 31_536_000 } as const;

/** S3 answers 403 instead of 404 for missing objects without s3:ListBucket. */
const index = { path: "/index.html", responseCode: 200 };

/** Statement for one distribution. */
function viewers(distributionArn: pulumi.Output<string>, action: string, resource: pulumi.Input<string>): Statement {
  return {
    Sid: "Viewers",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: action,
    Resource: resource,
    Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
  };
}
