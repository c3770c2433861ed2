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
const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0";
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
    judged: domainOf("auth.example.com", { certificateArn }),
  },
  refused: { before: [users, domainOf("sign-in")], judged: domainOf("log-in") },
};

const custom = domainOf("auth.example.com", { certificateArn });

function address(name: string) {
  return { create: "aws:route53/record:Record", as: name, inputs: { zoneId: "Z0", name, type: "A" } };
}

/** Cognito resolves the domain above a custom domain. */
const parentResolves: Refusal = {
  name: "cognito-parent-domain-resolves",
  types: [poolDomain],
  on: ["create"],
  code: "InvalidParameterException",
  source:
    "Using your own domain for managed login https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html",
  check: ({ inputs, place }, account) => {
    const [domain] = stringsAt(inputs, "domain");
    if (domain === undefined || !isCustom(inputs)) return undefined;
    const parent = domain.slice(domain.indexOf(".") + 1);
    const resolves = account
      .all("aws:route53/record:Record", place)
      .some((each) => each.inputs["name"] === parent && each.inputs["type"] === "A");
    return resolves
      ? undefined
      : "Custom domain is not a valid subdomain: Was not able to resolve the root domain, please ensure an A record exists for the root domain.";
  },
  passes: { before: [users, address("example.com")], judged: custom },
  refused: { before: [users, address("www.example.com")], judged: custom },
};

/** What Cognito refuses. */
export const cognito: readonly Refusal[] = [verified, oneDomain, parentResolves];
