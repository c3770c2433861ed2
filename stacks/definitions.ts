import type { LocalDefinition } from "../layers/local.ts";
import { agents } from "./agents.ts";
import { aivo, aivoDevelopment, aivoStaging } from "./aivo.ts";
import { auterity } from "./auterity.ts";
import { auterityInfra } from "./auterity-infra.ts";
import type { StackDefinition } from "./definition.ts";
import { dev } from "./dev.ts";
import { genAi } from "./gen-ai.ts";
import { local } from "./local.ts";
import { prod } from "./prod.ts";
import { staging } from "./staging.ts";

/** Every definition by its name; a stack runs the one that has its own name, or the one that `platform:definition` says. */
export const definitions: Readonly<Record<string, StackDefinition>> = {
  agents,
  aivo,
  "aivo-development": aivoDevelopment,
  "aivo-staging": aivoStaging,
  auterity,
  "auterity-infra": auterityInfra,
  dev,
  "gen-ai": genAi,
  staging,
  prod,
};

/** Definitions that run on any cluster, without AWS. */
export const localDefinitions: Readonly<Record<string, LocalDefinition>> = { local };
