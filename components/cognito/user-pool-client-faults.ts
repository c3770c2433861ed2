import { within } from "../ranges.ts";
import { type Client, type ResourceServer, scopesOf, type WebClient } from "./clients.ts";

/** Scopes of every user pool; tokens with aws.cognito.signin.user.admin may change their user's attributes. */
const userScopes = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

/** Faults of the app clients and resource servers. */
export function clientFaults(
  clients: Readonly<Record<string, Client>>,
  servers: Readonly<Record<string, ResourceServer>>,
): string[] {
  const apis = scopesOf(servers);
  return [
    ...Object.entries(servers).flatMap(([key, server]) => serverFaults(`resourceServers.${key}`, server)),
    ...Object.entries(clients).flatMap(([key, client]) => [
      ...scopeFaults(`clients.${key}`, client, client.kind === "web" ? [...userScopes, ...apis] : apis),
      ...within(`clients.${key}.accessTokenMinutes`, client.accessTokenMinutes, 5, 60),
      ...(client.kind === "web" ? webFaults(`clients.${key}`, client) : []),
    ]),
  ];
}

function serverFaults(path: string, { identifier, scopes }: ResourceServer): string[] {
  const names = Object.keys(scopes);
  return [
    ...(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(identifier)
      ? []
      : [`${path}.identifier must be 1 to 256 characters without spaces, quotes and backslashes, got "${identifier}"`]),
    ...(names.length > 0 ? [] : [`${path}.scopes must have at least one scope`]),
    ...names
      .filter((name) => !/^[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]{1,256}$/.test(name))
      .map((name) => `${path}.scopes must have names without spaces, quotes and slashes, got "${name}"`),
  ];
}

function scopeFaults(path: string, { kind, scopes }: Client, allowed: readonly string[]): string[] {
  if (scopes === undefined) return [];
  if (scopes.length === 0) return [`${path}.scopes must have at least one scope`];
  const among = allowed.length === 0 ? "scopes of a resource server, there is none" : `among ${allowed.join(", ")}`;
  return [
    ...scopes
      .filter((scope) => !allowed.includes(scope))
      .map((scope) => `${path}.scopes must be ${among}, got "${scope}"`),
    ...(kind === "web" && !scopes.includes("openid")
      ? [`${path}.scopes must include openid, users sign in by it`]
      : []),
  ];
}

function webFaults(path: string, client: WebClient): string[] {
  return [
    ...(client.callbackUrls.length > 0 ? [] : [`${path}.callbackUrls must have at least one URL`]),
    ...client.callbackUrls.flatMap((url) => urlFaults(`${path}.callbackUrls`, url)),
    ...client.logoutUrls.flatMap((url) => urlFaults(`${path}.logoutUrls`, url)),
    ...within(`${path}.refreshTokenDays`, client.refreshTokenDays, 1, 30),
  ];
}

function urlFaults(path: string, url: string): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secure =
    parsed?.protocol === "https:" ||
    (parsed?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(parsed.hostname));
  return secure && parsed.hash === "" && !url.includes("*")
    ? []
    : [`${path} must be https, or http on localhost, without fragment and wildcard, got "${url}"`];
}
