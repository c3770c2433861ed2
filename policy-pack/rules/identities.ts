import { all, fail, includes, matches, unset, value } from "../checks/conditions.ts";
import { isConfined, type Statement } from "../checks/iam-policy.ts";
import { allowed, document, ownAccounts } from "../checks/policy-document.ts";
import { levels, type ResourceRule, type Scope } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const role = ["aws:iam/role:Role"];
const isPattern = (kind: string, name: string) => kind === "AWS" && name.includes("*");
/** Everybody in an account that is not known to be the own one. */
function isForeign(name: string, scope: Scope): boolean {
  const [, account] = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(name) ?? [];
  return account !== undefined && !ownAccounts(scope).includes(account);
}
/** Who comes from there shows an external ID, or a second factor. */
const isAsked = ({ conditions }: Statement) =>
  conditions.some(({ key }) =>
    /^(?:sts:ExternalId|aws:MultiFactorAuth(?:Present|Age)|aws:PrincipalTag\/.+)$/i.test(key),
  );
const admin = /(?:AdministratorAccess|AWSCloudShellFullAccess|IAMFullAccess|PowerUserAccess)$/;

/** IAM: whom roles trust, and what should not exist at all. */
export const identities: readonly ResourceRule[] = [
  {
    name: "iam-no-admin-managed-policy",
    types: [
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      ...role,
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
    ],
    description: "AWS's policies for administrators are attached to nothing.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_274", "CKV2_AWS_56", "CIS AWS 3.0 1.16", "CIS AWS 3.0 1.22", "CIS AWS 5.0 1.21"],
    fix: "set policyArn to a policy with what is needed",
    check: all(
      value("policyArn", (arn) => !admin.test(word(arn)), "pass"),
      value(
        "managedPolicyArns",
        (arns) => Array.isArray(arns) && !arns.some((arn) => typeof arn === "string" && admin.test(arn)),
        "pass",
      ),
    ),
    ok: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    bad: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  },
  {
    name: "iam-trust-no-wildcard",
    types: role,
    description:
      "A role trusts nobody who is not named, and another account only by an external ID or its organization.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_60", "CKV_AWS_61"],
    fix: "set Principal in assumeRolePolicy",
    check: document(
      "assumeRolePolicy",
      allowed((each, scope) => {
        if (isConfined(each)) return undefined;
        if (each.exceptPrincipals || each.principals.some(({ kind, name }) => name === "*" || isPattern(kind, name)))
          return "trusts everyone";
        const foreign = each.principals.find(({ kind, name }) => kind === "AWS" && isForeign(name, scope));
        return foreign === undefined || isAsked(each) ? undefined : `trusts all of the account ${foreign.name}`;
      }),
      "fail",
    ),
    ok: { assumeRolePolicy: policy({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }) },
    bad: { assumeRolePolicy: policy({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }) },
  },
  {
    name: "iam-oidc-trust-sub-pinned",
    types: role,
    description: "A role that an identity provider's tokens open is open to one subject and one audience.",
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
        return missing.length === 0 ? undefined : `does not pin the token's ${missing.join(" and ")}`;
      }),
    ),
    ok: {
      assumeRolePolicy: policy(
        federated({ "oidc.eks/id:sub": "system:serviceaccount:app:api", "oidc.eks/id:aud": "sts.amazonaws.com" }),
      ),
    },
    bad: { assumeRolePolicy: policy(federated({ "oidc.eks/id:aud": "sts.amazonaws.com" })) },
  },
  {
    name: "iam-oidc-provider-url",
    types: ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
    description: "An identity provider is reached over TLS and speaks to AWS only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set url to https, and clientIdLists to sts.amazonaws.com",
    check: all(matches("url", /^https:\/\//), includes("clientIdLists", "sts.amazonaws.com")),
    ok: { url: "https://oidc.eks.eu-west-1.amazonaws.com/id/1", clientIdLists: ["sts.amazonaws.com"] },
    bad: { url: "http://example.com", clientIdLists: ["sts.amazonaws.com"] },
  },
  {
    name: "iam-no-role-style-conflict",
    types: role,
    description: "A role's policies are resources of their own, which nothing else takes away again.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave managedPolicyArns and inlinePolicies unset, and declare RolePolicy and RolePolicyAttachment",
    check: all(unset("managedPolicyArns"), unset("inlinePolicies")),
    ok: { assumeRolePolicy: "{}" },
    bad: { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
  },
  {
    name: "iam-no-users",
    types: ["aws:iam/user:User", "aws:iam/userLoginProfile:UserLoginProfile"],
    description: "People and programs use roles: there are no IAM users.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["IAM.2", "CKV_AWS_273", "CKV2_AWS_22", "CIS AWS 3.0 1.21"],
    fix: "declare a Role instead of a User",
    check: () => fail("is declared"),
    ok: null,
    bad: { name: "bob" },
  },
  {
    name: "iam-no-access-keys",
    types: ["aws:iam/accessKey:AccessKey"],
    description: "There are no long-lived access keys.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["IAM.3", "CKV_AWS_348", "CKV_AWS_273"],
    fix: "declare a Role instead of an AccessKey",
    check: () => fail("is declared"),
    ok: null,
    bad: { user: "bob" },
  },
];

/** GitHub's subjects begin with whose code it is: whoever has a repository may call a workflow or a branch as they like. */
const githubOwner =
  /^(?:repo:[^*?/]+\/.+|(?:repository|job_workflow_ref):[^*?/]+\/.+|(?:repository|repository_owner)(?:_id)?:[^*?]+)/;

/** The claim is compared with something that is not a wildcard alone. */
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

function policy(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
