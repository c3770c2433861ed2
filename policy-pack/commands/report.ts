import path from "node:path";
import { parseArgs } from "node:util";
import { isObject } from "../checks/schema.ts";
import { findings } from "../reports/findings.ts";
import { junit } from "../reports/junit.ts";
import { markdown } from "../reports/markdown.ts";
import { sarif } from "../reports/sarif.ts";
import { Misuse, named, readJson, readText, run, writeText } from "./command.ts";

const usage = `Usage: npm run report -- INPUT [--sarif FILE] [--junit FILE] [--markdown FILE] [--json FILE] [--docs URL]

Writes the findings of the policy pack for other tools; without a file option, prints Markdown.

  INPUT            JSON of \`npm run preview -- STACK --json FILE\` or \`npm run gate -- PLAN --json\`, or engine events
                   from \`pulumi policy analyze --json\` or \`pulumi preview --event-log FILE\`; - reads standard input
  --sarif FILE     SARIF 2.1.0, for code scanning
  --junit FILE     JUnit XML, a test case for each rule
  --markdown FILE  Markdown, for a pull request comment
  --json FILE      a list of {rule, level, severity, urn, message}
  --docs URL       the URL below which docs/policies is published, for the links of SARIF rules
  --help           this text

Exit code: 0 no findings or advisory ones only, 1 a mandatory finding, 2 wrong usage or unreadable input
`;

function main(): number {
  const text = { type: "string" } as const;
  const options = {
    sarif: text,
    junit: text,
    markdown: text,
    json: text,
    docs: text,
    help: { type: "boolean" },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [file, ...more] = positionals;
  if (values.docs !== undefined && !URL.canParse(values.docs))
    throw new Misuse(`--docs must be a URL, got ${values.docs}`);
  if (file === undefined) throw new Misuse("INPUT is missing.");
  if (more.length > 0) throw new Misuse(`Name one input, got ${positionals.join(", ")}.`);
  const found = findings(readText(file));
  if (found === undefined)
    throw new Misuse(`${named(file)} has no findings: \`pulumi preview --json\` omits them, --event-log does not.`);
  const written = [
    [values.sarif, () => sarif(found, version(), values.docs)],
    [values.junit, () => junit(found)],
    [values.markdown, () => markdown(found)],
    [values.json, () => `${JSON.stringify(found, undefined, 2)}\n`],
  ] as const;
  const targets = written.filter(([target]) => target !== undefined);
  for (const [target = "", content] of targets) writeText(target, content());
  if (targets.length === 0) process.stdout.write(markdown(found));
  return found.some(({ level }) => level === "mandatory") ? 1 : 0;
}

function version(): string {
  const manifest = readJson(path.join(import.meta.dirname, "..", "package.json"));
  return isObject(manifest) ? String(manifest["version"]) : "";
}

await run(usage, main);
