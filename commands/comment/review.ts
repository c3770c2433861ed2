import type { PartName } from "../../layers/parts/order.ts";
import type { Outcome, Step, Violation } from "../../rehearsal/outcome.ts";

/** What happens to a resource. */
export type Kind = "create" | "change" | "replace" | "delete";

/** One resource that an update would create, change, replace or delete. */
export interface Change {
  kind: Kind;
  type: string;
  /** Logical name. */
  name: string;
  /** The part of the stack; undefined for what the program has no more, and where the account was asked about a whole stack. */
  part: PartName | undefined;
  /** Inputs that differ. */
  changed: readonly string[];
}

/** What a pull request would do to one stack. */
export interface StackReview {
  stack: string;
  changes: readonly Change[];
  findings: readonly Violation[];
  /** What the gate says, by line; empty where it accepts the plan. */
  gate: readonly string[];
  /** IAM actions that the deployer needs more, and no longer; undefined where there is no plan to compare with. */
  permissions: { added: readonly string[]; removed: readonly string[] } | undefined;
  /** Errors of the program and the engine, and requests that AWS would refuse. */
  errors: readonly string[];
}

/** Whether a reader has to look at a stack: advisory findings alone were there before. */
export function isTouched({ changes, findings, gate, errors }: StackReview): boolean {
  const isMandatory = findings.some(({ level }) => level === "mandatory");
  return changes.length > 0 || errors.length > 0 || gate.length > 0 || isMandatory;
}

const kinds: Readonly<Record<string, Kind>> = {
  create: "create",
  import: "create",
  update: "change",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  "delete-replaced": "replace",
  delete: "delete",
};

/** The changes of a preview, one for each resource: a replacement has several steps. Components exist in no account. */
export function changesOf({ steps }: Outcome, partOf: (step: Step) => PartName | undefined): Change[] {
  const changes = new Map<string, Change>();
  for (const step of steps) {
    const kind = kinds[step.op];
    if (kind === undefined || isHelper(step.type)) continue;
    const known = changes.get(step.urn);
    const { type, name } = step;
    const changed = [...new Set([...(known?.changed ?? []), ...step.changed])];
    changes.set(step.urn, { kind: known?.kind ?? kind, type, name, part: partOf(step), changed });
  }
  return [...changes.values()];
}

function isHelper(type: string): boolean {
  return /^(?:platform|awsx|eks|pulumi):/.test(type);
}
