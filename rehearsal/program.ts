import platform from "../index.ts";
import { localSettings, settings } from "../stacks/settings.ts";
import type { Stack } from "./edits/edit.ts";

/** The stack that the program makes next; undefined before its first run, and where it runs without AWS. */
export interface Held {
  stack: Stack | undefined;
}

/** The program of a stack: its first run reads definition and configuration, each later run takes what is held by then. */
export function programOf(held: Held): () => Promise<Record<string, unknown>> {
  return () => {
    held.stack ??= localSettings() === undefined ? settings() : undefined;
    return platform(held.stack);
  };
}
