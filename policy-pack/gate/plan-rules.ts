import type { Environment } from "../checks/environment.ts";
import { type About, levels } from "../checks/rule.ts";
import { defaults, type Exemption, type Settings } from "../checks/settings.ts";
import { finding, type GateFinding, type Settled, settled } from "./approvals.ts";
import type { Step } from "./plan.ts";
import { classOf, isServing } from "./replacement-risk.ts";

const noStatefulDelete: About = {
  name: "plan-no-stateful-delete",
  description: "Pulumi plans delete or replace stateful or referenced resources only with approval.",
  why: "The update can delete data for good, or give a resource a new name or address, so clients that use the old one fail.",
  severity: "critical",
  levels: levels("-/M/M"),
  controls: [],
  fix: "change the plan, or add an approval that names the URN, with its reason and its last day",
};

const noBulkDelete: About = {
  name: "plan-no-bulk-delete",
  description: "Pulumi plans delete more resources than the cap deletes only with approval.",
  why: "A wrong stack, a lost configuration value or a refactoring without aliases deletes large parts of an environment in one update.",
  severity: "high",
  levels: levels("A/M/M"),
  controls: [],
  fix: "change the plan into smaller ones, add an approval that names the URN of the stack, or set caps.deletes in the pack's settings",
};

const noDowntimeReplace: About = {
  name: "plan-no-downtime-replace",
  description: "AWS resources that serve requests are replaced only with approval.",
  why: "While a load balancer, database, broker or gateway is replaced, requests to it fail, and clients may need a new address afterwards.",
  severity: "high",
  levels: levels("-/A/M"),
  controls: [],
  fix: "change the plan so that the new resource exists before the old one is deleted, or add an approval that names the URN",
};

/** Rules over a plan: the engine does not pass deletions and replacements to policies. */
export const planRules: readonly About[] = [noStatefulDelete, noBulkDelete, noDowntimeReplace];

/** Operations that delete or replace; a replacement has several steps, of which a plan may show any. */
const removing = ["delete", "delete-replaced"];
const replacing = ["replace", "create-replacement", "delete-replaced", "import-replacement", "read-replacement"];

/** The findings on a plan, approved and not, and unused approvals. */
export function evaluatePlan(
  steps: readonly Step[],
  environment: Environment,
  approvals: readonly Exemption[],
  today: Date,
  { caps }: Settings = defaults,
): Settled {
  const most = caps.deletes[environment];
  const all = [...destroyed(steps, environment), ...bulk(steps, environment, most), ...interrupted(steps, environment)];
  return settled(all, approvals, today);
}

function destroyed(steps: readonly Step[], environment: Environment): GateFinding[] {
  return onePerResource(steps.filter(({ op }) => removing.includes(op) || replacing.includes(op))).flatMap((step) => {
    const means = classOf(step.type);
    // A retained resource stays in the cloud; a replacement creates another one all the same.
    if (means === "disposable" || (step.retained && !replacing.includes(step.op))) return [];
    const verb = replacing.includes(step.op) ? "is replaced" : "is deleted";
    if (means === undefined)
      return finding(noStatefulDelete, environment, step, `${verb}, and its type has no replacement class`, "advisory");
    const loss = means === "stateful" ? "with its data" : "although other resources use its name or address";
    return finding(noStatefulDelete, environment, step, `${verb} ${loss}${because(step)}`);
  });
}

function bulk(steps: readonly Step[], environment: Environment, most: number): GateFinding[] {
  const deleted = onePerResource(steps.filter(({ op, retained }) => op === "delete" && !retained));
  const [first] = deleted;
  if (first === undefined || deleted.length <= most) return [];
  const [stack = "", project = ""] = first.urn.split("::");
  const urn = `${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack.split(":").at(-1)}`;
  const step = { ...first, urn, type: "pulumi:pulumi:Stack" };
  return finding(
    noBulkDelete,
    environment,
    step,
    `loses ${deleted.length} resources in one update; the limit is ${most}`,
  );
}

function interrupted(steps: readonly Step[], environment: Environment): GateFinding[] {
  const replaced = onePerResource(steps.filter(({ op, type }) => replacing.includes(op) && isServing(type)));
  return replaced.flatMap((step) =>
    finding(noDowntimeReplace, environment, step, `is replaced while serving requests${because(step)}`),
  );
}

function because({ reasons }: Step): string {
  return reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
}

/** One step for each resource: a replacement has several. */
function onePerResource(steps: readonly Step[]): Step[] {
  return [...new Map([...steps].reverse().map((step) => [step.urn, step])).values()].reverse();
}
