import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn, managedPolicyArn } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";

/** Arguments of DeployerBoundary. */
export interface DeployerBoundaryArgs {
  /** Account of the deployers. */
  account: Account;
  /** Name of the policy. */
  policyName: string;
  /** Prefixes of the services that the deployers' policies name, for example ec2. */
  services: readonly string[];
  /** Regions in which the deployers work, besides us-east-1. */
  regions: readonly string[];
  /** ARN of the bucket with the states. */
  stateBucketArn: pulumi.Input<string>;
  /** ARN of the key of the states. */
  stateKeyArn: pulumi.Input<string>;
  /** ARNs of the roles, and of patterns of roles, that a deployer may not change. */
  keptRoles: readonly string[];
}

/**
 * The permissions boundary of deployer roles. It grants nothing: the policies of a role do. It takes away other services and
 * Regions, what no update needs, and what would let a deployer widen its own permissions.
 */
export class DeployerBoundary extends pulumi.ComponentResource {
  /** ARN of the policy. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: DeployerBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:delivery:DeployerBoundary", name, {}, opts);
    const policy = new aws.iam.Policy(
      name,
      {
        name: args.policyName,
        description: "Permissions boundary of deployer roles",
        policy: policyDocument(
          {
            Sid: "WhatPoliciesAllow",
            Effect: "Allow",
            Action: args.services.map((service) => `${service}:*`),
            Resource: "*",
            // The services without Regions, such as IAM and CloudFront, take part in us-east-1.
            Condition: { StringEquals: { "aws:RequestedRegion": [...new Set([...args.regions, "us-east-1"])] } },
          },
          ...ofIdentities(args),
          ...ofStates(args),
        ),
      },
      { parent: this },
    );
    this.arn = policy.arn;
    this.registerOutputs(outputs(this));
  }
}

/** Managed policies that an update never attaches to a role: each of them contains iam:* or everything. */
const tooWide = ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"];

const deny = { Effect: "Deny" } as const;

function ofIdentities({ account, policyName, keptRoles }: DeployerBoundaryArgs): Statement[] {
  return [
    {
      Sid: "NoUsers",
      ...deny,
      Action: ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"],
      Resource: "*",
    },
    {
      Sid: "NoAccount",
      ...deny,
      Action: ["account:CloseAccount", "organizations:*", "iam:DeleteAccountPasswordPolicy"],
      Resource: "*",
    },
    {
      Sid: "NoWidePolicies",
      ...deny,
      Action: "iam:AttachRolePolicy",
      Resource: "*",
      Condition: { ArnEquals: { "iam:PolicyARN": tooWide.map((policy) => managedPolicyArn(account, policy)) } },
    },
    {
      Sid: "KeepRoles",
      ...deny,
      Action: [
        "iam:AttachRolePolicy",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
      ],
      Resource: [...keptRoles],
    },
    {
      Sid: "KeepPolicies",
      ...deny,
      Action: ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"],
      Resource: [
        iamArn(account, `policy/${policyName}`),
        ...keptRoles.map((role) => `${role.replace(":role/", ":policy/")}-*`),
      ],
    },
    {
      Sid: "KeepTrust",
      ...deny,
      Action: "iam:*OpenIDConnectProvider*",
      Resource: iamArn(account, "oidc-provider/token.actions.githubusercontent.com"),
    },
  ];
}

function ofStates({ stateBucketArn, stateKeyArn }: DeployerBoundaryArgs): Statement[] {
  return [
    {
      Sid: "KeepStateBucket",
      ...deny,
      Action: [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:DeleteObjectVersion",
        "s3:PutBucketPolicy",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      Resource: [stateBucketArn, pulumi.interpolate`${stateBucketArn}/*`],
    },
    {
      Sid: "KeepStateKey",
      ...deny,
      Action: ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
      Resource: stateKeyArn,
    },
  ];
}
