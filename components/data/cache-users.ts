import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CacheEngine } from "../versions.ts";

/** A user that signs in with an IAM token. */
export interface CacheUserArgs {
  /** Access string: what the user may do to which keys, for example "on ~sessions:* +@read +@write". */
  access: `on ${string}`;
}

/** A user of the cache, as its workload needs to know it. */
export interface CacheUser {
  /** Name to sign in with. */
  userName: string;
  /** ARN of the user; elasticache:Connect on it and on the cache lets a role sign in. */
  arn: pulumi.Output<string>;
}

/** The users of a cache and the group that admits exactly them. */
export function cacheUsers(
  name: string,
  cache: { replicationGroupId: string; engine: CacheEngine; users: Readonly<Record<string, CacheUserArgs>> },
  child: { parent: pulumi.Resource },
): { users: Record<string, CacheUser>; userGroupId: pulumi.Output<string> } {
  const { replicationGroupId, engine } = cache;
  const made = Object.entries(cache.users).map(([user, { access }]) => {
    // IAM sign-in asks for one name in both places. Names are unique in an account and Region, hence the prefix.
    const userId = `${replicationGroupId}-${user}`;
    const resource = new aws.elasticache.User(
      `${name}-${user}`,
      {
        userId,
        userName: userId,
        // The groups of both engines take such a user, so the users stay when the cache moves from one to the other.
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
  // Named by its engine: a cache that moves gets a new group beside the one it still uses.
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

/** A group of Redis must hold a user named default, which clients are until they sign in: ours is off and may do nothing. */
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
