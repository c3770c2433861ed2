import * as aws from "@pulumi/aws";
import { StaticSite } from "platform-components/cdn";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";

// A single-page application in a private bucket behind CloudFront.
const provider = new aws.Provider("site-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: { project: "site", environment: "dev", owner: "site", "cost-center": "site", "data-class": "internal" },
  },
});
const opts = { providers: [provider] };
const home = account("111122223333", "us-east-1");

const key = new EncryptionKey(
  "site-logs",
  {
    account: home,
    description: "Logs of the site",
    deletionProtection: false,
    services: ["logs.us-east-1.amazonaws.com"],
  },
  opts,
);
const site = new StaticSite(
  "site",
  {
    account: home,
    domain: { name: "app.example.com", hostedZoneId: "Z0123456789ABC" },
    singlePageApp: true,
    contentSources: { "connect-src": ["https://api.example.com"] },
    firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
    logs: { retentionInDays: 30, kmsKeyArn: key.arn },
    accessLogRetentionDays: 30,
    deletionProtection: false,
    reach: { priceClass: "PriceClass_100" },
  },
  opts,
);

export const { bucketName, url } = site;
