import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CacheEngine } from "../versions.ts";

/** A user that authenticates with IAM. */
export interface CacheUserArgs {
  /** Access string: commands and keys of the user, for example "on ~sessions:* +@read +@write". */
  access: `on ${string}`;
}

/** A user of the cache. */
export interface CacheUser {
  /** User name. */
  userName: string;
  /** ARN of the user; a role needs elasticache:Connect on it and on the replication group. */
  arn: pulumi.Output<string>;
}

/** Users of a cache and their user group. */
export function cacheUsers(
  name: string,
  cache: { replicationGroupId: string; engine: CacheEngine; users: Readonly<Record<string, CacheUserArgs>> },
  child: { parent: pulumi.Resource },
): { users: Record<string, CacheUser>; userGroupId: pulumi.Output<string> } {
  const { replicationGroupId, engine } = cache;
  const made = Object.entries(cache.users).map(([user, { access }]) => {
    // IAM authentication requires that user ID and user name are equal; IDs are unique in an account and Region, hence the prefix.
    const userId = `${replicationGroupId}-${user}`;
    const resource = new aws.elasticache.User(
      `${name}-${user}`,
      {
        userId,
        userName: userId,
        // User groups of both engines accept Redis OSS users, so the users are kept when the engine changes.
        engine: "redis",
        accessString: access,
        authenticationMode: { type: "iam" },
      },
      child,
    );
    return { user, userId, resource };
  });
  const members = [
    ...made.map(({ resource }) => resource),
    ...(engine === "redis" ? [noDefaultUser(name, cache, child)] : []),
  ];
  // Named after its engine, so that a cache that changes its engine gets a new user group first.
  const group = new aws.elasticache.UserGroup(
    `${name}-${engine}`,
    { userGroupId: `${replicationGroupId}-${engine}`, engine, userIds: members.map((member) => member.userId) },
    child,
  );
  return {
    users: Object.fromEntries(
      made.map(({ user, userId, resource }) => [user, { userName: userId, arn: resource.arn }]),
    ),
    userGroupId: group.userGroupId,
  };
}

/** Redis OSS user groups must have a user named default; this one is off and has no permissions. */
function noDefaultUser(
  name: string,
  { replicationGroupId }: { replicationGroupId: string },
  child: { parent: pulumi.Resource },
): aws.elasticache.User {
  return new aws.elasticache.User(
    `${name}-default`,
    {
      userId: `${replicationGroupId}-default`,
      userName: "default",
      engine: "redis",
      accessString: "off ~keys* -@all",
      authenticationMode: { type: "no-password-required" },
    },
    child,
  );
}
