import platform from "../index.ts";
import { local } from "../layers/index.ts";
import { localSettings, settings } from "../stacks/settings.ts";
import { isOnAws, type LocalStack, type Stack } from "./edits/edit.ts";

/** The stack that the program makes next; undefined before its first run. */
export interface Held {
  stack: Stack | LocalStack | undefined;
}

/** The program of a stack: its first run reads definition and configuration, each later run takes what is held by then. */
export function programOf(held: Held): () => Promise<Record<string, unknown>> {
  return async () => {
    held.stack ??= localSettings() ?? settings();
    const { stack } = held;
    return isOnAws(stack) ? platform(stack) : local(stack.config, stack.definition);
  };
}
