import { all, each, fail, pass, undecided } from "./conditions.ts";
import { admitsAnyone, isConfined, parsePolicy, type Statement } from "./iam-policy.ts";
import type { Check, Scope, Verdict } from "./rule.ts";
import { hasUnknown, list, read } from "./values.ts";

/** The objection to a statement, or undefined. */
export type Objection = (statement: Statement, scope: Scope) => string | undefined;

/** The statements of the policy document at a path pass a function; an unreadable document fails. */
const statements =
  (path: string, evaluate: (statements: readonly Statement[]) => Verdict, absent: "pass" | "fail"): Check =>
  ({ value }) => {
    const reading = read(value, path);
    if (reading.state === "absent") return absent === "pass" ? pass : fail(`has no ${path}`);
    if (reading.state === "unknown" || hasUnknown(reading.value)) return undecided(path);
    const parsed = parsePolicy(reading.value);
    return parsed === undefined ? fail(`has a ${path} that is not a policy document`) : evaluate(parsed);
  };

/** No statement has an objection. */
export const document =
  (path: string, objection: Objection, absent: "pass" | "fail" = "pass"): Check =>
  (scope) =>
    statements(
      path,
      (found) => {
        const wrong = found.map((one) => objection(one, scope)).find((objected) => objected !== undefined);
        return wrong === undefined ? pass : fail(wrong);
      },
      absent,
    )(scope);

/** Actions that statements allow and a rule objects to: their number, and the first ten. */
const allowedActions = (path: string, of: (statement: Statement) => readonly string[], where: string): Check =>
  statements(
    path,
    (found) => {
      const actions = [...new Set(found.flatMap((each) => (each.allows ? of(each) : [])))];
      return actions.length === 0 ? pass : fail(`allows ${counted(actions)} ${where}`);
    },
    "pass",
  );

/** A single name as it is, several names with their number and the first ten. */
function counted(actions: readonly string[]): string {
  const [only, ...others] = actions;
  if (only === undefined || others.length === 0) return only ?? "nothing";
  const named = actions.slice(0, 10).join(", ");
  const more = actions.length > 10 ? ` and ${actions.length - 10} more` : "";
  return `${actions.length} actions (${named}${more})`;
}

/** Types with an identity policy, of IAM and of permission sets of IAM Identity Center. */
export const identityPolicies = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/role:Role",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
];

/** Every identity policy of a resource passes a check: its own, and those inside a role or a permission set. */
const ofEachPolicy = (check: (path: string) => Check): Check =>
  all(check("policy"), check("inlinePolicy"), each("inlinePolicies", check("policy")));

/** No statement of an identity policy allows one of these actions. */
export const noAllowedActions = (of: (statement: Statement) => readonly string[], where: string): Check =>
  ofEachPolicy((path) => allowedActions(path, of, where));

/** At least one statement is the required one. */
export const states = (path: string, wanted: (statement: Statement) => boolean, otherwise: string): Check =>
  statements(path, (found) => (found.some(wanted) ? pass : fail(otherwise)), "fail");

/** Every allowed principal is named, or limited by a condition. */
export const notPublic = (path: string): Check =>
  document(path, (statement) =>
    statement.allows && admitsAnyone(statement) && !isConfined(statement)
      ? `allows ${statement.actions.join(", ")} to every principal in its ${path}`
      : undefined,
  );

/** The objection applies to Allow statements only. */
export const allowed =
  (objection: Objection): Objection =>
  (statement, scope) =>
    statement.allows ? objection(statement, scope) : undefined;

/** The accounts that a statement names, by root or role. */
export function accountsOf({ principals }: Statement): string[] {
  return principals.flatMap(({ kind, name }) =>
    kind === "AWS" ? (/^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})\b/.exec(name)?.[1] ?? []) : [],
  );
}

/** The named accounts that are not the stack's own, where those are known. */
export function foreigners(statement: Statement, scope: Scope): string[] {
  const own = ownAccounts(scope);
  return own.length === 0 ? [] : accountsOf(statement).filter((account) => !own.includes(account));
}

/** The stack's own accounts: those of the settings and of its provider. */
export function ownAccounts({ resource, settings }: Scope): readonly unknown[] {
  return [...settings.accounts, ...list(resource.providerInputs, "allowedAccountIds").map(String)];
}

/** No statement of an identity policy has an objection. */
export const inEachPolicy = (objection: Objection): Check => ofEachPolicy((path) => document(path, objection));

/** Whether a condition narrows which resources or calls a statement allows, and not only how they are made. */
export const isScoped = ({ conditions }: Statement): boolean =>
  conditions.some(({ key }) => !/^aws:(?:SecureTransport|MultiFactorAuth\w+|CurrentTime)$/i.test(key));
