import { createHash } from "node:crypto";
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import { catalogue, type Entry } from "../catalogue.ts";
import { referenceTo } from "../engine/rules.ts";
import { article } from "../reference/pages.ts";
import { gist, type Reported } from "./findings.ts";

/** The security-severity scores of code scanning, of ten. */
const scores: Readonly<Record<string, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.5" };

/** The findings as SARIF 2.1.0, with the rules that have findings; `docs` is the URL of the repository's files. */
export function sarif(found: readonly Reported[], version: string, docs?: string): string {
  const run = new SarifRunBuilder({}).initSimple({ toolDriverName: "platform-policies", toolDriverVersion: version });
  const entries = new Map(catalogue.map((entry) => [entry.about.name, entry]));
  for (const rule of new Set(found.map((each) => each.rule))) run.addRule(described(rule, entries.get(rule), docs));
  for (const each of found) run.addResult(result(each));
  const log = new SarifBuilder();
  log.addRun(run);
  return `${log.buildSarifJsonString({ indent: true })}\n`;
}

function described(name: string, entry: Entry | undefined, docs: string | undefined): SarifRuleBuilder {
  const made = new SarifRuleBuilder().initSimple({
    ruleId: name,
    shortDescriptionText: entry?.about.description ?? name,
  });
  if (entry === undefined) return made;
  const { fix, severity, controls } = entry.about;
  const reference = referenceTo(name);
  if (docs !== undefined) made.rule.helpUri = new URL(reference, docs.endsWith("/") ? docs : `${docs}/`).href;
  made.rule.help = {
    text: `${fix.charAt(0).toUpperCase()}${fix.slice(1)}. See ${reference}.`,
    markdown: article(entry),
  };
  made.rule.properties = { tags: ["security", ...controls], "security-severity": scores[severity] };
  return made;
}

/** The result is located by URN, and at line 1 of Pulumi.yaml for readers that need a file. */
function result(finding: Reported): SarifResultBuilder {
  const { rule, level, urn, severity } = finding;
  const made = new SarifResultBuilder().initSimple({
    level: level === "mandatory" ? "error" : "warning",
    messageText: gist(finding),
    ruleId: rule,
    fileUri: "Pulumi.yaml",
    startLine: 1,
  });
  const [location] = made.result.locations ?? [];
  if (location !== undefined && urn !== "")
    location.logicalLocations = [
      { fullyQualifiedName: urn, name: urn.split("::").slice(3).join("::"), kind: "resource" },
    ];
  made.result.partialFingerprints = { "rule/v1": createHash("sha256").update(`${rule} ${urn}`).digest("hex") };
  made.result.properties = { severity };
  return made;
}
