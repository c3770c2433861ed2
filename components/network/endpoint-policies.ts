import type * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";

/** Policy of the S3 gateway endpoint: principals and buckets of the account, trusted buckets, and software downloads. */
export function s3Policy(account: Account, trustedBuckets: readonly string[]): pulumi.Output<string> {
  const trusted = trustedBuckets.length === 0 ? [] : [trustedData(account, trustedBuckets)];
  return policyDocument(ownData(account, "s3:*"), ...trusted, downloads(account));
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

/** Allows principals of the account to use buckets of other accounts that are named. */
function trustedData({ partition, accountId }: Account, buckets: readonly string[]): Statement {
  return {
    Sid: "TrustedBuckets",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:*",
    Resource: buckets.flatMap((bucket) => [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`]),
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}

/** Read access to named buckets in the Region of the endpoint, which carries no request to another Region. */
function downloads({ partition, region }: Account): Statement {
  const buckets = [...softwareBuckets(region), ...Object.values(imageBuckets).flatMap((of) => of(region))];
  return {
    Sid: "Downloads",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/*`),
  };
}

/** Packages of Amazon Linux 2023 (anonymous), and updates of SSM Agent. */
function softwareBuckets(region: string): string[] {
  return [
    `al2023-repos-${region}-de612dc2`,
    `amazon-ssm-${region}`,
    `amazon-ssm-packages-${region}`,
    `aws-ssm-${region}`,
  ];
}

/**
 * Buckets to which image registries redirect requests for layers, by registry and Region of the endpoint:
 * - ECR presigns: docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html.
 * - registry.k8s.io, anonymous: github.com/kubernetes/registry.k8s.io/issues/245, helm-charts#2421 of prometheus-community.
 * - quay.io presigns in us-east-1, and uses a content delivery network elsewhere (OpenShift's firewall documentation).
 * - Docker Hub: github.com/docker/hub-feedback/issues/1318. That the bucket is in us-east-1 is assumed.
 * ghcr.io, public.ecr.aws and reg.kyverno.io serve layers from outside S3, or from content delivery networks.
 */
export const imageBuckets: Readonly<Record<string, (region: string) => string[]>> = {
  "amazonaws.com": (region) => [`prod-${region}-starport-layer-bucket`],
  "registry.k8s.io": (region) => [`prod-registry-k8s-io-${region}`],
  "quay.io": (region) => (region === "us-east-1" ? ["quayio-production-s3"] : []),
  "docker.io": (region) => (region === "us-east-1" ? ["docker-images-prod"] : []),
};

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
