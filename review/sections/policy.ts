import { catalogue } from "../../policy-pack/catalogue.ts";
import { referenceTo } from "../../policy-pack/engine/rules.ts";
import type { Violation } from "../../rehearsal/outcome.ts";
import type { Block, Row, Table } from "../block.ts";
import { shortType } from "../components.ts";
import { counted } from "../format.ts";
import type { Level } from "../level.ts";
import type { Content, Plan, Review, Section } from "../section.ts";

const fixes = new Map(catalogue.map(({ about }) => [about.name, about.fix]));

/** Order of the severities, the most severe first; findings of the pack about itself have none. */
const severities = ["critical", "high", "medium", "low", ""];

function make({ plan, against, today }: Review): Content {
  const findings = plan.violations.filter(isFinding);
  const mandatory = findings.filter(({ level }) => level === "mandatory");
  const blocks: Block[] = [
    ...plan.errors.map((text): Block => ({ kind: "notice", level: "bad", text })),
    ...(against === undefined ? [] : [differenceTable(plan, against)]),
    findingTable("Findings", findings, "No rule has a finding."),
    exemptionTable(plan, today),
    undecided(plan),
  ];
  return {
    blocks,
    tiles: [
      {
        label: "Findings",
        value: String(findings.length),
        note: `${mandatory.length} mandatory, ${findings.length - mandatory.length} advisory`,
        level: mandatory.length > 0 ? "bad" : "good",
      },
    ],
    facts: findings
      .filter(({ urn }) => urn !== "")
      .map((finding) => ({
        urn: finding.urn,
        label: finding.rule,
        value: gist(finding),
        level: levelOf(finding),
      })),
  };
}

/** The rule with the summary of the run, which is no finding. */
const summary = "every-rule";

function isFinding({ rule }: Violation): boolean {
  return rule !== summary;
}

function levelOf({ level }: Violation): Level {
  return level === "mandatory" ? "bad" : "warning";
}

/** The part of a message that says what is wrong, without the rule before and the fix after it. */
function gist({ rule, message }: Violation): string {
  const line = message.split("\n").at(-1) ?? message;
  const bare = line.startsWith(`${rule}: `) ? line.slice(rule.length + 2) : line;
  return bare.split("; ")[0] ?? bare;
}

function findingTable(title: string, findings: readonly Violation[], empty: string): Table {
  const sorted = findings.toSorted(
    (one, other) =>
      other.level.localeCompare(one.level) ||
      severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
      one.rule.localeCompare(other.rule),
  );
  return {
    kind: "table",
    title,
    columns: [
      { title: "Level", kind: "level" },
      { title: "Severity", kind: "text" },
      { title: "Rule", kind: "code" },
      { title: "What is wrong", kind: "text" },
      { title: "Fix", kind: "text" },
      { title: "Described in", kind: "code" },
    ],
    rows: sorted.map((finding): Row => {
      const { rule, level, severity } = finding;
      const cells = [level, severity, rule, gist(finding), fixes.get(rule) ?? "", referenceTo(rule)];
      return { cells, level: levelOf(finding) };
    }),
    empty,
  };
}

/** Findings that one plan has and the other lacks. */
function differenceTable(plan: Plan, against: Plan): Table {
  const key = ({ rule, urn, message }: Violation) => `${rule} ${urn} ${message}`;
  const [now, before] = [plan, against].map(
    ({ violations }) => new Map(violations.filter(isFinding).map((each) => [key(each), each])),
  );
  const rows = (of: typeof now, without: typeof now, what: string, level: Level) =>
    [...(of ?? [])]
      .filter(([found]) => !without?.has(found))
      .map(
        ([, finding]): Row => ({ cells: [what, finding.level, finding.rule, place(finding), gist(finding)], level }),
      );
  return {
    kind: "table",
    title: "Against the plan",
    columns: [
      { title: "Change", kind: "level" },
      { title: "Level", kind: "text" },
      { title: "Rule", kind: "code" },
      { title: "Resource", kind: "text" },
      { title: "What is wrong", kind: "text" },
    ],
    rows: [...rows(now, before, "new", "bad"), ...rows(before, now, "solved", "good")],
    empty: "The findings are the same.",
  };
}

function place({ urn }: Violation): string {
  const [, , types = "", ...name] = urn.split("::");
  return urn === "" ? "the stack" : `${shortType(types.split("$").at(-1) ?? "")} ${name.join("::")}`;
}

/** The lines of the summary of the run. */
function told({ violations }: Plan): string[] {
  return violations.filter((each) => !isFinding(each)).flatMap(({ message }) => message.split("\n"));
}

const exempt = /^(?:every-rule: )?(\S+) is exempt until (\d{4}-\d\d-\d\d) on (\S+) \((.+?): (.*)\): (\d+) findings?$/;

/** Findings that somebody has accepted, until when and why. */
function exemptionTable(plan: Plan, today: string): Table {
  const rows = told(plan).flatMap((line): Row[] => {
    const [, rule, until = "", urn, owner, reason, count] = exempt.exec(line.trim()) ?? [];
    if (rule === undefined) return [];
    const days = (Date.parse(until) - Date.parse(today)) / 86_400_000;
    return [{ cells: [rule, urn, until, days, owner, reason, Number(count)], level: days <= 14 ? "warning" : "info" }];
  });
  return {
    kind: "table",
    title: "Exemptions",
    columns: [
      { title: "Rule", kind: "code" },
      { title: "Resources", kind: "code" },
      { title: "Until", kind: "date" },
      { title: "Days left", kind: "number" },
      { title: "Owner", kind: "text" },
      { title: "Reason", kind: "text" },
      { title: "Findings", kind: "number" },
    ],
    rows,
    empty: "The preview runs without exemptions, or none accepts a finding.",
  };
}

/** What the pack can decide only during an update. */
function undecided(plan: Plan): Block {
  const lines = told(plan).filter((line) => / known only during /.test(line));
  const text = lines.map((line) => line.replace(/^every-rule: /, "").split("; see ")[0] ?? line);
  const none = `${counted(plan.violations.filter(isFinding).length, "finding")}, and every check was decided.`;
  return { kind: "text", paragraphs: text.length === 0 ? [none] : text };
}

/** What the policy pack says of the stack. */
export const policy: Section = {
  id: "policy",
  title: "Policy",
  about: "Which rules does the stack violate, what is the fix, and what is exempt until when?",
  make,
};
