import { cacheEngines } from "../versions.ts";
import type { CacheArgs } from "./cache-args.ts";
import { backupFaults } from "./windows.ts";

/** ElastiCache windows last at least an hour. */
const shortestWindow = 60;
const mostNodes = 6;
/** Maximum length of a user ID and user group ID. */
const longestId = 40;
/** Maximum length of the replication group's ID, to which -default is appended. */
const longestGroupId = longestId - "-default".length;
const idFormat = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const idRule = "lower-case letters, digits and single hyphens between them, starting with a letter";

/** Every fault of a cache's arguments. */
export function cacheFaults(replicationGroupId: string, args: CacheArgs): string[] {
  return [
    ...(idFormat.test(replicationGroupId) && replicationGroupId.length <= longestGroupId
      ? []
      : [`replicationGroupId must be 1 to ${longestGroupId} ${idRule}, got "${replicationGroupId}"`]),
    ...engineFaults(args.engine),
    ...nodeFaults(args),
    ...userFaults(replicationGroupId, Object.keys(args.users)),
    // TypeScript checks it by its type; programs in other languages have none.
    ...Object.entries(args.users)
      .filter(([, { access }]) => !access.startsWith("on "))
      .map(([user, { access }]) => `users.${user}.access must start with on and a space, got "${access}"`),
    ...backupFaults("backups", args.backups, shortestWindow),
  ];
}

function engineFaults(engine: CacheArgs["engine"]): string[] {
  return engine === undefined || Object.hasOwn(cacheEngines, engine)
    ? []
    : [`engine must be one of ${Object.keys(cacheEngines).join(", ")}, got "${engine}"`];
}

function nodeFaults({ availability, nodes }: CacheArgs): string[] {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > mostNodes)
    return [`nodes must be a whole number from 1 to ${mostNodes}, got ${nodes}`];
  if (availability === "multiAz" && nodes < 2)
    return [`nodes must be 2 or more where availability is multiAz, since a failover needs a replica, got ${nodes}`];
  if (availability === "single" && nodes > 1)
    return [`nodes must be 1 where availability is single, since replicas need failover, got ${nodes}`];
  return [];
}

function userFaults(replicationGroupId: string, users: readonly string[]): string[] {
  if (users.length === 0) return ["users must have at least one user, got none"];
  return users.flatMap((user) => {
    const userId = `${replicationGroupId}-${user}`;
    if (user === "default")
      return [`users must not be named default, which is the user of unauthenticated clients, got "${user}"`];
    if (!idFormat.test(user)) return [`users must be named by ${idRule}, got "${user}"`];
    return userId.length > longestId
      ? [`users must keep "<replicationGroupId>-<user>" within ${longestId} characters, got "${userId}"`]
      : [];
  });
}
