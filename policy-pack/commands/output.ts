/** Text without what sets a terminal, or turns its direction: such characters are escaped, line ends and tabs stay. */
export function printable(text: string): string {
  return escaped(text, /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu);
}

/** The same for what must stay on its line, such as a name. */
export function oneLine(text: string): string {
  return escaped(text, /\p{Cc}|[\u2028-\u202e\u2066-\u2069]/gu);
}

function escaped(text: string, characters: RegExp): string {
  return text.replace(characters, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Prints to standard output; returns the exit code 0. */
export function say(text: string): number {
  process.stdout.write(printable(text));
  return 0;
}

/**
 * When standard output cannot be written, for example on a full disk, prints why in one line, and turns the exit code 0
 * into the given one. A reader such as `head` may close the pipe early: then the exit code stays.
 */
export function guardOutput(code: number): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`standard output cannot be written: ${error.message}\n`);
    process.on("exit", () => {
      process.exitCode ||= code;
    });
  });
}
