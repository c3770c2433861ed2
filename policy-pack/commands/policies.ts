import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { catalogue, type Entry } from "../catalogue.ts";
import { matchesGlob } from "../checks/settings.ts";
import { frameworkOf, frameworks } from "../engine/frameworks.ts";
import { remedied } from "../engine/remediation.ts";
import { referenceTo } from "../engine/rules.ts";
import { fileSchema, schemaFile } from "../reference/file-schema.ts";
import { mark, pages } from "../reference/pages.ts";
import { Misuse, readJson, run, writing } from "./command.ts";
import { fileFaults, near } from "./file-faults.ts";
import { say } from "./output.ts";
import { table } from "./table.ts";

const severities = ["critical", "high", "medium", "low"];
const usage = `Usage: npm run policies -- [NAME] [--framework NAME] [--severity NAME] [--json]
       npm run policies -- --check FILE
       npm run policies -- --docs [DIRECTORY]

Lists every rule of the policy pack, or explains one.

  NAME              the rule to explain; with * in it, the rules to list
  --framework NAME  only rules of ${frameworks.map(({ name }) => name).join(", ")}
  --severity NAME   only rules of this severity: ${severities.join(", ")}
  --json            as JSON, with every field of the rules
  --check FILE      lists the faults of a file for --policy-pack-config
  --docs            writes the reference, by default to docs/policies
  --help            this text

Exit code: 0 done, 1 the checked file is wrong, 2 wrong usage, or no rule of that name
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = { framework: text, severity: text, json: flag, check: text, docs: flag, help: flag } as const;

function main(): number {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name, ...more] = positionals;
  if (more.length > 0) throw new Misuse(`Name one rule, got ${positionals.join(", ")}.`);
  if (values.help) return say(usage);
  if (values.check !== undefined) return check(values.check);
  if (values.docs) {
    const directory = name ?? path.join(import.meta.dirname, "..", "..", "docs", "policies");
    return writing(directory, () => write(directory));
  }
  const chosen = select(name ?? "*", values.framework, values.severity);
  const [only] = chosen;
  if (only === undefined) throw new Misuse(unmatched(name));
  if (values.json) return say(`${JSON.stringify(chosen.map(record), undefined, 2)}\n`);
  return say(name === only.about.name ? explained(only) : listed(chosen));
}

function unmatched(name: string | undefined): string {
  return `No rule matches ${name === undefined ? "these options" : `${name}${near(name)}`}.`;
}

function select(glob: string, framework: string | undefined, severity: string | undefined): Entry[] {
  const known = frameworks.find((each) => each.name.toLowerCase() === framework?.toLowerCase())?.name;
  if (framework !== undefined && known === undefined)
    throw new Misuse(`--framework must be one of ${frameworks.map((each) => each.name).join(", ")}, got ${framework}`);
  if (severity !== undefined && !severities.includes(severity))
    throw new Misuse(`--severity must be one of ${severities.join(", ")}, got ${severity}`);
  return catalogue.filter(
    ({ about }) =>
      matchesGlob(glob, about.name) &&
      (severity === undefined || about.severity === severity) &&
      (known === undefined || about.controls.some((control) => frameworkOf(control) === known)),
  );
}

function listed(chosen: readonly Entry[]): string {
  const rows = chosen.map(({ about, kind }) => {
    const { dev, staging, prod } = about.levels;
    return [about.name, kind, about.severity, dev, staging, prod, about.description];
  });
  const head = ["rule", "over", "severity", "dev", "staging", "prod", "description"];
  return `${table([head, ...rows])}\n\n${chosen.length} rules\n`;
}

function explained(entry: Entry): string {
  const { name, description, why, severity, levels, controls, fix, ownOnly } = entry.about;
  const of = ["plan", "state"].includes(entry.kind) ? `the ${entry.kind}` : "the stack";
  const subject = entry.types.length === 0 ? of : entry.types.join(", ");
  const facts = table([
    ["severity", severity],
    ["levels", `dev ${levels.dev}, staging ${levels.staging}, prod ${levels.prod}`],
    ...(ownOnly === true ? [["elsewhere", "advisory at most in projects other than ownProjects"]] : []),
    ...(remedied.includes(name) ? [["adds", "missing properties, in dev"]] : []),
    ["applies to", subject === "*" ? "every resource" : subject],
    ["controls", controls.length === 0 ? "none: a rule of the platform" : controls.join(", ")],
    ["why", why],
    ["fix", fix],
    ["reference", referenceTo(name)],
  ]);
  const rule = entry.rule;
  const example = (value: unknown) => JSON.stringify(value, undefined, 2);
  const shown =
    rule === undefined ? "" : `\nComplies:\n${example(rule.ok)}\n\nDoes not comply:\n${example(rule.bad)}\n`;
  return `${name}: ${description}\n\n${facts}\n${shown}`;
}

function record({ about, kind, types, rule }: Entry): object {
  const { name, description, why, severity, levels, controls, fix, ownOnly = false } = about;
  const examples = rule === undefined ? {} : { ok: rule.ok, bad: rule.bad };
  const adds = remedied.includes(name);
  return {
    name,
    kind,
    types,
    description,
    severity,
    levels,
    ownOnly,
    adds,
    controls,
    why,
    fix,
    reference: referenceTo(name),
    ...examples,
  };
}

function check(file: string): number {
  const faults = fileFaults(readJson(file), new Date());
  say(faults.length === 0 ? `${file} is valid\n` : `${file}:\n  ${faults.join("\n  ")}\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Files without the mark of this command are neither removed nor overwritten. */
function write(directory: string): number {
  const written = pages();
  fs.mkdirSync(directory, { recursive: true });
  const found = fs.readdirSync(directory, { recursive: true, encoding: "utf8" });
  const isOurs = (file: string) => fs.readFileSync(path.join(directory, file), "utf8").startsWith(mark);
  const foreign = found.filter((file) => written.has(file) && !isOurs(file));
  if (foreign.length > 0)
    throw new Misuse(
      `${directory} has files that this command did not write (${foreign.join(", ")}): name another directory.`,
    );
  for (const file of found.filter((each) => each.endsWith(".md") && !written.has(each) && isOurs(each)))
    fs.rmSync(path.join(directory, file));
  for (const [file, content] of written) {
    fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), content);
  }
  fs.writeFileSync(schemaFile, fileSchema());
  return 0;
}

await run(usage, main);
