import type * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";

/** Policy of the S3 gateway endpoint: credentials of the own account on buckets of the own account, and downloads of software. */
export function s3Policy(account: Account): pulumi.Output<string> {
  return policyDocument(ownData(account, "s3:*"), downloads(account));
}

/** Policy of the DynamoDB gateway endpoint: credentials of the own account on tables of the own account. */
export function dynamodbPolicy(account: Account): pulumi.Output<string> {
  return policyDocument(ownData(account, "dynamodb:*"));
}

/**
 * Policy of an interface endpoint: credentials of the own account only. Not the resources as well: nodes pull images of
 * add-ons from registries of AWS, read AWS's public parameters, start AWS's machine images and invoke AWS's models.
 */
export function interfacePolicy(account: Account, service: string): pulumi.Output<string> {
  const own: Statement = {
    Sid: "OwnCredentials",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": account.accountId } },
  };
  return service === "sts" ? policyDocument(own, tokenExchange(account)) : policyDocument(own);
}

/** Neither foreign credentials may be used from here, nor own ones to carry data to a foreign account. */
function ownData(account: Account, action: string): Statement {
  return {
    Sid: "OwnData",
    Effect: "Allow",
    Principal: "*",
    Action: action,
    Resource: "*",
    Condition: {
      StringEquals: { "aws:PrincipalAccount": account.accountId, "aws:ResourceAccount": account.accountId },
    },
  };
}

/**
 * Software that comes from S3 in this Region but not from buckets of the account: image layers of ECR (the URL is signed
 * by ECR, not by the caller), packages of Amazon Linux 2023 and image layers of registry.k8s.io (both anonymous), and what
 * Systems Manager agents update themselves with. Read only, and named one by one, since anybody may own any other bucket.
 */
function downloads({ partition, region }: Account): Statement {
  const buckets = [
    `prod-${region}-starport-layer-bucket`,
    `al2023-repos-${region}-de612dc2`,
    `prod-registry-k8s-io-${region}`,
    `amazon-ssm-${region}`,
    `amazon-ssm-packages-${region}`,
    `aws-ssm-${region}`,
  ];
  return {
    Sid: "Downloads",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/*`),
  };
}

/** A service account's token is exchanged for credentials before there are any, so the roles are named instead (IRSA). */
function tokenExchange(account: Account): Statement {
  return {
    Sid: "TokenExchange",
    Effect: "Allow",
    Principal: "*",
    Action: "sts:AssumeRoleWithWebIdentity",
    Resource: iamArn(account, "role/*"),
  };
}
