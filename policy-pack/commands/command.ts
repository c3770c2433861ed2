import fs from "node:fs";

/** What the caller did wrong: the message, and exit code 2. */
export class Misuse extends Error {}

/** Runs a command: its exit code, 2 with the message and the usage when the caller did something wrong. */
export function run(usage: string, command: () => number): void {
  try {
    process.exitCode = command();
  } catch (error) {
    const known = error instanceof Misuse || (error instanceof TypeError && "code" in error);
    if (!known) throw error;
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}

/** The text of a file, `-` for standard input. */
export function readText(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new Misuse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The JSON of a file. */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misuse(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
