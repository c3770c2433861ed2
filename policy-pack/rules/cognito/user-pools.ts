import { all, atLeast, atMost, either, fail, is, pass, set } from "../../checks/conditions.ts";
import { type Check, levels, service } from "../../checks/rule.ts";

const pool = ["aws:cognito/userPool:UserPool"];
const required = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];

/** An MFA factor other than SMS. */
const strongFactor = either(
  is("softwareTokenMfaConfiguration.enabled", true),
  set("emailMfaConfiguration"),
  set("webAuthnConfiguration"),
);

const isDev: Check = ({ environment }) => (environment === "dev" ? pass : fail("is not dev"));
const hasRiskBasedMfa = all(is("mfaConfiguration", "OPTIONAL"), is("userPoolAddOns.advancedSecurityMode", "ENFORCED"));

export const cognitoUserPools = service("Amazon Cognito", [
  {
    name: "cognito-password-policy",
    types: pool,
    description: "Cognito passwords have 12 characters of four types, temporary ones at most 7 days.",
    why: "Short or simple passwords are guessed or cracked, and an invitation that stays valid for long gives an account to the finder of an old e-mail.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["Cognito.3"],
    fix: "set passwordPolicy with minimumLength 12, the four requirements and temporaryPasswordValidityDays up to 7",
    check: all(
      atLeast("passwordPolicy.minimumLength", 12),
      ...required.map((kind) => is(`passwordPolicy.${kind}`, true)),
      atMost("passwordPolicy.temporaryPasswordValidityDays", 7, "pass"),
    ),
    ok: { passwordPolicy: passwordPolicy(14) },
    bad: { passwordPolicy: passwordPolicy(6) },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cognito-mfa",
    types: pool,
    description: "Cognito user pools require MFA or adaptive MFA outside dev, with a non-SMS factor.",
    why: "A stolen or guessed password is enough to sign in as the user, and SMS codes can be intercepted after a SIM swap.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["Cognito.5"],
    fix: "set mfaConfiguration to ON, or to OPTIONAL with userPoolAddOns.advancedSecurityMode ENFORCED, and softwareTokenMfaConfiguration.enabled to true",
    check: all(
      either(is("mfaConfiguration", "ON"), hasRiskBasedMfa, all(isDev, is("mfaConfiguration", "OPTIONAL"))),
      strongFactor,
    ),
    ok: { mfaConfiguration: "ON", softwareTokenMfaConfiguration: { enabled: true } },
    bad: { mfaConfiguration: "OFF" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cognito-threat-protection",
    types: pool,
    description: "Cognito user pools have threat protection in ENFORCED mode.",
    why: "Sign-ins with compromised passwords or from unusual devices and locations are at most recorded, and the attacker receives tokens.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Cognito.1"],
    fix: "set userPoolAddOns.advancedSecurityMode to ENFORCED",
    check: is("userPoolAddOns.advancedSecurityMode", "ENFORCED"),
    ok: { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } },
    bad: { userPoolAddOns: { advancedSecurityMode: "AUDIT" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cognito-deletion-protection",
    types: pool,
    description: "Cognito user pools have deletion protection active.",
    why: "One DeleteUserPool call removes every user, and since password hashes cannot be exported, all users would have to register again.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Cognito.6"],
    fix: "set deletionProtection to ACTIVE",
    check: is("deletionProtection", "ACTIVE"),
    ok: { deletionProtection: "ACTIVE" },
    bad: { deletionProtection: "INACTIVE" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cognito-admin-create-only",
    types: pool,
    description: "Cognito user pools allow only administrators to create users.",
    why: "Any client on the internet can call SignUp and obtain an account with tokens for the application.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set adminCreateUserConfig.allowAdminCreateUserOnly to true",
    check: is("adminCreateUserConfig.allowAdminCreateUserOnly", true),
    ok: { adminCreateUserConfig: { allowAdminCreateUserOnly: true } },
    bad: { adminCreateUserConfig: { allowAdminCreateUserOnly: false } },
    absent: "fail",
    unknown: "undecided",
  },
]);

function passwordPolicy(minimumLength: number): Record<string, unknown> {
  return {
    minimumLength,
    ...Object.fromEntries(required.map((kind) => [kind, true])),
    temporaryPasswordValidityDays: 7,
  };
}
