import fs from "node:fs";
import { guardOutput, printable } from "./output.ts";

/** Wrong usage of a command: its message is printed, and the exit code is 2. */
export class Misuse extends Error {}

/** Runs a command and sets its exit code; wrong usage prints the message and the usage, and sets 2. */
export async function run(usage: string, command: () => number | Promise<number>): Promise<void> {
  guardOutput(2);
  try {
    process.exitCode = await command();
  } catch (error) {
    const known = error instanceof Misuse || (error instanceof TypeError && "code" in error);
    if (!known) throw error;
    // Node adds advice about positionals to the message about an unknown option.
    process.stderr.write(`${printable(error.message.split(". To specify")[0] ?? "")}\n\n${usage}`);
    process.exitCode = 2;
  }
}

/** The name of a file in messages. */
export function named(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** Runs what writes to a place that the caller named. */
export function writing<T>(target: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw new Misuse(`${target} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The text of a file, `-` for standard input. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  // PowerShell's `>` writes UTF-16, in which every other byte of JSON is 0.
  if (/^(?:fffe|feff|..00|00)/.test(bytes.toString("hex", 0, 2)))
    throw new Misuse(`${named(file)} is UTF-16: write it as UTF-8, in PowerShell with \`| Out-File -Encoding utf8\`.`);
  return bytes.toString("utf8").replace(/^\ufeff/, "");
}

function readBytes(file: string): Buffer {
  try {
    return fs.readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    throw new Misuse(`${named(file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The JSON of a file. */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misuse(`${named(file)} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
