import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { run } from "../policy-pack/commands/command.ts";
import { sources } from "./compile.ts";
import { schemaOf } from "./plugin.ts";
import { breakingChanges } from "./schema/breaking.ts";
import { directory, frozen } from "./schema/frozen.ts";
import { leftComponents } from "./schema/left.ts";

const usage = `Usage: npx node packages/freeze.ts [--breaking]

Writes the schema of the Pulumi package to packages/frozen, where the tests compare it with the components, and
beside it the arguments of the components that the package does not have. Write the reference anew afterwards: npm run docs.
A change after which programs may no longer work is refused without --breaking, and is for a new major version.

Exit code: 0 done, 1 a breaking change, 2 wrong usage
`;

const components = path.join(import.meta.dirname, "..", "components");
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: "boolean" }, breaking: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const read = sources(components, path.join(components, "dist"));
  const { schema, origins } = schemaOf(read);
  const changes = breakingChanges(frozen().schema, schema);
  for (const change of changes) process.stderr.write(`${change}\n`);
  if (changes.length > 0 && !values.breaking) return 1;
  const names = read.modules.map(({ name }) => name);
  write("schema.json", schema);
  write("components.json", origins);
  write("left.json", leftComponents(read.program, components, names, schema));
  return 0;
}

function write(name: string, value: object): void {
  fs.writeFileSync(path.join(directory, name), `${JSON.stringify(value, undefined, 1)}\n`);
}

if (import.meta.main) await run(usage, main);
