import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { policyDocument, type Statement } from "../iam/policy-document.ts";
import { grant } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";

/** IAM permissions of users with temporary AWS credentials. */
export interface AwsAccess {
  /** Statements for authenticated users without a group role; without any they have no permissions. */
  everyone: readonly Statement[];
  /** Statements by user group; they replace those of authenticated users. */
  groups: Readonly<Record<string, readonly Statement[]>>;
}

/** Arguments of IdentityPool. */
export interface IdentityPoolArgs {
  /** Account of the pool. */
  account: Account;
  /** Endpoint of the user pool, without https://. */
  userPoolEndpoint: pulumi.Input<string>;
  /** IDs of the app clients whose ID tokens are accepted, by name. */
  clientIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Permissions of users. */
  access: AwsAccess;
}

/** A Cognito identity pool for the users of a user pool: no guest access, no classic flow, one IAM role for each user group. */
export class IdentityPool extends pulumi.ComponentResource {
  /** ID of the identity pool. */
  readonly identityPoolId: pulumi.Output<string>;
  /** ARN of the role of each user group; the group must have the role, since the ID token contains it. */
  readonly groupRoleArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: IdentityPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cognito:IdentityPool", name, {}, opts);
    const { account, userPoolEndpoint: providerName, clientIds, access } = args;
    const child = { parent: this };

    const pool = new aws.cognito.IdentityPool(
      name,
      {
        identityPoolName: name,
        allowUnauthenticatedIdentities: false,
        allowClassicFlow: false,
        cognitoIdentityProviders: Object.values(clientIds).map((clientId) => ({
          clientId,
          providerName,
          // The tokens of users who signed out or were disabled are rejected (server-side token check).
          serverSideTokenCheck: true,
        })),
      },
      child,
    );
    const role = (roleName: string, statements: readonly Statement[]) =>
      grant(
        roleName,
        new aws.iam.Role(roleName, { assumeRolePolicy: trust(pool.id) }, child),
        { account, statements },
        child,
      );
    const authenticated = role(`${name}-authenticated`, access.everyone);
    const groupRoles = Object.entries(access.groups).map(
      ([group, statements]) => [group, role(`${name}-group-${group}`, statements)] as const,
    );
    new aws.cognito.IdentityPoolRoleAttachment(
      name,
      {
        identityPoolId: pool.id,
        roles: { authenticated },
        roleMappings: Object.values(clientIds).map((clientId) => ({
          identityProvider: pulumi.interpolate`${providerName}:${clientId}`,
          type: "Token",
          ambiguousRoleResolution: "AuthenticatedRole",
        })),
      },
      child,
    );

    this.identityPoolId = pool.id;
    this.groupRoleArns = Object.fromEntries(groupRoles);
    this.registerOutputs(outputs(this));
  }
}

/** Trust for authenticated identities of this identity pool only (aud), not of any identity pool. */
function trust(identityPoolId: pulumi.Output<string>): pulumi.Output<string> {
  return policyDocument({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": identityPoolId },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
    },
  });
}
