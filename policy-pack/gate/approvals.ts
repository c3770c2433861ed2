import type { Environment } from "../checks/environment.ts";
import type { About, Level, Severity } from "../checks/rule.ts";
import type { Exemption } from "../checks/settings.ts";
import { fault } from "../engine/exemptions.ts";
import { referenceTo } from "../engine/rules.ts";

/** A finding on a step of a plan or on a resource of a state. */
export interface GateFinding {
  rule: string;
  level: Exclude<Level, "disabled">;
  severity: Severity;
  urn: string;
  op: string;
  message: string;
}

/** Findings, approved findings, and unused approvals. */
export interface Settled {
  findings: GateFinding[];
  approved: GateFinding[];
  unused: Exemption[];
}

/** The finding of a rule that is enabled in the environment. */
export function finding(
  { name, severity, levels: of, fix }: About,
  environment: Environment,
  { urn, op, type }: { urn: string; op: string; type: string },
  wrong: string,
  most?: "advisory",
): GateFinding[] {
  const level = of[environment];
  if (level === "disabled") return [];
  const kind = type.split(":").at(-1) ?? type;
  const message = `${kind} "${urn.split("::").slice(3).join("::")}" ${wrong}; ${fix}; see ${referenceTo(name)}`;
  return [{ rule: name, level: most ?? level, severity, urn, op, message }];
}

/** Separates findings with a valid approval from the others. */
export function settled(all: readonly GateFinding[], approvals: readonly Exemption[], today: Date): Settled {
  const of = ({ rule, urn }: GateFinding) =>
    approvals.find((each) => each.rule === rule && each.urn === urn && fault(each, today) === undefined);
  const used = new Set(all.map(of));
  return {
    findings: all.filter((each) => of(each) === undefined),
    approved: all.filter((each) => of(each) !== undefined),
    unused: approvals.filter((each) => !used.has(each)),
  };
}
