import { fresh } from "./fresh.ts";
import { livedIn } from "./lived-in.ts";
import type { Start, StartName } from "./start.ts";

/** The accounts that a rehearsal can start with. */
export const starts: Readonly<Record<StartName, Start>> = { fresh, "lived-in": livedIn };
