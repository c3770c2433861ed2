import fs from "node:fs";

/** Wrong usage of a command: its message is printed, and the exit code is 2. */
export class Misuse extends Error {}

/** Runs a command and sets its exit code; wrong usage prints the message and the usage, and sets 2. */
export async function run(usage: string, command: () => number | Promise<number>): Promise<void> {
  // A reader such as `head` may close the pipe early; the exit code stays the same.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    process.exitCode = await command();
  } catch (error) {
    const known = error instanceof Misuse || (error instanceof TypeError && "code" in error);
    if (!known) throw error;
    // Node adds advice about positionals to the message about an unknown option.
    process.stderr.write(`${error.message.split(". To specify")[0]}\n\n${usage}`);
    process.exitCode = 2;
  }
}

/** The name of a file in messages. */
export function named(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** Writes a file that the caller named. */
export function writeText(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new Misuse(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The text of a file, `-` for standard input. */
export function readText(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
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
    throw new Misuse(`${named(file)} is no JSON: ${error instanceof Error ? printable(error.message) : String(error)}`);
  }
}

/** Node quotes unparsable text, which may contain control characters. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "�");
}
