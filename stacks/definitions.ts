import type { StackDefinition } from "../layers/definition.ts";
import type { LocalDefinition } from "../layers/local/definition.ts";
import { agents } from "./agents/index.ts";
import { aivo, aivoDevelopment, aivoStaging } from "./aivo/index.ts";
import { auterity } from "./auterity/index.ts";
import { auterityInfra } from "./auterity-infra/index.ts";
import { genAi } from "./gen-ai/index.ts";
import { dev, local, prod, staging } from "./platform/index.ts";

/** Every definition by its name; a stack runs the one that has its own name, or the one that `platform:definition` names. */
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
