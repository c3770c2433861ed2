import type { Refusal } from "../refusal.ts";
import { stringsAt } from "../values.ts";

const pool = "aws:cognito/userPool:UserPool";
const verification = "aws:ses/domainIdentityVerification:DomainIdentityVerification";
const identity = {
  create: "aws:ses/domainIdentity:DomainIdentity",
  as: "mail",
  inputs: { domain: "mail.example.com" },
};

const sending = {
  create: pool,
  as: "directory",
  inputs: { emailConfiguration: { emailSendingAccount: "DEVELOPER", sourceArn: "<mail.arn>" } },
};

/** Cognito sends a message with the identity at once. */
const verified: Refusal = {
  name: "cognito-email-identity-verified",
  types: [pool],
  on: ["create", "update"],
  code: "InvalidParameterException",
  source: "aws/aws-cdk issue 28531 https://github.com/aws/aws-cdk/issues/28531",
  check: ({ inputs, place }, account) => {
    const [arn] = stringsAt(inputs, "emailConfiguration.sourceArn");
    const made = arn === undefined ? undefined : account.find(arn);
    if (made?.type !== "aws:ses/domainIdentity:DomainIdentity") return undefined;
    const proven = account.all(verification, place).some((each) => each.inputs["domain"] === made.inputs["domain"]);
    return proven ? undefined : `Email address is not verified. The following identities failed the check: ${arn}`;
  },
  passes: {
    before: [identity, { create: verification, as: "verified", inputs: { domain: "mail.example.com" } }],
    judged: sending,
  },
  refused: { before: [identity], judged: sending },
};

/** What Cognito refuses. */
export const cognito: readonly Refusal[] = [verified];
