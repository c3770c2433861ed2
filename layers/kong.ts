import type * as pulumi from "@pulumi/pulumi";
import { Kong, type KongArgs, type KongMode } from "../components/kong/kong.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./contracts/edge.ts";
import type { Foundation } from "./contracts/handed.ts";
import type { Stores } from "./contracts/stores.ts";
import type { EdgeDefinition } from "./edge.ts";
import type { Settings } from "./table.ts";

/** Kong, the route that leads to it, and the database that it may have. */
export interface KongDefinition extends Settings<KongArgs, "mode" | "target" | "trustedCidrs" | "issuer"> {
  /**
   * Without a database; or with one of the stack's databases: an operator makes a database in it and a user that owns it,
   * and puts the user's name and password into the secret.
   */
  mode: { kind: "dbless" } | { kind: "postgres"; database: string; databaseName: string; secret: string };
  /** Route of the gateway whose targets are Kong's pods. */
  route: string;
}

/** Kong behind the gateway's route; none without the route, the database or the secret that it names. */
export function apiGateway(
  { config }: Context,
  definition: Pick<EdgeDefinition, "gateway">,
  stack: Stores & Edge & Pick<Foundation, "subnets">,
  { mode, route, ...settings }: KongDefinition,
  secretStore: pulumi.Output<string> | undefined,
  opts: pulumi.ComponentResourceOptions,
): Kong | undefined {
  const targetGroupArn = stack.gateway?.targetGroupArns[route];
  const port = definition.gateway?.routes[route]?.port;
  const kongMode = modeOf(mode, stack, secretStore);
  if (targetGroupArn === undefined || kongMode === undefined) return undefined;
  // The load balancer stands in the public subnets where the stack has a domain.
  const { subnets } = stack;
  const trustedCidrs = config.domain === undefined ? subnets.private : subnets.public;
  const target = { targetGroupArn, port: port === 8443 ? (8443 as const) : (8000 as const) };
  // The pool has its keys once it exists: an operator copies them into the configuration after the first update.
  const issuer = { publicKeys: config.tokenKeys ?? {} };
  return new Kong("kong", { ...settings, issuer, mode: kongMode, trustedCidrs, target }, opts);
}

function modeOf(
  mode: KongDefinition["mode"],
  stack: Stores,
  secretStore: pulumi.Output<string> | undefined,
): KongMode | undefined {
  if (mode.kind === "dbless") return mode;
  const database = stack.databases[mode.database];
  const secret = stack.secrets[mode.secret];
  if (database === undefined || secret === undefined || secretStore === undefined) return undefined;
  const { endpoint: host, port } = database;
  return { kind: "postgres", host, port, database: mode.databaseName, secretName: secret.arn, secretStore };
}
