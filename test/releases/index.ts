import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Misuse, run } from "../../policy-pack/commands/command.ts";
import { startCloud } from "../../rehearsal/cloud-process.ts";
import { surviveEngines } from "../../rehearsal/listeners.ts";
import { progress } from "../../rehearsal/progress.ts";
import { round, table } from "../../rehearsal/report.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { changes } from "./changes.ts";
import { type Checked, checked, unmade } from "./check.ts";
import { packed, taken, unpacked } from "./checkpoint.ts";
import { file, kept, releases } from "./files.ts";
import { names, opened } from "./stacks.ts";

const usage = `Usage: npm run releases [-- STACK ...]
       npm run releases -- --write [STACK ...]

Previews the current code on the stacks as kept releases left them in the offline account, and prints a line for each.
A change has to be in test/releases/changes.ts; what holds data or a name that others use is neither replaced nor deleted.

  STACK    name of a stack, or examples for the programs of examples/; the default is every kept one
  --write  creates the stacks and keeps them as the release of package.json, in test/releases/<version>
  --help   prints this text

Stacks: ${names().join(", ")}
Exit code: 0 only wanted changes, 1 another change or an error, 2 wrong usage
`;

async function main(): Promise<number> {
  const options = { write: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = positionals.filter((each) => !names().includes(each));
  if (unknown.length > 0) throw new Misuse(`STACK must be one of ${names().join(", ")}, got ${unknown.join(", ")}.`);
  if (values.write) return write(positionals.length > 0 ? positionals : names());
  return check(positionals);
}

async function check(stacks: readonly string[]): Promise<number> {
  const wanted = kept().filter(({ stack }) => stacks.length === 0 || stacks.includes(stack));
  if (wanted.length === 0)
    throw new Misuse(`No release keeps ${stacks.join(", ")}: ${releases().join(", ") || "none is kept"}.`);
  const all: Checked[] = [];
  for (const each of wanted) {
    const done = progress(`previewing ${each.stack} of ${each.release}`);
    const result = await checked(each).finally(done);
    process.stdout.write(`${line(result)}\n`);
    all.push(result);
  }
  // Of some of the stacks alone, it is not known what the others change.
  const unused = stacks.length > 0 ? [] : unmade(all, changes);
  for (const fault of unused) process.stdout.write(`${fault}\n`);
  return unused.length > 0 || all.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

function line({ release, stack, resources, planned, faults, seconds }: Checked): string {
  const verdict = faults.length === 0 ? "ok" : `${faults.length} refused or unexpected`;
  const [head = ""] = table([
    [
      release,
      stack.padEnd(16),
      String(resources).padStart(5),
      `${round(seconds).padStart(6)} s`,
      `${planned.length} changes`,
      verdict,
    ],
  ]).split("\n");
  return [head, ...faults.map((fault) => `  ${fault.replaceAll("\n", "\n    ")}`)].join("\n");
}

async function write(stacks: readonly string[]): Promise<number> {
  const { version } = JSON.parse(fs.readFileSync("package.json", "utf8"));
  for (const stack of stacks) {
    const done = progress(`creating ${stack}`);
    const bytes = await created(stack).finally(done);
    const target = file({ release: String(version), stack });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, bytes);
    process.stdout.write(`${target}: ${unpacked(bytes).resources.length} resources, ${bytes.length} bytes\n`);
  }
  return 0;
}

async function created(stack: string): Promise<Buffer> {
  const cloud = await startCloud();
  const directory = temporaryDirectory("release");
  try {
    const rehearsal = await opened(stack, cloud);
    const outcome = await rehearsal.updateWithoutPack();
    if (!outcome.clean) throw new Error(`${stack}: ${outcome.errors.join("\n")}`);
    return packed(await taken(rehearsal, await cloud.account.snapshot(), directory));
  } finally {
    cloud.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  surviveEngines();
  await run(usage, main);
}
