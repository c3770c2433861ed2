import fs from "node:fs";

/** What the caller did wrong: the message, and exit code 2. */
export class Misuse extends Error {}

/** Runs a command: its exit code, 2 with the message and the usage when the caller did something wrong. */
export async function run(usage: string, command: () => number | Promise<number>): Promise<void> {
  // Whoever reads may stop before the end, as `head` does; the exit code stays what it is.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    process.exitCode = await command();
  } catch (error) {
    const known = error instanceof Misuse || (error instanceof TypeError && "code" in error);
    if (!known) throw error;
    // Of an option that it does not know, Node also tells how to make it a name.
    process.stderr.write(`${error.message.split(". To specify")[0]}\n\n${usage}`);
    process.exitCode = 2;
  }
}

/** What a message calls a file. */
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

/** Node quotes the text that it cannot parse, and a binary file would set the terminal's colours with it. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "�");
}
