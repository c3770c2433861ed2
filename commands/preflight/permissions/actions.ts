import { backups } from "./backups.ts";
import { buckets } from "./buckets.ts";
import { delivery } from "./delivery.ts";
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
  ...delivery,
  ...edge,
  ...email,
  ...network,
  ...operations,
  ...security,
  ...stores,
  ...workloads,
};

/** What a role does with the resources: everything, or only read them, without the values of secrets. */
export type Access = "all" | "read";

/** The actions of a type with their prefixes; undefined if the table does not list the type. */
export function actionsOf(type: string, access: Access = "all"): string[] | undefined {
  const row = actionTable[type];
  if (row === undefined) return undefined;
  const [service, create, read, update, remove] = row;
  const operations = access === "read" ? [read] : [create, read, update, remove];
  const names = operations.flatMap((each) => each.split(" ")).filter((each) => each !== "");
  const all = names.map((each) => (each.includes(":") ? each : `${service}:${each}`));
  return access === "read" ? all.filter((action) => action !== "secretsmanager:GetSecretValue") : all;
}
