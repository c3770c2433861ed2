import { fail, pass, undecided } from "./checks.ts";
import { admitsAnyone, isConfined, parsePolicy, type Statement } from "./iam.ts";
import { hasUnknown, read } from "./reader.ts";
import type { Check } from "./rule.ts";

/** What is wrong with a statement, or undefined. */
type Objection = (statement: Statement) => string | undefined;

/** No statement of the policy document at a path is objected to; one that cannot be read is never taken for harmless. */
export const document =
  (path: string, objection: Objection, absent: "pass" | "fail" = "pass"): Check =>
  ({ value }) => {
    const reading = read(value, path);
    if (reading.state === "absent") return absent === "pass" ? pass : fail(`has no ${path}`);
    if (reading.state === "unknown" || hasUnknown(reading.value)) return undecided(path);
    const statements = parsePolicy(reading.value);
    if (statements === undefined) return undecided(path);
    const wrong = statements.map(objection).find((each) => each !== undefined);
    return wrong === undefined ? pass : fail(wrong);
  };

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
  (statement) =>
    statement.allows ? objection(statement) : undefined;
