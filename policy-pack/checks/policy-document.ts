import { all, each, fail, pass, undecided } from "./conditions.ts";
import { admitsAnyone, isConfined, parsePolicy, type Statement } from "./iam-policy.ts";
import type { Check, Scope, Verdict } from "./rule.ts";
import { hasUnknown, list, read } from "./values.ts";

/** What is wrong with a statement, or undefined. */
export type Objection = (statement: Statement, scope: Scope) => string | undefined;

/** The statements of the policy document at a path are judged; one that cannot be read is not taken for harmless. */
const statements =
  (path: string, judge: (statements: readonly Statement[]) => Verdict, absent: "pass" | "fail"): Check =>
  ({ value }) => {
    const reading = read(value, path);
    if (reading.state === "absent") return absent === "pass" ? pass : fail(`has no ${path}`);
    if (reading.state === "unknown" || hasUnknown(reading.value)) return undecided(path);
    const parsed = parsePolicy(reading.value);
    return parsed === undefined ? fail(`has a ${path} that is no policy document`) : judge(parsed);
  };

/** No statement is objected to. */
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

/** At least one statement is the wanted one. */
export const states = (path: string, wanted: (statement: Statement) => boolean, otherwise: string): Check =>
  statements(path, (found) => (found.some(wanted) ? pass : fail(otherwise)), "fail");

/** Nobody is admitted who is not named, by principal or by condition. */
export const notPublic = (path: string): Check =>
  document(path, (statement) =>
    statement.allows && admitsAnyone(statement) && !isConfined(statement)
      ? `allows ${statement.actions.join(", ")} to everyone in its ${path}`
      : undefined,
  );

/** The same, for the statements that allow something. */
export const allowed =
  (objection: Objection): Objection =>
  (statement, scope) =>
    statement.allows ? objection(statement, scope) : undefined;

/** Accounts that a statement admits by name, roots and roles alike. */
export function accountsOf({ principals }: Statement): string[] {
  return principals.flatMap(({ kind, name }) =>
    kind === "AWS" ? (/^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})\b/.exec(name)?.[1] ?? []) : [],
  );
}

/** Those of them that are somebody else's, where the own ones are known. */
export function foreigners(statement: Statement, scope: Scope): string[] {
  const own = ownAccounts(scope);
  return own.length === 0 ? [] : accountsOf(statement).filter((account) => !own.includes(account));
}

/** Accounts that are known to be the stack's own: by the settings, and by what its provider is pinned to. */
export function ownAccounts({ resource, settings }: Scope): readonly unknown[] {
  return [...settings.accounts, ...list(resource.providerInputs, "allowedAccountIds").map(String)];
}

/** No statement of a policy, or of a role's inline policies, is objected to. */
export const inEachPolicy = (objection: Objection): Check =>
  all(document("policy", objection), each("inlinePolicies", document("policy", objection)));

/** Whether a condition narrows which resources or calls a statement allows, and not only how they are made. */
export const isScoped = ({ conditions }: Statement): boolean =>
  conditions.some(({ key }) => !/^aws:(?:SecureTransport|MultiFactorAuth\w+|CurrentTime)$/i.test(key));
