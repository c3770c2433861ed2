/** Versions under standard support, newest last; the pack has no dependency on the platform's own list. */
export const kubernetes: readonly string[] = ["1.34", "1.35", "1.36"];
export const postgres: readonly string[] = ["14", "15", "16", "17", "18"];
