import type { Section } from "../section.ts";
import { architecture } from "./architecture.ts";
import { changes } from "./changes.ts";
import { reach } from "./reach.ts";

/** Every section in the order of the page: a list of files, nothing else. */
export const sections: readonly Section[] = [architecture, reach, changes];
