import { backups } from "./backups.ts";
import { buckets } from "./buckets.ts";
import { edge } from "./edge.ts";
import { email } from "./email.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import type { Actions } from "./row.ts";
import { security } from "./security.ts";
import { stores } from "./stores.ts";
import { workloads } from "./workloads.ts";

/** The IAM actions that the AWS provider calls, by Pulumi type. */
export const actionTable: Readonly<Record<string, Actions>> = {
  ...backups,
  ...buckets,
  ...edge,
  ...email,
  ...network,
  ...operations,
  ...security,
  ...stores,
  ...workloads,
};

/** The actions of a type with their prefixes; undefined if the table does not list the type. */
export function actionsOf(type: string): string[] | undefined {
  const row = actionTable[type];
  if (row === undefined) return undefined;
  const [service, ...operations] = row;
  const names = operations.flatMap((each) => each.split(" ")).filter((each) => each !== "");
  return names.map((each) => (each.includes(":") ? each : `${service}:${each}`));
}
