import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { StaticSite, type StaticSiteArgs } from "../../../components/cdn/static-site.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const minimal: StaticSiteArgs = {
  account: account("111122223333", "us-east-1"),
  domain: { name: "app.example.com", hostedZoneId: "Z0123456789ABC" },
  singlePageApp: true,
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" },
  accessLogRetentionDays: 90,
  reach: { priceClass: "PriceClass_100" },
};

describe("StaticSite", () => {
  it("AGT-EDG-01, AUT-APP-07: stores files in a private bucket that only the distribution may read", async () => {
    const { one } = await deploy(() => new StaticSite("site", minimal));
    const { bucket, ...blocks } = one(aws.s3.BucketPublicAccessBlock, "site").inputs;
    const files = one(aws.s3.Bucket, "site");
    assert.equal(bucket, files.outputs["bucket"]);
    assert.deepEqual(Object.values(blocks), [true, true, true, true]);
    const distribution = one(aws.cloudfront.Distribution);
    const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy, "site").inputs["policy"]));
    assert.equal(Statement[0].Effect, "Deny");
    assert.deepEqual(Statement.slice(1), [
      {
        Sid: "Viewers",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: `${files.outputs["arn"]}/*`,
        Condition: { StringEquals: { "aws:SourceArn": distribution.outputs["arn"] } },
      },
    ]);
    assert.equal(at(distribution, "origins.0.domainName"), `${files.outputs["bucket"]}.s3.us-east-1.amazonaws.com`);
  });

  it("encrypts files with a separate KMS key, which decrypts for the distribution only", async () => {
    const { one } = await deploy(() => new StaticSite("site", minimal));
    const key = one(aws.kms.Key);
    assert.deepEqual(
      at(
        one(aws.s3.BucketServerSideEncryptionConfiguration, "site"),
        "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId",
      ),
      key.outputs["arn"],
    );
    const { Statement } = JSON.parse(String(key.inputs["policy"]));
    assert.deepEqual(Statement.slice(1), [
      {
        Sid: "Viewers",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceArn": one(aws.cloudfront.Distribution).outputs["arn"] } },
      },
    ]);
  });

  it("creates the bucket before the distribution, and its policy after", async () => {
    const { one } = await deploy(() => new StaticSite("site", minimal));
    const distribution = one(aws.cloudfront.Distribution);
    assert.ok(distribution.dependencies.includes(one(aws.s3.Bucket, "site").urn));
    assert.ok(one(aws.s3.BucketPolicy, "site").dependencies.includes(distribution.urn));
    assert.ok(one(aws.kms.Key).dependencies.includes(distribution.urn));
  });

  it("AGT-EDG-03: serves index.html for client-side routes of a single-page app", async () => {
    const app = await deploy(() => new StaticSite("site", minimal));
    assert.deepEqual(at(app.one(aws.cloudfront.Distribution), "customErrorResponses"), [
      { errorCode: 403, responsePagePath: "/index.html", responseCode: 200, errorCachingMinTtl: 10 },
      { errorCode: 404, responsePagePath: "/index.html", responseCode: 200, errorCachingMinTtl: 10 },
    ]);
    const pages = await deploy(() => new StaticSite("site", { ...minimal, singlePageApp: false }));
    assert.deepEqual(at(pages.one(aws.cloudfront.Distribution), "customErrorResponses"), []);
  });

  it("caches files by Cache-Control, and for one minute without it", async () => {
    const { one } = await deploy(() => new StaticSite("site", minimal));
    const { minTtl, defaultTtl, maxTtl } = one(aws.cloudfront.CachePolicy).inputs;
    assert.deepEqual([minTtl, defaultTtl, maxTtl], [0, 60, 31536000]);
    assert.equal(
      at(
        one(aws.cloudfront.CachePolicy),
        "parametersInCacheKeyAndForwardedToOrigin.queryStringsConfig.queryStringBehavior",
      ),
      "none",
    );
  });

  it("outputs bucket, key, distribution and URL", async () => {
    const { one, outputs } = await deploy(() => {
      const { url, distributionId, bucketName, bucketArn, kmsKeyArn, aclName } = new StaticSite("site", minimal);
      return { url, distributionId, bucketName, bucketArn, kmsKeyArn, aclName };
    });
    assert.deepEqual(outputs, {
      url: "https://app.example.com",
      distributionId: String(one(aws.cloudfront.Distribution).outputs["arn"]).split("/")[1],
      bucketName: one(aws.s3.Bucket, "site").outputs["bucket"],
      bucketArn: one(aws.s3.Bucket, "site").outputs["arn"],
      kmsKeyArn: one(aws.kms.Key).outputs["arn"],
      aclName: one(aws.wafv2.WebAcl).outputs["name"],
    });
  });

  it("reports every fault at once, with its own name", async () => {
    const message = await refusal(
      () =>
        new StaticSite("site", {
          ...minimal,
          account: account("111122223333", "us-west-2"),
          domain: undefined,
          accessLogRetentionDays: 0,
          contentSources: { "script-src": ["'unsafe-inline'"] },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'StaticSite "site":',
      "  - account must be in us-east-1, the Region of CloudFront's certificate, web ACL and logs, got us-west-2",
      "  - domain must be set, since the default CloudFront certificate allows TLS 1.0, got nothing",
      "  - accessLogRetentionDays must be a whole number from 1 to 3653, got 0",
      "  - contentSources.script-src must name hosts, hashes or 'wasm-unsafe-eval', got \"'unsafe-inline'\"",
    ]);
  });
});
