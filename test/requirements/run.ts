import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Ran } from "./checks.ts";

const test = z.object({ fullTitle: z.string(), file: z.string() });
const report = z.object({ passes: z.array(test), failures: z.array(test) });

/** Tests of the engine, which take minutes and show no requirement. */
const without = ["test/engine.test.ts"];

/** Runs the tests, or lists them only, with the result of each; fails if mocha cannot start them. */
export async function run({ onlyFind }: { onlyFind: boolean }): Promise<Ran[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "requirements-"));
  try {
    const output = path.join(folder, "report.json");
    const printed = await mocha([
      ...without.flatMap((pattern) => ["--ignore", pattern]),
      ...["--reporter", "json", "--reporter-option", `output=${output}`],
      ...(onlyFind ? ["--dry-run"] : []),
    ]);
    if (!fs.existsSync(output)) throw new Error(`the tests did not run:\n${printed}`);
    const { passes, failures } = report.parse(JSON.parse(fs.readFileSync(output, "utf8")));
    return [...passes.map((each) => ran(each, true)), ...failures.map((each) => ran(each, false))];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function ran({ fullTitle, file }: z.infer<typeof test>, passed: boolean): Ran {
  return { title: fullTitle, file: path.relative(".", file), passed };
}

/** Output of mocha; its exit code is not needed, because the report contains every failure. */
function mocha(options: readonly string[]): Promise<string> {
  const main = fileURLToPath(import.meta.resolve("mocha/bin/mocha.js"));
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...options], { maxBuffer: 2 ** 28 }, (_, stdout, stderr) => {
      resolve(`${stderr}${stdout}`.trim());
    });
  });
}
