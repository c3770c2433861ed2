import type { Environment } from "../checks/environment.ts";
import type { About, Level, Severity } from "../checks/rule.ts";
import type { Exemption } from "../checks/settings.ts";
import { fault } from "../engine/exemptions.ts";

/** What the gate has to say of a step of a plan, or of a resource in a state. */
export interface GateFinding {
  rule: string;
  level: Exclude<Level, "disabled">;
  severity: Severity;
  urn: string;
  op: string;
  message: string;
}

/** Findings, what of them was approved, and the approvals that nothing needed. */
export interface Settled {
  findings: GateFinding[];
  approved: GateFinding[];
  unused: Exemption[];
}

/** A finding of a rule that is on in the environment. */
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
  const message = `${kind} "${urn.split("::").slice(3).join("::")}" ${wrong}; ${fix}`;
  return [{ rule: name, level: most ?? level, severity, urn, op, message }];
}

/** An approval in force accepts the finding of its rule on its resource. */
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
