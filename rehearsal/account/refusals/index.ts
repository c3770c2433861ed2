import type { Refusal } from "../refusal.ts";

/** Everything that the account refuses: a list of files, nothing else. */
export const refusals: readonly Refusal[] = [];
