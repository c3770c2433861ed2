import type { Refusal } from "../refusal.ts";
import { isOwn, type Values } from "../thing.ts";
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

const poolDomain = "aws:cognito/userPoolDomain:UserPoolDomain";
const users = { create: pool, as: "directory", inputs: { name: "directory" } };

function domainOf(as: string, more: Values = {}) {
  return { create: poolDomain, as, inputs: { userPoolId: "<directory>", domain: as, ...more } };
}

const isCustom = ({ certificateArn }: Values) => certificateArn !== undefined;

/** A user pool has one prefix domain and one custom domain. */
const oneDomain: Refusal = {
  name: "cognito-one-domain-of-a-kind",
  types: [poolDomain],
  on: ["create"],
  code: "InvalidParameterException",
  source: "aws/aws-cdk issue 10062 https://github.com/aws/aws-cdk/issues/10062",
  check: (request, account) => {
    const { userPoolId } = request.inputs;
    if (typeof userPoolId !== "string") return undefined;
    const others = account
      .all(poolDomain, request.place)
      .filter((each) => !isOwn(each, request) && each.inputs["userPoolId"] === userPoolId);
    const has = others.some(({ inputs }) => isCustom(inputs) === isCustom(request.inputs));
    return has ? "User pool already has a domain configured." : undefined;
  },
  passes: {
    before: [users, domainOf("sign-in")],
    judged: domainOf("auth.example.com", { certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0" }),
  },
  refused: { before: [users, domainOf("sign-in")], judged: domainOf("log-in") },
};

/** What Cognito refuses. */
export const cognito: readonly Refusal[] = [verified, oneDomain];
