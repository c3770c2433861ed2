import {
  type Condition,
  covers,
  matchesWildcard,
  parsePolicy,
  type Statement,
} from "../../policy-pack/checks/iam-policy.ts";

/** A request to AWS as IAM sees it. */
export interface Call {
  action: string;
  resource: string;
  /** Condition keys of the request. @default {} */
  context?: Readonly<Record<string, string>>;
}

/** Whether the policies of a role allow a request: an explicit deny wins, and without an allow it is denied. */
export function allows(policies: readonly unknown[], call: Call): boolean {
  const matching = policies.flatMap((policy) => parsePolicy(policy) ?? []).filter((each) => applies(each, call));
  return matching.some((each) => each.allows) && !matching.some((each) => !each.allows);
}

function applies(statement: Statement, { action, resource, context = {} }: Call): boolean {
  return (
    covers(statement, action) &&
    statement.resources.some((pattern) => matchesWildcard(pattern, resource)) &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}

/** The operators that the platform's roles use; another one would make a test mean nothing, so it is an error. */
function holds({ operator, key, values }: Condition, context: Readonly<Record<string, string>>): boolean {
  const given = context[key];
  if (given === undefined) return false;
  if (operator === "StringEquals") return values.includes(given);
  if (operator === "ArnLike" || operator === "StringLike") return values.some((each) => matchesWildcard(each, given));
  throw new Error(`the evaluation does not know the operator ${operator}`);
}
