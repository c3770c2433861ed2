import { prices } from "../price.ts";
import { cloudWatch, infracost } from "./sources.ts";

const secret = infracost("secretsmanager_secret", "01c59b17a6fbaab511ccab5fb75ce760ad694eef");
const key = infracost("kms_key", "728ec2c3d364759fa9a418d857b2017ff5c8b328");

/** Prices of security, logs and alarms by what is priced. */
export const operations = {
  ...prices(key, "month", { "KMS key": 1 }),
  ...prices(key, "10,000 requests", { "KMS requests": 0.03 }),
  ...prices(secret, "month", { Secret: 0.4 }),
  ...prices(secret, "10,000 requests", { "Secret reads": 0.05 }),
  ...prices(cloudWatch, "month", {
    "Alarm metric": 0.1,
    "Composite alarm": 0.5,
    "Custom metric": 0.3,
  }),
  ...prices(infracost("cloudwatch_dashboard", "5cdfa4bebaeeffa0aaf21950430472deb5596c5e"), "month", { Dashboard: 3 }),
  ...prices(cloudWatch, "GB", { "Log ingestion": 0.5, "Log delivery to S3": 0.25 }),
  ...prices(cloudWatch, "GB-month", { "Log storage": 0.03 }),
  ...prices(cloudWatch, "vCPU-hour", { "Database Insights": 0.0125 }),
  ...prices(cloudWatch, "ACU-hour", { "Database Insights of Aurora Serverless": 0.003125 }),
  ...prices(infracost("cloudtrail", "05030177b5349bb45a293baaca03431e76afac8f"), "100,000 events", {
    "CloudTrail data events": 0.1,
  }),
  ...prices(infracost("config_configuration_recorder", "027bec33d4836acb33a90ea902d8255869e9077f"), "item", {
    "Configuration item": 0.003,
  }),
};
