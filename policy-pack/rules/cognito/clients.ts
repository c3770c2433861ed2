import { all, each, is, isNot, noneOf, value } from "../../checks/conditions.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { number, text, word } from "../../checks/values.ts";

const client = ["aws:cognito/userPoolClient:UserPoolClient"];

const seconds: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };

/** The validity of a token, in its unit, is at most a number of seconds; the defaults of Cognito comply. */
const validAtMost = (path: string, token: string, unit: string, bound: number): Check =>
  value(
    path,
    (validity, { value: props }) =>
      number(validity) * (seconds[text(props, `tokenValidityUnits.${token}`) ?? unit] ?? 1) <= bound,
    "pass",
  );

const localhost = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;

const overTls = value(
  "",
  (url, { environment }) => !/^http:/i.test(word(url)) || (environment === "dev" && localhost.test(word(url))),
  "pass",
);

export const cognitoClients = service("Amazon Cognito", [
  {
    name: "cognito-client-flows",
    types: client,
    description: "Cognito app clients allow neither the implicit grant nor USER_PASSWORD_AUTH flows.",
    why: "The implicit grant puts tokens in the URL, where browser history and logs keep them. Password flows send the user's password to the application instead of SRP proofs.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set allowedOauthFlows without implicit, and explicitAuthFlows without USER_PASSWORD_AUTH and ADMIN_NO_SRP_AUTH",
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
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cognito-client-callbacks-https",
    types: client,
    description: "Cognito app clients have no http callback or logout URL, except localhost in dev.",
    why: "The authorization code is sent to the callback address in plaintext, where it can be read on the network and may be exchanged for the user's tokens.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set callbackUrls and logoutUrls to https addresses",
    check: all(each("callbackUrls", overTls), each("logoutUrls", overTls)),
    ok: { callbackUrls: ["https://app.example.com/"] },
    bad: { callbackUrls: ["http://app.example.com/"] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "cognito-client-hardening",
    types: client,
    description: "Cognito app clients hide user existence, revoke tokens and limit token lifetimes.",
    why: "Error messages reveal which accounts exist, and a stolen token stays usable for a long time without a means to revoke it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set preventUserExistenceErrors to ENABLED, enableTokenRevocation to true, accessTokenValidity to at most 60 minutes and refreshTokenValidity to at most 30 days",
    check: all(
      is("preventUserExistenceErrors", "ENABLED"),
      is("enableTokenRevocation", true),
      validAtMost("accessTokenValidity", "accessToken", "hours", 3600),
      validAtMost("refreshTokenValidity", "refreshToken", "days", 30 * 86400),
    ),
    ok: { preventUserExistenceErrors: "ENABLED", enableTokenRevocation: true, accessTokenValidity: 1 },
    bad: { preventUserExistenceErrors: "ENABLED", enableTokenRevocation: true, accessTokenValidity: 24 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cognito-no-guest-identities",
    types: ["aws:cognito/identityPool:IdentityPool"],
    description: "Cognito identity pools disallow guest identities and the classic flow.",
    why: "Every client that knows the identity pool ID, which is part of the public app, receives temporary AWS credentials. With the classic flow it can assume any role that trusts the pool.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Cognito.2", "CKV_AWS_366"],
    fix: "set allowUnauthenticatedIdentities to false, and leave allowClassicFlow unset",
    check: all(isNot("allowUnauthenticatedIdentities", true), isNot("allowClassicFlow", true)),
    ok: { allowUnauthenticatedIdentities: false },
    bad: { allowUnauthenticatedIdentities: true },
    absent: "pass",
    unknown: "undecided",
  },
]);
