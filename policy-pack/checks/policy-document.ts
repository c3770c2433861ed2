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

/** No statement of a policy, or of a role's inline policies, has an objection. */
export const inEachPolicy = (objection: Objection): Check =>
  all(document("policy", objection), each("inlinePolicies", document("policy", objection)));

/** Whether a condition narrows which resources or calls a statement allows, and not only how they are made. */
export const isScoped = ({ conditions }: Statement): boolean =>
  conditions.some(({ key }) => !/^aws:(?:SecureTransport|MultiFactorAuth\w+|CurrentTime)$/i.test(key));
