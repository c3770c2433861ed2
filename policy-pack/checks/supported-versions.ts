/** Versions under standard support, newest last: the pack's own, so that it stands without the program beside it. */
export const kubernetes: readonly string[] = ["1.34", "1.35", "1.36"];
export const postgres: readonly string[] = ["14", "15", "16", "17", "18"];
