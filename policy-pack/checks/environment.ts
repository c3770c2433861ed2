export type Environment = "dev" | "staging" | "prod";

/**
 * The environment whose levels count. PLATFORM_ENVIRONMENT says it; else the stack's definition (its own name, unless
 * platform:definition names another), which is one or ends in one, as aivo-staging does; local is dev; and whatever is
 * neither dev nor staging is held to prod.
 */
export function environment(variables: Record<string, string | undefined>): Environment {
  const explicit = variables["PLATFORM_ENVIRONMENT"];
  if (explicit !== undefined && explicit !== "") return named(explicit);
  const definition = setting(variables["PULUMI_CONFIG"], "platform:definition");
  return named(definition ?? variables["PULUMI_NODEJS_STACK"] ?? variables["PULUMI_STACK"]);
}

function named(name = ""): Environment {
  const last = name.split("-").at(-1);
  return ["dev", "development", "local"].includes(last ?? "") ? "dev" : last === "staging" ? "staging" : "prod";
}

function setting(config: string | undefined, key: string): string | undefined {
  if (config === undefined || config === "") return undefined;
  const value: unknown = Object.entries(JSON.parse(config)).find(([name]) => name === key)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** Where and when the pack judges. */
export interface Place {
  environment: Environment;
  /** Whether this is the update itself, and not its preview. */
  update: boolean;
}

export function place(variables: Record<string, string | undefined>): Place {
  return { environment: environment(variables), update: isUpdate(variables) };
}

/** Whether this is the update itself, in which every value is known; a preview, and an engine that does not say, is none. */
function isUpdate(variables: Record<string, string | undefined>): boolean {
  return (variables["PULUMI_DRY_RUN"] ?? variables["PULUMI_NODEJS_DRY_RUN"]) === "false";
}
