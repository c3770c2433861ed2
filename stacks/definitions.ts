import { agents } from "./agents.ts";
import { auterity } from "./auterity.ts";
import type { StackDefinition } from "./definition.ts";
import { dev } from "./dev.ts";
import { prod } from "./prod.ts";
import { staging } from "./staging.ts";

/** Every definition by its name; a stack runs the one that has its own name, or the one that `platform:definition` says. */
export const definitions: Readonly<Record<string, StackDefinition>> = { agents, auterity, dev, staging, prod };
