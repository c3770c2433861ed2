import { parseArgs } from "node:util";
import { type Environment, environment, isEnvironment, projectOfUrn, stackOfUrn } from "../checks/environment.ts";
import { isObject } from "../checks/schema.ts";
import { defaults, type Exemption, type Settings } from "../checks/settings.ts";
import { exemptionFaults, exemptions, settings, settingsPolicy } from "../engine/configuration.ts";
import { fault } from "../engine/exemptions.ts";
import { definitionOf, type Step, steps } from "../gate/plan.ts";
import { evaluatePlan, planRules } from "../gate/plan-rules.ts";
import { evaluateState, stateRules, stored } from "../gate/state-rules.ts";
import { Misuse, named, readJson, readText, run } from "./command.ts";
import { fileFaults } from "./file-faults.ts";
import { oneLine, say } from "./output.ts";
import { table } from "./table.ts";

const gateRules = [...planRules, ...stateRules];
const usage = `Usage: npm run gate -- PLAN [--environment NAME] [--approvals FILE] [--policy-pack-config FILE] [--json]

Evaluates what policies cannot see: deletions and replacements in a plan, and plaintext secrets in a state.

  PLAN                file of \`pulumi preview --save-plan FILE\`, JSON of \`pulumi preview --json\`, of
                      \`npm run preview -- STACK --json FILE\` or of \`pulumi stack export\`; - reads standard input
  --environment NAME  dev, staging or prod; by default that of platform:definition in the plan, else of the
                      stack's name; prod for other names
  --approvals FILE    JSON list of {rule, urn, reason, owner, ticket, expires}: the URN in full, at most 90 days
  --policy-pack-config FILE
                      the configuration of the policy pack, whose caps.deletes limits deletions in one update
  --json              the findings as JSON
  --help              this text

Rules: ${gateRules.map(({ name }) => name).join(", ")}
Exit code: 0 no findings or advisory ones only, 1 a mandatory finding without approval, 2 wrong usage or unreadable input
`;

function main(): number {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    environment: text,
    approvals: text,
    "policy-pack-config": text,
    json: flag,
    help: flag,
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return say(usage);
  const [file, ...more] = positionals;
  if (file === undefined) throw new Misuse("PLAN is missing.");
  if (more.length > 0) throw new Misuse(`Name one plan, got ${positionals.join(", ")}.`);
  const given = readText(file);
  const state = stored(given);
  const plan = state === undefined ? steps(given) : [];
  if (plan === undefined)
    throw new Misuse(
      `${named(file)} is neither a plan of \`pulumi preview --save-plan\` or \`--json\` nor a state of \`pulumi stack export\`.`,
    );
  const where = chosen(values.environment, definitionOf(given), [...plan, ...(state ?? [])]);
  const today = new Date();
  const approvals = approvalsOf(values.approvals);
  const configured = settingsOf(values["policy-pack-config"]);
  const result =
    state === undefined
      ? evaluatePlan(plan, where, approvals, today, configured)
      : evaluateState(state, where, approvals, today);
  say(values.json ? `${JSON.stringify({ environment: where, ...result }, undefined, 2)}\n` : shown());
  return result.findings.some(({ level }) => level === "mandatory") ? 1 : 0;

  function shown(): string {
    const { findings, approved, unused } = result;
    const rows = [
      ...findings.map(({ level, severity, rule, op, urn }) => [level, severity, op, rule, urn]),
      ...approved.map(({ severity, rule, op, urn }) => ["approved", severity, op, rule, urn]),
    ];
    const parts = [
      rows.length === 0 ? "" : table([["level", "severity", "op", "rule", "resource"], ...rows]),
      ...findings.map(({ rule, message }) => `${rule}: ${oneLine(message)}`),
      ...unused.map(
        (each) => `approval of ${each.rule} on ${oneLine(each.urn)} ${fault(each, today) ?? "approves no finding"}`,
      ),
      `${state === undefined ? count(plan ?? []) : `${state.length} stored`} in ${where}: ${findings.length} not approved, ${approved.length} approved`,
    ];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  }
}

/** The option, else what the policies go by: the variable, the definition in the plan's configuration, the stack's name. */
function chosen(
  given: string | undefined,
  definition: string | undefined,
  plan: readonly { urn?: unknown }[],
): Environment {
  if (isEnvironment(given)) return given;
  if (given !== undefined) throw new Misuse(`--environment must be dev, staging or prod, got ${given}`);
  const urn = String(plan[0]?.urn ?? "");
  return environment({
    PLATFORM_ENVIRONMENT: process.env["PLATFORM_ENVIRONMENT"],
    PULUMI_STACK: stackOfUrn(urn),
    PULUMI_PROJECT: projectOfUrn(urn),
    PULUMI_CONFIG: JSON.stringify({ "platform:definition": definition }),
  });
}

/** The approvals of a file; faults are wrong usage, because an invalid approval approves no finding. */
function approvalsOf(file: string | undefined): Exemption[] {
  if (file === undefined) return [];
  const read = readJson(file);
  const given = isObject(read) ? (read["approvals"] ?? read) : read;
  const rules = gateRules.map(({ name }) => name);
  const listed = exemptions(given);
  const faults = [
    ...exemptionFaults(given, "approvals"),
    ...listed.filter(({ rule }) => !rules.includes(rule)).map(({ rule }) => `${rule} is not a rule of the gate`),
    ...listed.filter(({ urn }) => urn.includes("*")).map(({ urn }) => `${urn} must be the URN of one resource`),
  ];
  if (faults.length > 0) throw new Misuse([`${file} is not a list of approvals:`, ...faults].join("\n  "));
  return listed;
}

/** The settings in the configuration of the policy pack. */
function settingsOf(file: string | undefined): Settings {
  if (file === undefined) return defaults;
  const given = readJson(file);
  const faults = fileFaults(given, new Date());
  if (faults.length > 0 || !isObject(given)) throw new Misuse([`${file}:`, ...faults].join("\n  "));
  return settings(given[settingsPolicy] ?? {}, []).settings;
}

function count(plan: readonly Step[]): string {
  const operations = Map.groupBy(plan, ({ op }) => op);
  return [...operations].map(([op, found]) => `${found.length} ${op}`).join(", ") || "no steps";
}

await run(usage, main);
