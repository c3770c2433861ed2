import { within } from "../ranges.ts";
import { signInFaults } from "./sign-in.ts";
import { attributeFaults } from "./user-attributes.ts";
import type { UserGroup, UserPoolArgs } from "./user-pool-args.ts";
import { clientFaults } from "./user-pool-client-faults.ts";
import { domainFaults } from "./user-pool-domain.ts";

/** The faults of what a stack decides about a user directory. */
export function userPoolFaults(
  args: Omit<UserPoolArgs, "account" | "kmsKeyArn" | "webAclArn" | "deletionProtection">,
): string[] {
  const { groups = {}, resourceServers = {}, clients = {}, domain } = args;
  return [
    ...(args.poolName === undefined || /^[\w\s+=,.@-]{1,128}$/.test(args.poolName)
      ? []
      : [`poolName must be 1 to 128 letters, digits, spaces and _+=,.@-, got "${args.poolName}"`]),
    ...signInFaults(args.signIn),
    ...attributeFaults(args.schema),
    ...groupFaults(groups),
    ...(domain === undefined ? [] : domainFaults(domain)),
    ...(domain === undefined && Object.keys(clients).length > 0
      ? [`domain must be given, the clients ${Object.keys(clients).join(", ")} get their tokens there`]
      : []),
    ...clientFaults(clients, resourceServers),
    ...accessFaults(args),
  ];
}

function groupFaults(groups: Readonly<Record<string, UserGroup>>): string[] {
  const holders = new Map<number, string>();
  return Object.entries(groups).flatMap(([name, { precedence }]) => {
    const holder = holders.get(precedence);
    holders.set(precedence, name);
    return [
      ...(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name)
        ? []
        : [`groups must have names of 1 to 128 characters without spaces, got "${name}"`]),
      ...within(`groups.${name}.precedence`, precedence, 0),
      ...(holder === undefined
        ? []
        : [`groups.${name}.precedence must be its own, got ${precedence} as for ${holder}; no role would win`]),
    ];
  });
}

function accessFaults({
  awsAccess,
  groups = {},
  clients = {},
}: Pick<UserPoolArgs, "awsAccess" | "groups" | "clients">): string[] {
  if (awsAccess === undefined) return [];
  const web = Object.values(clients).some(({ kind }) => kind === "web");
  const unknown = Object.keys(awsAccess.groups).filter((group) => !(group in groups));
  return [
    ...(web ? [] : ["awsAccess must come with a web client, users have no ID token to trade without one"]),
    ...unknown.map(
      (group) =>
        `awsAccess.groups must be among ${Object.keys(groups).join(", ") || "groups, there is none"}, got ${group}`,
    ),
  ];
}
