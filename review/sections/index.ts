import type { Section } from "../section.ts";
import { changes } from "./changes.ts";

/** Every section in the order of the page: a list of files, nothing else. */
export const sections: readonly Section[] = [changes];
