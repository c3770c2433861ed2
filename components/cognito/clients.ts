import type * as aws from "@pulumi/aws";

/** An app client for browsers and devices: authorization code flow with PKCE, without a client secret. */
export interface WebClient {
  /** A client with users (authorization code flow). */
  kind: "web";
  /** Callback URLs: https, or http on localhost. */
  callbackUrls: readonly string[];
  /** Sign-out URLs. */
  logoutUrls: readonly string[];
  /** OAuth scopes of the client. @default ["openid", "email", "profile"] */
  scopes?: readonly string[];
  /** Minutes that an access or ID token is valid, 5 to 60. @default 60 */
  accessTokenMinutes?: number;
  /** Days that a refresh token is valid, 1 to 30. @default 30 */
  refreshTokenDays?: number;
}

/** An app client for services: client credentials flow, with the client secret in Secrets Manager. */
export interface MachineClient {
  /** A client without users (client credentials flow). */
  kind: "machine";
  /** Scopes of resource servers, each <identifier>/<scope>. */
  scopes: readonly string[];
  /** Minutes that an access token is valid, 5 to 60. @default 60 */
  accessTokenMinutes?: number;
}

/** An app client of a user pool. */
export type Client = WebClient | MachineClient;

/** A resource server: an API that accepts the user pool's access tokens. */
export interface ResourceServer {
  /** Identifier of the resource server, the prefix of its scopes. */
  identifier: string;
  /** Description of each scope, by its name. */
  scopes: Readonly<Record<string, string>>;
}

/** OAuth scopes of the resource servers, as clients name them. */
export function scopesOf(servers: Readonly<Record<string, ResourceServer>>): string[] {
  return Object.values(servers).flatMap(({ identifier, scopes }) =>
    Object.keys(scopes).map((scope) => `${identifier}/${scope}`),
  );
}

type ClientArgs = Omit<aws.cognito.UserPoolClientArgs, "userPoolId">;

/** Settings of every client: OAuth flows, token revocation, and errors that do not reveal whether a user exists. */
function hardened(accessTokenMinutes: number): ClientArgs {
  return {
    allowedOauthFlowsUserPoolClient: true,
    enableTokenRevocation: true,
    preventUserExistenceErrors: "ENABLED",
    accessTokenValidity: accessTokenMinutes,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
  };
}

/** Inputs of a web client; readable and writable attributes are those of the user profile. */
export function webClient(client: WebClient, attributes: { readable: string[]; writable: string[] }): ClientArgs {
  const { scopes = ["openid", "email", "profile"], accessTokenMinutes = 60, refreshTokenDays = 30 } = client;
  return {
    ...hardened(accessTokenMinutes),
    idTokenValidity: accessTokenMinutes,
    refreshTokenValidity: refreshTokenDays,
    generateSecret: false,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: [...scopes],
    callbackUrls: [...client.callbackUrls],
    logoutUrls: [...client.logoutUrls],
    supportedIdentityProviders: ["COGNITO"],
    // Refresh token rotation requires that the flow ALLOW_REFRESH_TOKEN_AUTH is off.
    refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 30 },
    explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    readAttributes: attributes.readable,
    writeAttributes: attributes.writable,
  };
}

/** Inputs of a machine-to-machine client. */
export function machineClient({ scopes, accessTokenMinutes = 60 }: MachineClient): ClientArgs {
  return {
    ...hardened(accessTokenMinutes),
    generateSecret: true,
    allowedOauthFlows: ["client_credentials"],
    allowedOauthScopes: [...scopes],
    // Without a value Cognito would allow sign-in flows; ALLOW_REFRESH_TOKEN_AUTH is the smallest set that it accepts.
    explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
  };
}
