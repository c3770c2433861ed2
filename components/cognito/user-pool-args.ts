import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Client, ResourceServer } from "./clients.ts";
import type { AwsAccess } from "./identity-pool.ts";
import type { SignIn } from "./sign-in.ts";
import type { UserAttribute } from "./user-attributes.ts";
import type { UserPoolDomain } from "./user-pool-domain.ts";

/** A user group; tokens contain it as claim. */
export interface UserGroup {
  /** Description of the group. */
  description: string;
  /** Precedence of the group's role for users in several groups; the lowest number wins. */
  precedence: number;
}

/** Arguments of UserPool. */
export interface UserPoolArgs {
  /** Account of the user pool. */
  account: Account;
  /** Physical name of the user pool. @default auto-named */
  poolName?: string;
  /** Authentication of users. */
  signIn: SignIn;
  /** Attributes of every user; Cognito can add attributes, but neither change nor remove them. */
  schema: readonly UserAttribute[];
  /** Groups of users, by name. @default {} */
  groups?: Readonly<Record<string, UserGroup>>;
  /** Domain of the managed login pages and the token endpoint; app clients need one. @default none */
  domain?: UserPoolDomain;
  /** Resource servers by name. @default {} */
  resourceServers?: Readonly<Record<string, ResourceServer>>;
  /** App clients by name. @default {} */
  clients?: Readonly<Record<string, Client>>;
  /** AWS permissions of users, through an identity pool. @default none */
  awsAccess?: AwsAccess;
  /** ARN of the KMS key of the secrets of machine clients. */
  kmsKeyArn: pulumi.Input<string>;
  /** ARN of a regional AWS WAF web ACL for the user pool. @default none */
  webAclArn?: pulumi.Input<string>;
  /** Whether deletion protection is on. */
  deletionProtection: boolean;
}
