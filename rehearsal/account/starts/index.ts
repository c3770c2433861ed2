import { fresh } from "./fresh.ts";
import { livedIn } from "./lived-in.ts";
import type { Start, StartName } from "./start.ts";
import { unprepared } from "./unprepared.ts";

/** The accounts that a rehearsal can start with. */
export const starts: Readonly<Record<StartName, Start>> = {
  fresh,
  "lived-in": livedIn,
  "fresh-unprepared": unprepared(fresh, "fresh-unprepared"),
  "lived-in-unprepared": unprepared(livedIn, "lived-in-unprepared"),
};

/** The account of a name; the fresh one for any other. */
export function startOf(name: string | undefined): Start {
  return Object.values(starts).find((start) => start.name === name) ?? fresh;
}
