import type * as pulumi from "@pulumi/pulumi";
import { Kong, type KongArgs, type KongMode } from "../components/kong/kong.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { Stores } from "./stores.ts";
import type { Settings } from "./table.ts";

/** Kong, and what of the stack it stands between. */
export interface KongDefinition extends Settings<KongArgs, "mode" | "target" | "trustedCidrs" | "issuer"> {
  /**
   * Without a database; or with one of the stack's databases: an operator makes a database in it and a user that owns it,
   * and puts the user's name and password into the secret.
   */
  mode: { kind: "dbless" } | { kind: "postgres"; database: string; databaseName: string; secret: string };
  /** Route of the gateway whose targets are Kong's pods. */
  route: string;
}

/** Kong behind the gateway's route; without the route, the database or the secret that it names there is none. */
export function apiGateway(
  { definition, config }: Context,
  made: Stores & Edge,
  { mode, route, ...settings }: KongDefinition,
  secretStore: pulumi.Output<string> | undefined,
  opts: pulumi.ComponentResourceOptions,
): Kong | undefined {
  const targetGroupArn = made.gateway?.targetGroupArns[route];
  const port = definition.gateway?.routes[route]?.port;
  const resolved = resolve(mode, made, secretStore);
  if (targetGroupArn === undefined || resolved === undefined) return undefined;
  // The load balancer stands in the public subnets where the stack has a domain.
  const { subnets } = definition.network;
  const trustedCidrs = config.domain === undefined ? subnets.private : subnets.public;
  const target = { targetGroupArn, port: port === 8443 ? (8443 as const) : (8000 as const) };
  // The pool has its keys once it exists: an operator copies them into the configuration after the first update.
  const issuer = { publicKeys: config.tokenKeys ?? {} };
  return new Kong("kong", { ...settings, issuer, mode: resolved, trustedCidrs, target }, opts);
}

function resolve(
  mode: KongDefinition["mode"],
  made: Stores,
  secretStore: pulumi.Output<string> | undefined,
): KongMode | undefined {
  if (mode.kind === "dbless") return mode;
  const database = made.databases[mode.database];
  const secret = made.secrets[mode.secret];
  if (database === undefined || secret === undefined || secretStore === undefined) return undefined;
  const { endpoint: host, port } = database;
  return { kind: "postgres", host, port, database: mode.databaseName, secretName: secret.arn, secretStore };
}
