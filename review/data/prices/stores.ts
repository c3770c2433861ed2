import { prices } from "../price.ts";
import { infracost, page, priceList } from "./sources.ts";

const rds = infracost("db_instance", "01c59b17a6fbaab511ccab5fb75ce760ad694eef");
const aurora = infracost("rds_cluster_instance", "9af2bd33b3912f729c782c51b478abac7b5db3ca");
const backup = infracost("backup_vault", "05030177b5349bb45a293baaca03431e76afac8f");
const small = page("https://infratally.com/articles/aws-rds-pricing-explained-2026.html", "2026");
const elastiCache = priceList("AmazonElastiCache", "2026-10-02", "FALLBACK_ELASTICACHE_VALKEY_PRICING");
const openSearch = priceList("AmazonES", "2026-10-01", "FALLBACK_OPENSEARCH_PRICING");
const dynamoDb = priceList("AmazonDynamoDB", "2026-07-31", "FALLBACK_DYNAMODB_PRICING");

/** Prices of databases for PostgreSQL in one zone; a standby costs the same again. */
const databases = {
  ...prices(rds, "hour", { "RDS db.t3.large": 0.145 }),
  ...prices(small, "hour", { "RDS db.t4g.small": 0.032, "RDS db.t4g.medium": 0.065 }),
  ...prices(priceList("AmazonRDS", "2026-08-19", 'rds: { "db.t4g.micro": 0.016, "db.t3.micro": 0.018 }'), "hour", {
    "RDS db.t3.micro": 0.018,
    "RDS db.t4g.micro": 0.016,
  }),
  ...prices(page('a public file with the words "M7g instances (Graviton3, general purpose)"', "not dated"), "hour", {
    "RDS db.m7g.large": 0.168,
    "RDS db.m7g.xlarge": 0.336,
  }),
  ...prices(rds, "GB-month", { "RDS gp3": 0.115, "RDS backup": 0.095 }),
  ...prices(aurora, "ACU-hour", { "Aurora Serverless": 0.12 }),
  ...prices(aurora, "GB-month", { "Aurora storage": 0.1 }),
  ...prices(aurora, "million requests", { "Aurora I/O": 0.2 }),
  ...prices(
    page('a public page with the words "RDS Proxy: $0.015 per vCPU-hour of your RDS instance"', "not dated"),
    "vCPU-hour",
    {
      "RDS Proxy": 0.015,
    },
  ),
};

/** ElastiCache nodes by engine and type; a Valkey node costs 0.8 of a Redis one. */
const caches = prices(elastiCache, "hour", {
  "valkey cache.t3.micro": 0.0136,
  "valkey cache.t3.medium": 0.0544,
  "valkey cache.t4g.micro": 0.0128,
  "valkey cache.t4g.small": 0.0256,
  "valkey cache.t4g.medium": 0.052,
  "valkey cache.m7g.large": 0.1264,
  "valkey cache.m7g.xlarge": 0.252,
  "redis cache.t3.micro": 0.017,
  "redis cache.t3.medium": 0.068,
  "redis cache.t4g.micro": 0.016,
  "redis cache.t4g.small": 0.032,
  "redis cache.t4g.medium": 0.065,
  "redis cache.m7g.large": 0.158,
  "redis cache.m7g.xlarge": 0.315,
});

/** Prices of stores by what is priced. */
export const stores = {
  ...databases,
  ...caches,
  ...prices(openSearch, "hour", {
    "OpenSearch m7g.medium.search": 0.068,
    "OpenSearch m7g.large.search": 0.135,
    "OpenSearch r7g.medium.search": 0.089,
    "OpenSearch r7g.large.search": 0.178,
    "OpenSearch r7g.xlarge.search": 0.356,
  }),
  ...prices(
    page(
      "https://github.com/venkatakrishna-pullela/vpullela-powers/blob/main/aws-cost-optimization/steering/services/opensearch-cost-optimization.md",
      "not dated",
    ),
    "GB-month",
    { "OpenSearch gp3": 0.122 },
  ),
  ...prices(page('a public file with the words "amazonMqM7gLarge: 0.2734"', "2026-10"), "hour", {
    "MQ mq.m7g.large": 0.2734,
  }),
  ...prices(infracost("mq_broker", "01c59b17a6fbaab511ccab5fb75ce760ad694eef"), "GB-month", { "MQ storage": 0.1 }),
  ...prices(infracost("efs_file_system", "da0a5862ad6a970be64ea624fba1a7f79f7bb42e"), "GB-month", {
    "EFS storage": 0.3,
  }),
  ...prices(infracost("s3_bucket", "068dadf971dac888ad2330295c4d59d42027f935"), "GB-month", { "S3 storage": 0.023 }),
  ...prices(infracost("s3_bucket", "068dadf971dac888ad2330295c4d59d42027f935"), "thousand requests", {
    "S3 writes": 0.005,
    "S3 reads": 0.0004,
  }),
  ...prices(dynamoDb, "million requests", { "DynamoDB reads": 0.125, "DynamoDB writes": 0.625 }),
  ...prices(dynamoDb, "GB-month", { "DynamoDB storage": 0.25 }),
  ...prices(backup, "GB-month", {
    "Backup of RDS": 0.095,
    "Backup of Aurora": 0.024,
    "Backup of DynamoDB": 0.11,
    "Backup of EFS": 0.06,
  }),
  ...prices(infracost("sqs_queue", "34467f62dc6a4ea14d579bb641dab549be285615"), "million requests", {
    "SQS requests": 0.4,
  }),
};
