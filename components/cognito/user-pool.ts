import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { webClient } from "./clients.ts";
import { IdentityPool } from "./identity-pool.ts";
import { MachineCredentials } from "./machine-credentials.ts";
import { signInSettings } from "./sign-in.ts";
import { readableAttributes, schemaOf, writableAttributes } from "./user-attributes.ts";
import type { UserPoolArgs } from "./user-pool-args.ts";
import { userPoolDomain } from "./user-pool-domain.ts";
import { userPoolFaults } from "./user-pool-faults.ts";

export type { UserPoolArgs } from "./user-pool-args.ts";

/**
 * A Cognito user pool with groups, app clients and a domain; users are created by administrators.
 * Threat protection needs the Plus feature plan, at about 0.02 USD a month for each active user.
 */
export class UserPool extends pulumi.ComponentResource {
  /** ID of the user pool. */
  readonly userPoolId: pulumi.Output<string>;
  /** ARN of the user pool, for load balancer listeners that authenticate users. */
  readonly userPoolArn: pulumi.Output<string>;
  /** Issuer of the tokens (iss); its keys are at /.well-known/jwks.json. */
  readonly issuer: pulumi.Output<string>;
  /** URL of the token endpoint, where the user pool has a domain. */
  readonly tokenUrl: pulumi.Output<string> | undefined;
  /** IDs of the app clients, by name. */
  readonly clientIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARNs of the secrets with the credentials of machine clients, by client name. */
  readonly credentialArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** ID of the identity pool, where users have AWS permissions. */
  readonly identityPoolId: pulumi.Output<string> | undefined;

  constructor(name: string, args: UserPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cognito:UserPool", name, {}, opts);
    const { groups = {} } = args;
    refuse(this, name, userPoolFaults(args));
    const child = { parent: this };

    const pool = new aws.cognito.UserPool(name, userPool(args), child);
    if (args.webAclArn !== undefined) {
      new aws.wafv2.WebAclAssociation(name, { resourceArn: pool.arn, webAclArn: args.webAclArn }, child);
    }
    const baseUrl =
      args.domain && userPoolDomain(name, args.domain, { id: pool.id, region: args.account.region }, child);
    const tokenUrl = baseUrl && pulumi.interpolate`${baseUrl}/oauth2/token`;
    const userPoolId = this.resourceServers(name, args, pool.id);
    const webIds = this.webClients(name, args, userPoolId);
    const machines = tokenUrl === undefined ? {} : this.machineClients(name, args, userPoolId, tokenUrl);
    const identityPool =
      args.awsAccess &&
      new IdentityPool(
        name,
        { account: args.account, userPoolEndpoint: pool.endpoint, clientIds: webIds, access: args.awsAccess },
        child,
      );
    for (const [group, { description, precedence }] of Object.entries(groups)) {
      const roleArn = identityPool?.groupRoleArns[group];
      new aws.cognito.UserGroup(
        `${name}-${group}`,
        { userPoolId: pool.id, name: group, description, precedence, ...(roleArn && { roleArn }) },
        child,
      );
    }

    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    this.issuer = pulumi.interpolate`https://${pool.endpoint}`;
    this.tokenUrl = tokenUrl;
    this.clientIds = { ...webIds, ...each(machines, ({ clientId }) => clientId) };
    this.credentialArns = each(machines, ({ secretArn }) => secretArn);
    this.identityPoolId = identityPool?.identityPoolId;
    this.registerOutputs(outputs(this));
  }

  /** Resource servers; the returned ID is known when all exist, since Cognito refuses a client with an unknown scope. */
  private resourceServers(name: string, args: UserPoolArgs, userPoolId: pulumi.Output<string>) {
    const { resourceServers = {} } = args;
    const servers = Object.entries(resourceServers).map(
      ([key, { identifier, scopes }]) =>
        new aws.cognito.ResourceServer(
          `${name}-${key}`,
          {
            userPoolId,
            identifier,
            scopes: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({ scopeName, scopeDescription })),
          },
          { parent: this },
        ),
    );
    return pulumi.all([userPoolId, pulumi.all(servers.map((server) => server.id))]).apply(([id]) => id);
  }

  private webClients(name: string, args: UserPoolArgs, userPoolId: pulumi.Output<string>) {
    const { clients = {}, schema } = args;
    const attributes = { readable: readableAttributes(schema), writable: writableAttributes(schema) };
    const made: Record<string, pulumi.Output<string>> = {};
    for (const [key, client] of Object.entries(clients)) {
      if (client.kind !== "web") continue;
      const inputs = { userPoolId, ...webClient(client, attributes) };
      made[key] = new aws.cognito.UserPoolClient(`${name}-${key}`, inputs, { parent: this }).id;
    }
    return made;
  }

  private machineClients(
    name: string,
    args: UserPoolArgs,
    userPoolId: pulumi.Output<string>,
    tokenUrl: pulumi.Output<string>,
  ) {
    const { clients = {}, kmsKeyArn } = args;
    const made: Record<string, MachineCredentials> = {};
    for (const [key, client] of Object.entries(clients)) {
      if (client.kind !== "machine") continue;
      const inputs = { userPoolId, client, tokenUrl, kmsKeyArn };
      made[key] = new MachineCredentials(`${name}-${key}`, inputs, { parent: this });
    }
    return made;
  }
}

/** The user pool; users sign in with their email address, which is the only way to recover an account. */
function userPool(args: UserPoolArgs): aws.cognito.UserPoolArgs {
  return {
    ...(args.poolName !== undefined && { name: args.poolName }),
    // Schema changes are not ignored: added attributes are deployed, and Cognito refuses every other change.
    schemas: schemaOf(args.schema),
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    // A changed email address must be verified before it replaces the old one.
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    ...signInSettings(args.signIn),
    deletionProtection: args.deletionProtection ? "ACTIVE" : "INACTIVE",
  };
}

function each<From, To>(entries: Readonly<Record<string, From>>, to: (from: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, to(value)]));
}
