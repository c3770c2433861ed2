import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account.ts";
import { refuse } from "../refusal.ts";
import { type Client, type ResourceServer, webClient } from "./clients.ts";
import { type AwsAccess, IdentityPool } from "./identity-pool.ts";
import { MachineCredentials } from "./machine-credentials.ts";
import { readableAttributes, schemaOf, type UserAttribute, writableAttributes } from "./user-attributes.ts";
import { type DirectoryDomain, directoryDomain } from "./user-directory-domain.ts";
import { userDirectoryFaults } from "./user-directory-faults.ts";

/** How users prove who they are. */
export interface SignIn {
  /** Whether a time-based one-time password is asked of users who set one up, or of all. */
  mfa: "OPTIONAL" | "ON";
  /** Whether risky sign-ins and leaked passwords are blocked, or only recorded. */
  threatProtection: "ENFORCED" | "AUDIT";
  /** Least length of a password, 12 to 99; all four classes of characters are always asked for. @default 12 */
  passwordLength?: number;
  /** Days that an invitation's temporary password works, 1 to 7. @default 7 */
  temporaryPasswordDays?: number;
}

/** A group of users; tokens name it as a claim. */
export interface UserGroup {
  /** Who belongs to it. */
  description: string;
  /** Whose role wins for a user in several groups: the lowest number. */
  precedence: number;
}

export interface UserDirectoryArgs {
  /** Account of the user pool. */
  account: Account;
  /** Physical name of the user pool. @default auto-named */
  poolName?: string;
  /** How users prove who they are. */
  signIn: SignIn;
  /** Attributes of every user. Append only: Cognito can neither change nor remove one, nor require one later. */
  schema: readonly UserAttribute[];
  /** Groups of users, by name. @default {} */
  groups?: Readonly<Record<string, UserGroup>>;
  /** Where users sign in and clients fetch tokens; clients need one. @default none */
  domain?: DirectoryDomain;
  /** APIs that accept the pool's access tokens, by a name of ours. @default {} */
  resourceServers?: Readonly<Record<string, ResourceServer>>;
  /** App clients, by a name of ours. @default {} */
  clients?: Readonly<Record<string, Client>>;
  /** What users may do in AWS, through an identity pool. @default none */
  awsAccess?: AwsAccess;
  /** ARN of the KMS key that encrypts the credentials of machine clients. */
  kmsKeyArn: pulumi.Input<string>;
  /** Whether AWS refuses to delete the user pool, and with it every user. */
  deletionProtection: boolean;
}

/**
 * A Cognito user pool whose users are invited by administrators, with its groups, clients and domain.
 * Threat protection needs the Plus feature plan, which costs about 0.02 USD a month for each active user.
 */
export class UserDirectory extends pulumi.ComponentResource {
  /** ID of the user pool. */
  readonly userPoolId: pulumi.Output<string>;
  /** ARN of the user pool, for its web ACL and for authenticating listeners. */
  readonly userPoolArn: pulumi.Output<string>;
  /** Issuer of the tokens (iss); its keys are at /.well-known/jwks.json. */
  readonly issuer: pulumi.Output<string>;
  /** URL of the token endpoint, where there is a domain. */
  readonly tokenUrl: pulumi.Output<string> | undefined;
  /** IDs of the app clients, by name. */
  readonly clientIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARNs of the secrets with the credentials of machine clients, by the client's name. */
  readonly credentialArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** ID of the identity pool, where users may do something in AWS. */
  readonly identityPoolId: pulumi.Output<string> | undefined;

  constructor(name: string, args: UserDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:identity:UserDirectory", name, {}, opts);
    const { groups = {}, resourceServers = {}, clients = {} } = args;
    refuse(this, name, userDirectoryFaults(args));
    const child = { parent: this };

    const pool = new aws.cognito.UserPool(name, userPool(args), child);
    const baseUrl =
      args.domain && directoryDomain(name, args.domain, { id: pool.id, region: args.account.region }, child);
    const tokenUrl = baseUrl && pulumi.interpolate`${baseUrl}/oauth2/token`;
    const servers = Object.entries(resourceServers).map(
      ([key, server]) => new aws.cognito.ResourceServer(`${name}-${key}`, resourceServer(pool.id, server), child),
    );
    // A client that asks for a scope which does not exist yet is refused.
    const { web, machines } = this.clients(name, clients, { pool, tokenUrl, args }, { ...child, dependsOn: servers });
    const webIds = Object.fromEntries(web);
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
    this.clientIds = { ...webIds, ...Object.fromEntries(machines.map(([key, made]) => [key, made.clientId])) };
    this.credentialArns = Object.fromEntries(machines.map(([key, made]) => [key, made.secretArn]));
    this.identityPoolId = identityPool?.identityPoolId;
    this.registerOutputs({
      userPoolId: this.userPoolId,
      userPoolArn: this.userPoolArn,
      issuer: this.issuer,
      tokenUrl: this.tokenUrl,
      clientIds: this.clientIds,
      credentialArns: this.credentialArns,
      identityPoolId: this.identityPoolId,
    });
  }

  private clients(
    name: string,
    clients: Readonly<Record<string, Client>>,
    of: { pool: aws.cognito.UserPool; tokenUrl: pulumi.Output<string> | undefined; args: UserDirectoryArgs },
    options: { parent: pulumi.Resource; dependsOn: pulumi.Resource[] },
  ) {
    const { pool, tokenUrl, args } = of;
    const web: [string, pulumi.Output<string>][] = [];
    const machines: [string, MachineCredentials][] = [];
    const attributes = { readable: readableAttributes(args.schema), writable: writableAttributes(args.schema) };
    for (const [key, client] of Object.entries(clients)) {
      const clientName = `${name}-${key}`;
      if (client.kind === "web") {
        const inputs = { userPoolId: pool.id, ...webClient(client, attributes) };
        web.push([key, new aws.cognito.UserPoolClient(clientName, inputs, options).id]);
      } else if (tokenUrl !== undefined) {
        const inputs = { userPoolId: pool.id, client, tokenUrl, kmsKeyArn: args.kmsKeyArn };
        machines.push([key, new MachineCredentials(clientName, inputs, options)]);
      }
    }
    return { web, machines };
  }
}

/** The user pool itself: e-mail is the name that users sign in with, and the only way back in. */
function userPool(args: UserDirectoryArgs): aws.cognito.UserPoolArgs {
  const { passwordLength = 12, temporaryPasswordDays = 7 } = args.signIn;
  return {
    ...(args.poolName !== undefined && { name: args.poolName }),
    // Not ignored when it changes: an attribute that is added has to arrive, and Cognito refuses every other change.
    schemas: schemaOf(args.schema),
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    // Otherwise a signed-in stranger could move the account to his own address without proof.
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    mfaConfiguration: args.signIn.mfa,
    softwareTokenMfaConfiguration: { enabled: true },
    passwordPolicy: {
      minimumLength: passwordLength,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: temporaryPasswordDays,
    },
    userPoolTier: "PLUS",
    userPoolAddOns: { advancedSecurityMode: args.signIn.threatProtection },
    deletionProtection: args.deletionProtection ? "ACTIVE" : "INACTIVE",
  };
}

function resourceServer(
  userPoolId: pulumi.Input<string>,
  { identifier, scopes }: ResourceServer,
): aws.cognito.ResourceServerArgs {
  return {
    userPoolId,
    identifier,
    scopes: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({ scopeName, scopeDescription })),
  };
}
