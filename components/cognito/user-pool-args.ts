import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Client, ResourceServer } from "./clients.ts";
import type { AwsAccess } from "./identity-pool.ts";
import type { SignIn } from "./sign-in.ts";
import type { UserAttribute } from "./user-attributes.ts";
import type { UserPoolDomain } from "./user-pool-domain.ts";

/** A group of users; tokens name it as a claim. */
export interface UserGroup {
  /** Who belongs to it. */
  description: string;
  /** Whose role wins for a user in several groups: the lowest number. */
  precedence: number;
}

export interface UserPoolArgs {
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
  domain?: UserPoolDomain;
  /** APIs that accept the pool's access tokens, by a name of ours. @default {} */
  resourceServers?: Readonly<Record<string, ResourceServer>>;
  /** App clients, by a name of ours. @default {} */
  clients?: Readonly<Record<string, Client>>;
  /** What users may do in AWS, through an identity pool. @default none */
  awsAccess?: AwsAccess;
  /** ARN of the KMS key that encrypts the credentials of machine clients. */
  kmsKeyArn: pulumi.Input<string>;
  /** ARN of a regional WAFv2 web ACL in front of the sign-in pages and the token endpoint. @default none */
  webAclArn?: pulumi.Input<string>;
  /** Whether AWS refuses to delete the user pool, and with it every user. */
  deletionProtection: boolean;
}
