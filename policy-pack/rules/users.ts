import { all, atLeast, atMost, each, either, fail, is, isNot, noneOf, pass, set, value } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { number, text, word } from "../checks/values.ts";

const pool = ["aws:cognito/userPool:UserPool"];
const client = ["aws:cognito/userPoolClient:UserPoolClient"];
const required = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];

/** A second factor that is no text message, which can be taken over with the number. */
const strongFactor = either(
  is("softwareTokenMfaConfiguration.enabled", true),
  set("emailMfaConfiguration"),
  set("webAuthnConfiguration"),
);
const inDev: Check = ({ environment }) => (environment === "dev" ? pass : fail("is not in dev"));
const watched = all(is("mfaConfiguration", "OPTIONAL"), is("userPoolAddOns.advancedSecurityMode", "ENFORCED"));

const seconds: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };

/** A token's validity is a number in a unit that stands elsewhere; Cognito's own defaults are within bounds. */
const validAtMost = (path: string, token: string, unit: string, bound: number): Check =>
  value(
    path,
    (validity, { value: props }) =>
      number(validity) * (seconds[text(props, `tokenValidityUnits.${token}`) ?? unit] ?? 1) <= bound,
    "pass",
  );

const local = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;
const overTls = value(
  "",
  (url, { environment }) => !/^http:/i.test(word(url)) || (environment === "dev" && local.test(word(url))),
  "pass",
);

/** Cognito. */
export const users: readonly ResourceRule[] = [
  {
    name: "cognito-password-policy",
    types: pool,
    description: "Passwords have twelve characters of every kind, and the first one does not last.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["Cognito.3"],
    fix: "set passwordPolicy with minimumLength 12, the four requirements and temporaryPasswordValidityDays up to 7",
    check: all(
      atLeast("passwordPolicy.minimumLength", 12),
      ...required.map((kind) => is(`passwordPolicy.${kind}`, true)),
      atMost("passwordPolicy.temporaryPasswordValidityDays", 7, "pass"),
    ),
    ok: { passwordPolicy: policy(14) },
    bad: { passwordPolicy: policy(6) },
  },
  {
    name: "cognito-mfa",
    types: pool,
    description: "Users sign in with a second factor: always, or when threat protection finds the attempt odd.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["Cognito.5"],
    fix: "set mfaConfiguration to ON, or to OPTIONAL with threat protection ENFORCED, and softwareTokenMfaConfiguration",
    check: all(
      either(is("mfaConfiguration", "ON"), watched, all(inDev, is("mfaConfiguration", "OPTIONAL"))),
      strongFactor,
    ),
    ok: { mfaConfiguration: "ON", softwareTokenMfaConfiguration: { enabled: true } },
    bad: { mfaConfiguration: "OFF" },
  },
  {
    name: "cognito-threat-protection",
    types: pool,
    description: "Stolen passwords and odd attempts to sign in are stopped.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Cognito.1"],
    fix: "set userPoolAddOns.advancedSecurityMode to ENFORCED",
    check: is("userPoolAddOns.advancedSecurityMode", "ENFORCED"),
    ok: { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } },
    bad: { userPoolAddOns: { advancedSecurityMode: "AUDIT" } },
  },
  {
    name: "cognito-deletion-protection",
    types: pool,
    description: "A user pool cannot be deleted by one call.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Cognito.6"],
    fix: "set deletionProtection to ACTIVE",
    check: is("deletionProtection", "ACTIVE"),
    ok: { deletionProtection: "ACTIVE" },
    bad: { deletionProtection: "INACTIVE" },
  },
  {
    name: "cognito-admin-create-only",
    types: pool,
    description: "Users are admitted by somebody; nobody signs up alone.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set adminCreateUserConfig.allowAdminCreateUserOnly to true",
    check: is("adminCreateUserConfig.allowAdminCreateUserOnly", true),
    ok: { adminCreateUserConfig: { allowAdminCreateUserOnly: true } },
    bad: { adminCreateUserConfig: { allowAdminCreateUserOnly: false } },
  },
  {
    name: "cognito-client-flows",
    types: client,
    description: "No token travels in a URL, and no password past the user's own sign-in page.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set allowedOauthFlows without implicit, and explicitAuthFlows without USER_PASSWORD_AUTH",
    check: all(
      each("allowedOauthFlows", noneOf("", ["implicit"])),
      each(
        "explicitAuthFlows",
        value(
          "",
          (flow) => !/^(?:ALLOW_)?(?:ADMIN_)?(?:USER_PASSWORD_AUTH|NO_SRP_AUTH)$|^ADMIN_NO_SRP/.test(word(flow)),
          "pass",
        ),
      ),
    ),
    ok: { allowedOauthFlows: ["code"], explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] },
    bad: { allowedOauthFlows: ["implicit"], explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] },
  },
  {
    name: "cognito-client-callbacks-https",
    types: client,
    description: "Tokens are sent to HTTPS addresses, in dev also to the developer's own machine.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set callbackUrls and logoutUrls to https",
    check: all(each("callbackUrls", overTls), each("logoutUrls", overTls)),
    ok: { callbackUrls: ["https://app.example.com/"] },
    bad: { callbackUrls: ["http://app.example.com/"] },
  },
  {
    name: "cognito-client-hardening",
    types: client,
    description: "A client does not tell who exists, and its tokens can be revoked and end.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set preventUserExistenceErrors to ENABLED, enableTokenRevocation to true, and tokens to at most 60 minutes and 30 days",
    check: all(
      is("preventUserExistenceErrors", "ENABLED"),
      is("enableTokenRevocation", true),
      validAtMost("accessTokenValidity", "accessToken", "hours", 3600),
      validAtMost("refreshTokenValidity", "refreshToken", "days", 30 * 86400),
    ),
    ok: { preventUserExistenceErrors: "ENABLED", enableTokenRevocation: true, accessTokenValidity: 1 },
    bad: { preventUserExistenceErrors: "ENABLED", enableTokenRevocation: true, accessTokenValidity: 24 },
  },
  {
    name: "cognito-no-guest-identities",
    types: ["aws:cognito/identityPool:IdentityPool"],
    description: "Nobody gets credentials of AWS without signing in.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Cognito.2", "CKV_AWS_366"],
    fix: "set allowUnauthenticatedIdentities to false, and leave allowClassicFlow unset",
    check: all(isNot("allowUnauthenticatedIdentities", true), isNot("allowClassicFlow", true)),
    ok: { allowUnauthenticatedIdentities: false },
    bad: { allowUnauthenticatedIdentities: true },
  },
];

function policy(minimumLength: number): Record<string, unknown> {
  return {
    minimumLength,
    ...Object.fromEntries(required.map((kind) => [kind, true])),
    temporaryPasswordValidityDays: 7,
  };
}
