import { all, includes, matches } from "../../checks/conditions.ts";
import { policyText } from "../../checks/example.ts";
import { isConfined, type Statement } from "../../checks/iam-policy.ts";
import { allowed, document, ownAccounts } from "../../checks/policy-document.ts";
import { levels, type Scope, service } from "../../checks/rule.ts";

const roles = ["aws:iam/role:Role"];

const isPattern = (kind: string, name: string) => kind === "AWS" && name.includes("*");

/** Whether a principal is the root of another account. */
function isForeign(name: string, scope: Scope): boolean {
  const [, account] = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(name) ?? [];
  return account !== undefined && !ownAccounts(scope).includes(account);
}

/** Whether a condition requires an external ID, MFA or a principal tag. */
const hasExternalIdOrMfa = ({ conditions }: Statement) =>
  conditions.some(({ key }) =>
    /^(?:sts:ExternalId|aws:MultiFactorAuth(?:Present|Age)|aws:PrincipalTag\/.+)$/i.test(key),
  );

/** GitHub's subjects with an owner: branches and workflows of other owners may have the same names. */
const githubOwner =
  /^(?:repo:[^*?/]+\/.+|(?:repository|job_workflow_ref):[^*?/]+\/.+|(?:repository|repository_owner)(?:_id)?:[^*?]+)/;

/** Services whose documentation recommends aws:SourceAccount or aws:SourceArn; others may not send them. */
const actingServices =
  /^(?:events|scheduler|pipes|states|logs|config|vpc-flow-logs|monitoring\.rds|bedrock)\.amazonaws\.com$/;

const actions = "token.actions.githubusercontent.com";
const github = {
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${actions}` },
  Action: "sts:AssumeRoleWithWebIdentity",
};

export const iamTrust = service("IAM", [
  {
    name: "iam-trust-no-wildcard",
    types: roles,
    description: "IAM role trust policies have no wildcard and restrict other accounts by a condition.",
    why: "A wildcard principal lets any AWS account assume the role, and trust in another whole account without an external ID allows the confused deputy problem.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_60", "CKV_AWS_61"],
    fix: "set Principal in assumeRolePolicy to named principals, and for another account add a Condition on sts:ExternalId or aws:PrincipalOrgID",
    check: document(
      "assumeRolePolicy",
      allowed((each, scope) => {
        if (isConfined(each)) return undefined;
        if (each.exceptPrincipals || each.principals.some(({ kind, name }) => name === "*" || isPattern(kind, name)))
          return "trusts every AWS principal";
        const foreign = each.principals.find(({ kind, name }) => kind === "AWS" && isForeign(name, scope));
        return foreign === undefined || hasExternalIdOrMfa(each)
          ? undefined
          : `trusts every principal of account ${foreign.name}`;
      }),
      "fail",
    ),
    ok: { assumeRolePolicy: policyText({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }) },
    bad: { assumeRolePolicy: policyText({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }) },
    clauses: [
      {
        controls: ["CKV_AWS_60"],
        bad: { assumeRolePolicy: policyText({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }) },
      },
      {
        controls: ["CKV_AWS_61"],
        bad: {
          assumeRolePolicy: policyText({
            Principal: { AWS: "arn:aws:iam::999900001111:root" },
            Action: "sts:AssumeRole",
          }),
        },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "iam-oidc-trust-sub-pinned",
    types: roles,
    description: "IAM roles that trust an OIDC provider restrict the token's sub and aud claims.",
    why: "Without a condition on sub, any repository or service account of the same provider can assume the role; without aud, so can tokens for other audiences.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_393", "CIS EKS 1.7 5.2.1", "CKV_AWS_358"],
    fix: "set StringEquals on the provider's sub and aud in assumeRolePolicy",
    check: document(
      "assumeRolePolicy",
      allowed((each) => {
        if (!each.principals.some(({ kind, name }) => kind === "Federated" && name.includes("oidc-provider/")))
          return undefined;
        const missing = ["sub", "aud"].filter((claim) => !pins(each, claim));
        return missing.length === 0 ? undefined : `has no condition on the token's claim ${missing.join(" and ")}`;
      }),
    ),
    ok: {
      assumeRolePolicy: policyText(
        federated({ "oidc.eks/id:sub": "system:serviceaccount:app:api", "oidc.eks/id:aud": "sts.amazonaws.com" }),
      ),
    },
    bad: { assumeRolePolicy: policyText(federated({ "oidc.eks/id:aud": "sts.amazonaws.com" })) },
    clauses: [
      {
        controls: ["CKV_AWS_358", "CKV_AWS_393"],
        ok: {
          assumeRolePolicy: policyText({
            ...github,
            Condition: {
              StringLike: { [`${actions}:sub`]: "repo:example/shop:*", [`${actions}:aud`]: "sts.amazonaws.com" },
            },
          }),
        },
        bad: {
          assumeRolePolicy: policyText({
            ...github,
            Condition: { StringLike: { [`${actions}:sub`]: "repo:*", [`${actions}:aud`]: "sts.amazonaws.com" } },
          }),
        },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-oidc-provider-url",
    types: ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
    description: "IAM OIDC providers use an HTTPS URL and list sts.amazonaws.com as a client ID.",
    why: "Tokens issued for sts.amazonaws.com are rejected if the provider does not list it, and signing keys fetched without TLS could be replaced on the network.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set url to an https URL, and clientIdLists to sts.amazonaws.com",
    check: all(matches("url", /^https:\/\//), includes("clientIdLists", "sts.amazonaws.com")),
    ok: { url: "https://oidc.eks.eu-west-1.amazonaws.com/id/1", clientIdLists: ["sts.amazonaws.com"] },
    bad: { url: "http://example.com", clientIdLists: ["sts.amazonaws.com"] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "iam-trust-confused-deputy",
    types: ["aws:iam/role:Role"],
    description: "IAM roles that trust services such as EventBridge restrict the source in a condition.",
    why: "The service principal acts for all AWS customers. Without a condition on the source, a resource in another account can make the service assume this role (confused deputy).",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set a condition on aws:SourceAccount or aws:SourceArn in assumeRolePolicy",
    check: document(
      "assumeRolePolicy",
      allowed((statement) =>
        statement.principals.some(({ kind, name }) => kind === "Service" && actingServices.test(name)) &&
        !isConfined(statement)
          ? "trusts an AWS service without a condition on its source account or ARN"
          : undefined,
      ),
    ),
    ok: { assumeRolePolicy: eventsTrust({ Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }) },
    bad: { assumeRolePolicy: eventsTrust({}) },
    absent: "pass",
    unknown: "undecided",
  },
]);

/** Whether a condition compares the claim with a value that is not only a wildcard. */
function pins({ conditions, principals }: Statement, claim: string): boolean {
  const isGithub = principals.some(({ name }) => name.includes("token.actions.githubusercontent.com"));
  const shape = claim === "sub" && isGithub ? githubOwner : /./;
  return conditions.some(
    ({ operator, key, values }) =>
      /^(?:ForAllValues:|ForAnyValue:)?String(?:Equals|Like)$/i.test(operator) &&
      key.endsWith(`:${claim}`) &&
      values.length > 0 &&
      values.every((each) => shape.test(each)) &&
      values.every((each) => !/^(?:[*?].*|[a-z_-]+:\*.*|system:serviceaccount:\*.*)$/i.test(each)),
  );
}

function federated(equals: Record<string, string>): Record<string, unknown> {
  const Principal = { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks/id" };
  return { Principal, Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: equals } };
}

function eventsTrust(more: Record<string, unknown>): string {
  const Principal = { Service: "events.amazonaws.com" };
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }] });
}
