import { complain } from "../../checks/complaints.ts";
import { all, atMost, either, unset } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import type { Statement } from "../../checks/iam-policy.ts";
import { document } from "../../checks/policy-document.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { read } from "../../checks/values.ts";

const roles = ["aws:iam/role:Role"];
const roleType = "aws:iam/role:Role";

/** Roles without a permissions boundary, in a stack where other roles have one. */
function withoutBoundary(graph: Graph): Complaint[] {
  const bounded = ({ props }: StackResource) => read(props, "permissionsBoundary").state !== "absent";
  const all = graph.of(roleType);
  return all.some(bounded)
    ? all
        .filter((each) => !bounded(each))
        .map(complain("has no permissions boundary, but other roles of the stack have one"))
    : [];
}

const boundedRole = example(roleType, "api", { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" });

export const iamRoles = service("IAM", [
  {
    name: "iam-no-role-style-conflict",
    types: roles,
    description: "IAM roles do not set managedPolicyArns or inlinePolicies.",
    why: "These properties manage policies exclusively: an update removes those added by RolePolicyAttachment or RolePolicy, and workloads lose permissions.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave managedPolicyArns and inlinePolicies unset, and declare RolePolicy and RolePolicyAttachment",
    check: all(unset("managedPolicyArns"), unset("inlinePolicies")),
    ok: { assumeRolePolicy: "{}" },
    bad: { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "iam-session-duration",
    types: ["aws:iam/role:Role"],
    description: "IAM roles limit sessions to 1 hour, or to 12 hours for services and workloads.",
    why: "Temporary credentials stolen from a laptop stay valid until the session expires, so a long session gives the attacker more time in the account.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set maxSessionDuration to at most 3600, or to at most 43200 for roles that only services and workloads assume",
    check: either(
      atMost("maxSessionDuration", 3600, "pass"),
      all(atMost("maxSessionDuration", 43200), document("assumeRolePolicy", people, "fail")),
    ),
    ok: { maxSessionDuration: 3600 },
    bad: { maxSessionDuration: 43200, assumeRolePolicy: trust({ AWS: "arn:aws:iam::111122223333:root" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-permissions-boundary",
    description: "IAM roles all have a permissions boundary if one role of the stack has one.",
    why: "A role outside the boundary is the gap in the limit: a policy attached to it later can grant any permission, up to administrator access.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set permissionsBoundary",
    find: withoutBoundary,
    ok: [boundedRole, { ...boundedRole, urn: "other" }],
    bad: [boundedRole, example(roleType, "worker", {})],
  },
]);

/** Users assume a role through an account or a SAML provider; services and workloads do not. */
function people({ principals }: Statement): string | undefined {
  const person = principals.some(
    ({ kind, name }) => kind === "AWS" || (kind === "Federated" && /:saml-provider\//.test(name)),
  );
  return person ? "allows user sessions longer than one hour" : undefined;
}

function trust(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] });
}
