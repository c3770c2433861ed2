import { within } from "../ranges.ts";
import { signInFaults } from "./sign-in.ts";
import { attributeFaults } from "./user-attributes.ts";
import type { UserGroup, UserPoolArgs } from "./user-pool-args.ts";
import { clientFaults } from "./user-pool-client-faults.ts";
import { domainFaults } from "./user-pool-domain.ts";

/** Faults of the arguments of a user pool. */
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
      ? [`domain must be set for the clients ${Object.keys(clients).join(", ")}, got nothing`]
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
      ...(holder === undefined ? [] : [`groups.${name}.precedence must be unique, got ${precedence} as ${holder} has`]),
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
    ...(web ? [] : ["awsAccess needs a web client, whose ID tokens the identity pool accepts, got none"]),
    ...unknown.map(
      (group) => `awsAccess.groups must be among ${Object.keys(groups).join(", ") || "(none)"}, got ${group}`,
    ),
  ];
}
