/** How something stands: good, plain information, to be looked at, or wrong. */
export type Level = "good" | "info" | "warning" | "bad";
