import type * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";

/** Policy of the S3 gateway endpoint: principals and buckets of the account, and software downloads. */
export function s3Policy(account: Account): pulumi.Output<string> {
  return policyDocument(ownData(account, "s3:*"), downloads(account));
}

/** Policy of the DynamoDB gateway endpoint: principals and tables of the account. */
export function dynamodbPolicy(account: Account): pulumi.Output<string> {
  return policyDocument(ownData(account, "dynamodb:*"));
}

/**
 * Policy of an interface endpoint: principals of the account. Resources are not limited, since nodes use ECR registries, public
 * parameters, AMIs and models of AWS accounts.
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

/** Allows only principals of the account and resources of the account, against data exfiltration. */
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
 * Buckets of AWS services in the Region: image layers of ECR (presigned by ECR), packages of Amazon Linux 2023 and image layers
 * of registry.k8s.io (both anonymous), and updates of SSM Agent. Read access to named buckets only.
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

/** AssumeRoleWithWebIdentity has no principal account yet, so the roles are named as resources (IRSA). */
function tokenExchange(account: Account): Statement {
  return {
    Sid: "TokenExchange",
    Effect: "Allow",
    Principal: "*",
    Action: "sts:AssumeRoleWithWebIdentity",
    Resource: iamArn(account, "role/*"),
  };
}
