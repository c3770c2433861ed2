import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { UserPool, type UserPoolArgs } from "../../../components/cognito/user-pool.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const minimal: UserPoolArgs = {
  account: account("111122223333", "us-west-2"),
  signIn: { mfa: "OPTIONAL", threatProtection: "ENFORCED" },
  schema: [
    { name: "email", required: true, mutable: true },
    { name: "given_name", required: true, mutable: true },
    { name: "family_name", required: true, mutable: true },
    { name: "department", required: false, mutable: true },
    { name: "role", required: false, mutable: true },
  ],
  kmsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/1",
  deletionProtection: true,
};

const api = { identifier: "https://api.example.com", scopes: { read: "Read", write: "Write" } };
const app = {
  kind: "web",
  callbackUrls: ["https://app.example.com/callback", "http://localhost:5173/callback"],
  logoutUrls: ["https://app.example.com/"],
} as const;
const gateway = {
  kind: "machine",
  scopes: ["https://api.example.com/read", "https://api.example.com/write"],
} as const;
const agents: UserPoolArgs = {
  ...minimal,
  domain: { kind: "prefix", prefix: "agents-dev" },
  resourceServers: { api },
  clients: { app, gateway },
  groups: {
    administrators: { description: "Run the platform", precedence: 0 },
    members: { description: "Use the platform", precedence: 10 },
  },
};

/** Deploys a user pool. */
const users = (args: UserPoolArgs, opts?: ComponentResourceOptions) =>
  deploy(() => {
    new UserPool("users", args, opts);
  });

describe("UserPool", () => {
  it("AUT-IDP-01: lets only administrators create users, and verifies email addresses", async () => {
    const { one } = await users({ ...minimal, poolName: "auterity-production" });
    const pool = one(aws.cognito.UserPool);
    assert.equal(pool.inputs.name, "auterity-production");
    assert.deepEqual(pool.inputs.adminCreateUserConfig, { allowAdminCreateUserOnly: true });
    assert.deepEqual(pool.inputs.autoVerifiedAttributes, ["email"]);
    assert.equal(pool.inputs.deletionProtection, "ACTIVE");
  });

  it("AUT-IDP-02: offers or requires TOTP as second factor, without SMS", async () => {
    const { one } = await deploy(() => {
      new UserPool("optional", minimal);
      new UserPool("on", { ...minimal, signIn: { ...minimal.signIn, mfa: "ON" } });
    });
    for (const [name, mfa] of [
      ["optional", "OPTIONAL"],
      ["on", "ON"],
    ]) {
      const { inputs } = one(aws.cognito.UserPool, name);
      assert.equal(inputs.mfaConfiguration, mfa);
      assert.deepEqual(inputs.softwareTokenMfaConfiguration, { enabled: true });
      assert.equal(inputs.smsConfiguration, undefined);
    }
  });

  it("AUT-IDP-03: recovers accounts by verified email only", async () => {
    const { one } = await users(minimal);
    assert.deepEqual(one(aws.cognito.UserPool).inputs.accountRecoverySetting, {
      recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
    });
  });

  it("AUT-IDP-04: requires long passwords of all four character classes", async () => {
    const { one } = await users(minimal);
    assert.deepEqual(one(aws.cognito.UserPool).inputs.passwordPolicy, {
      minimumLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
    });
  });

  it("AUT-IDP-05: declares attributes with every default, so that previews show no difference", async () => {
    const { one } = await users(minimal, { protect: true });
    const pool = one(aws.cognito.UserPool);
    const constraints = { minLength: "0", maxLength: "2048" };
    const string = {
      attributeDataType: "String",
      developerOnlyAttribute: false,
      stringAttributeConstraints: constraints,
    };
    assert.deepEqual(pool.inputs.schemas, [
      { ...string, name: "email", required: true, mutable: true },
      { ...string, name: "given_name", required: true, mutable: true },
      { ...string, name: "family_name", required: true, mutable: true },
      { ...string, name: "department", required: false, mutable: true },
      { ...string, name: "role", required: false, mutable: true },
    ]);
    assert.equal(pool.protect, true);
  });

  it("AUT-IDP-06: enables threat protection with the Plus feature plan", async () => {
    const { one } = await deploy(() => {
      new UserPool("prod", minimal);
      new UserPool("dev", { ...minimal, signIn: { mfa: "OPTIONAL", threatProtection: "AUDIT" } });
    });
    const prod = one(aws.cognito.UserPool, "prod");
    assert.equal(at(prod, "userPoolAddOns.advancedSecurityMode"), "ENFORCED");
    assert.equal(prod.inputs.userPoolTier, "PLUS");
    assert.equal(at(one(aws.cognito.UserPool, "dev"), "userPoolAddOns.advancedSecurityMode"), "AUDIT");
  });

  it("ignores case in email addresses, and verifies changed addresses", async () => {
    const { inputs } = (await users(minimal)).one(aws.cognito.UserPool);
    assert.deepEqual(inputs.usernameAttributes, ["email"]);
    assert.deepEqual(inputs.usernameConfiguration, { caseSensitive: false });
    assert.deepEqual(inputs.userAttributeUpdateSettings, { attributesRequireVerificationBeforeUpdates: ["email"] });
  });

  it("is associated with the given web ACL", async () => {
    const webAclArn = "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/api/1";
    const { one } = await users({ ...minimal, webAclArn });
    assert.deepEqual(one(aws.wafv2.WebAclAssociation).inputs, {
      resourceArn: one(aws.cognito.UserPool).outputs.arn,
      webAclArn,
    });
  });

  it("creates only the pool by default, which can be deleted without protection", async () => {
    const { resources, outputs } = await deploy(() => {
      const users = new UserPool("users", { ...minimal, deletionProtection: false });
      return { tokenUrl: users.tokenUrl ?? "none", identityPoolId: users.identityPoolId ?? "none" };
    });
    assert.deepEqual(
      resources.filter(({ custom }) => custom).map(({ type, inputs }) => [type, inputs.deletionProtection]),
      [["aws:cognito/userPool:UserPool", "INACTIVE"]],
    );
    assert.deepEqual(outputs, { tokenUrl: "none", identityPoolId: "none" });
  });

  it("AGT-IDP-01: creates groups, and an identity pool with the groups' roles", async () => {
    const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" } as const;
    const awsAccess = { everyone: [], groups: { administrators: [read] } };
    const { one } = await users({ ...agents, awsAccess });
    const administrators = one(aws.cognito.UserGroup, "users-administrators");
    assert.equal(administrators.inputs.name, "administrators");
    assert.equal(administrators.inputs.precedence, 0);
    assert.equal(administrators.inputs.roleArn, one(aws.iam.Role, "users-group-administrators").outputs.arn);
    assert.equal(one(aws.cognito.UserGroup, "users-members").inputs.roleArn, undefined);
    assert.ok(one(aws.cognito.IdentityPool).dependencies.includes(one(aws.cognito.UserPoolClient, "users-app").urn));
    assert.ok(
      !one(aws.cognito.IdentityPool).dependencies.includes(one(aws.cognito.UserPoolClient, "users-gateway").urn),
    );
  });

  it("AGT-IDP-02: gives a web client the authorization code flow without a secret or password flows", async () => {
    const { one } = await users(agents);
    const { inputs } = one(aws.cognito.UserPoolClient, "users-app");
    assert.deepEqual(inputs.allowedOauthFlows, ["code"]);
    assert.deepEqual(inputs.allowedOauthScopes, ["openid", "email", "profile"]);
    assert.equal(inputs.generateSecret, false);
    assert.deepEqual(inputs.callbackUrls, ["https://app.example.com/callback", "http://localhost:5173/callback"]);
    assert.deepEqual(inputs.logoutUrls, ["https://app.example.com/"]);
    assert.deepEqual(inputs.explicitAuthFlows, ["ALLOW_USER_SRP_AUTH"]);
    assert.deepEqual([inputs.accessTokenValidity, inputs.idTokenValidity, inputs.refreshTokenValidity], [60, 60, 30]);
    assert.deepEqual(inputs.tokenValidityUnits, { accessToken: "minutes", idToken: "minutes", refreshToken: "days" });
    assert.equal(inputs.preventUserExistenceErrors, "ENABLED");
    assert.equal(inputs.enableTokenRevocation, true);
  });

  it("denies applications to write attributes of roles", async () => {
    const { one } = await users(agents);
    const { inputs } = one(aws.cognito.UserPoolClient, "users-app");
    assert.deepEqual(inputs.writeAttributes, ["email", "given_name", "family_name"]);
    assert.deepEqual(inputs.readAttributes, [
      "email_verified",
      "email",
      "given_name",
      "family_name",
      "custom:department",
      "custom:role",
    ]);
  });

  it("AGT-IDP-03: gives a service the client credentials flow, after its scopes", async () => {
    const { one } = await users(agents);
    const server = one(aws.cognito.ResourceServer);
    assert.equal(server.inputs.identifier, "https://api.example.com");
    assert.deepEqual(server.inputs.scopes, [
      { scopeName: "read", scopeDescription: "Read" },
      { scopeName: "write", scopeDescription: "Write" },
    ]);
    const client = one(aws.cognito.UserPoolClient, "users-gateway");
    assert.equal(client.inputs.generateSecret, true);
    assert.deepEqual(client.inputs.allowedOauthFlows, ["client_credentials"]);
    assert.deepEqual(client.inputs.allowedOauthScopes, [
      "https://api.example.com/read",
      "https://api.example.com/write",
    ]);
    assert.ok(client.dependencies.includes(server.urn));
    assert.ok(one(aws.cognito.UserPoolClient, "users-app").dependencies.includes(server.urn));
  });

  it("AGT-IDP-04: uses a prefix domain or a custom domain with DNS records", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    const custom = { kind: "custom", name: "dev.example.com", certificateArn, hostedZoneId: "Z1" } as const;
    const { one, of, outputs } = await deploy(() => ({
      prefix: new UserPool("prefix", agents).tokenUrl,
      custom: new UserPool("custom", { ...agents, domain: custom }).tokenUrl,
    }));
    assert.deepEqual(outputs, {
      prefix: "https://agents-dev.auth.us-west-2.amazoncognito.com/oauth2/token",
      custom: "https://dev.example.com/oauth2/token",
    });
    assert.equal(one(aws.cognito.UserPoolDomain, "prefix").inputs.certificateArn, undefined);
    assert.equal(one(aws.cognito.UserPoolDomain, "custom").inputs.certificateArn, certificateArn);
    assert.deepEqual(
      of(aws.route53.Record).map((record) => [
        record.inputs.type,
        record.inputs.name,
        record.inputs.zoneId,
        at(record, "aliases.0.zoneId"),
      ]),
      [
        ["A", "dev.example.com", "Z1", "Z2FDTNDATAQYW2"],
        ["AAAA", "dev.example.com", "Z1", "Z2FDTNDATAQYW2"],
      ],
    );
  });

  it("AGT-IDP-05: outputs the issuer and the client IDs", async () => {
    const { one, outputs } = await deploy(() => {
      const { issuer, clientIds, credentialArns } = new UserPool("users", agents);
      return { issuer, clientIds, credentialArns };
    });
    assert.match(String(outputs.issuer), /^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_\w{9}$/);
    assert.deepEqual(Object.keys(outputs.clientIds as object), ["app", "gateway"]);
    assert.deepEqual(outputs.credentialArns, { gateway: one(aws.secretsmanager.Secret).outputs.arn });
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new UserPool("users", {
          ...minimal,
          poolName: "users#1",
          signIn: { ...minimal.signIn, passwordLength: 8, temporaryPasswordDays: 30 },
          schema: [
            { name: "email", type: "Number", required: false, mutable: true },
            { name: "custom:role", required: false, mutable: true },
            { name: "team", required: true, mutable: true },
            { name: "team", required: false, mutable: true },
          ],
          groups: {
            "site admins": { description: "", precedence: 1 },
            editors: { description: "", precedence: 1 },
            guests: { description: "", precedence: -1 },
          },
          domain: { kind: "prefix", prefix: "my-cognito" },
          resourceServers: {
            api: { identifier: "my api", scopes: {} },
            jobs: { identifier: "jobs", scopes: { "a/b": "" } },
          },
          clients: {
            app: {
              kind: "web",
              callbackUrls: ["http://app.example.com/callback", "https://*.example.com/", "app"],
              logoutUrls: ["https://app.example.com/#out"],
              scopes: ["email", "jobs/run"],
              accessTokenMinutes: 120,
              refreshTokenDays: 365,
            },
            bare: { kind: "web", callbackUrls: [], logoutUrls: [] },
            worker: { kind: "machine", scopes: ["openid"] },
            idle: { kind: "machine", scopes: [] },
          },
          awsAccess: { everyone: [], groups: { owners: [] } },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'UserPool "users":',
      '  - poolName must be 1 to 128 letters, digits, spaces and _+=,.@-, got "users#1"',
      "  - signIn.passwordLength must be a whole number from 12 to 99, got 8",
      "  - signIn.temporaryPasswordDays must be a whole number from 1 to 7, got 30",
      "  - schema must require email, invitations and recovery codes are sent there",
      "  - schema email must be a String, which every standard attribute is, got Number",
      '  - schema must name custom attributes with 1 to 20 letters, digits, - and _, without a prefix, got "custom:role"',
      "  - schema team must not be required, custom attributes cannot be",
      "  - schema must not repeat an attribute, got team again",
      '  - groups must have names of 1 to 128 characters without spaces, got "site admins"',
      "  - groups.editors.precedence must be unique, got 1 as site admins has",
      "  - groups.guests.precedence must be a whole number from 0, got -1",
      '  - domain.prefix must be a lower-case DNS label without aws, amazon and cognito, got "my-cognito"',
      '  - resourceServers.api.identifier must be 1 to 256 characters without spaces, quotes and backslashes, got "my api"',
      "  - resourceServers.api.scopes must have at least one scope",
      '  - resourceServers.jobs.scopes must have names without spaces, quotes and slashes, got "a/b"',
      '  - clients.app.scopes must be among openid, email, phone, profile, aws.cognito.signin.user.admin, jobs/a/b, got "jobs/run"',
      "  - clients.app.scopes must include openid, users sign in by it",
      "  - clients.app.accessTokenMinutes must be a whole number from 5 to 60, got 120",
      '  - clients.app.callbackUrls must be https, or http on localhost, without fragment and wildcard, got "http://app.example.com/callback"',
      '  - clients.app.callbackUrls must be https, or http on localhost, without fragment and wildcard, got "https://*.example.com/"',
      '  - clients.app.callbackUrls must be https, or http on localhost, without fragment and wildcard, got "app"',
      '  - clients.app.logoutUrls must be https, or http on localhost, without fragment and wildcard, got "https://app.example.com/#out"',
      "  - clients.app.refreshTokenDays must be a whole number from 1 to 30, got 365",
      "  - clients.bare.callbackUrls must have at least one URL",
      '  - clients.worker.scopes must be among jobs/a/b, got "openid"',
      "  - clients.idle.scopes must have at least one scope",
      "  - awsAccess.groups must be among site admins, editors, guests, got owners",
    ]);
  });

  it("refuses clients without a domain, machine clients without a resource server, and AWS access without a web client", async () => {
    const message = await refusal(
      () =>
        new UserPool("users", {
          ...minimal,
          clients: { worker: { kind: "machine", scopes: ["api/read"] } },
          awsAccess: { everyone: [], groups: {} },
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'UserPool "users":',
      "  - domain must be set for the clients worker, got nothing",
      '  - clients.worker.scopes must be scopes of a resource server, there is none, got "api/read"',
      "  - awsAccess needs a web client, whose ID tokens the identity pool accepts, got none",
    ]);
    const custom = { kind: "custom", name: "example.com", certificateArn: "arn", hostedZoneId: "Z1" } as const;
    assert.equal(
      await refusal(() => new UserPool("users", { ...minimal, domain: custom })),
      'UserPool "users": domain.name must be a lower-case subdomain such as auth.example.com, got "example.com"',
    );
  });
});
