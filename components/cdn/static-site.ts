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

/** What a site asks of its distribution. */
type Edge = "account" | "domain" | "firewall" | "logs" | "accessLogRetentionDays" | "reach" | "contentSources";

export interface StaticSiteArgs extends Pick<DistributionArgs, Edge> {
  /** Whether index.html answers for every path that is no file, because the routes are the browser's; it also stands in for what the firewall says to blocked requests. */
  singlePageApp: boolean;
}

/**
 * Files in a private, encrypted bucket, which a CloudFront distribution alone may read.
 * All of it is made by a provider of us-east-1; how long a file is kept is in its Cache-Control, one minute where it has none.
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
  /** Name of the bucket that the files are put into. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, as the policy of whoever puts files names it. */
  readonly bucketArn: pulumi.Output<string>;
  /** ARN of the key that encrypts the files; whoever puts files needs kms:GenerateDataKey on it. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** ID of the distribution, as invalidations name it. */
  readonly distributionId: pulumi.Output<string>;
  /** Name of the web ACL, the WebACL dimension of its metrics. */
  readonly aclName: pulumi.Output<string>;
  /** Where viewers find the site. */
  readonly url: string;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cdn:StaticSite", name, {}, opts);
    const { singlePageApp, ...edge } = args;
    refuse(this, name, [...edgeFaults(args), ...contentSourceFaults(args.contentSources ?? {})]);
    const { account } = args;
    const child = { parent: this };

    // Key and bucket policy name the distribution, which names the bucket: a circle in this text, not among the resources.
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

/** S3 says 403, not 404, of what is not there to those who may not list. */
const index = { path: "/index.html", responseCode: 200 };

/** Lets one distribution, and through it every viewer, do one thing. */
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
