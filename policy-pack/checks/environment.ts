/** The environments of the platform. */
export type Environment = "dev" | "staging" | "prod";

/**
 * The environment whose levels apply: PLATFORM_ENVIRONMENT, else the last word of the stack's definition (its own name,
 * unless platform:definition names another), for example aivo-staging. local is dev; every other name is prod.
 */
export function environment(variables: Record<string, string | undefined>): Environment {
  const explicit = variables["PLATFORM_ENVIRONMENT"];
  if (explicit !== undefined && explicit !== "") return named(explicit);
  const definition = setting(variables["PULUMI_CONFIG"], "platform:definition");
  return named(definition ?? stackOf(variables));
}

function stackOf(variables: Record<string, string | undefined>): string | undefined {
  return variables["PULUMI_NODEJS_STACK"] || variables["PULUMI_STACK"] || undefined;
}

/** The name of the stack in a URN. */
export function stackOfUrn(urn: string): string {
  return urn.split("::")[0]?.split(":").at(-1) ?? "";
}

/** Ends of the names of stacks that are one part of another, with the same environment: prod.stores is a part of prod. */
const part = /\.(foundation|stores|edge|workloads|objects|operations)$/;

function named(name = ""): Environment {
  const last = name.replace(part, "").split("-").at(-1);
  return ["dev", "development", "local"].includes(last ?? "") ? "dev" : last === "staging" ? "staging" : "prod";
}

function setting(config: string | undefined, key: string): string | undefined {
  if (config === undefined || config === "") return undefined;
  const value: unknown = Object.entries(JSON.parse(config)).find(([name]) => name === key)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** The environment of a run, and whether it is an update or a preview. */
export interface Run {
  environment: Environment;
  /** Whether this is an update and not a preview. */
  update: boolean;
  /** Whether the stack is one part of another, so that rules over the whole stack do not see all of it. */
  part?: boolean;
  /** Whether the environment is not known yet, because neither it nor a stack is named: then the first URN tells. */
  open?: boolean;
}

/** The run that the variables describe. */
export function runOf(variables: Record<string, string | undefined>): Run {
  const open = !variables["PLATFORM_ENVIRONMENT"] && stackOf(variables) === undefined;
  const isPart = part.test(stackOf(variables) ?? "");
  return { environment: environment(variables), update: isUpdate(variables), part: isPart, open };
}

/** Reads the environment from a URN where nothing else names it, as in `pulumi policy analyze`. */
export function settleEnvironment(run: Run, urn: string): void {
  if (run.open) Object.assign(run, { environment: environment({ PULUMI_STACK: stackOfUrn(urn) }), open: false });
}

/** Whether this is an update, in which every value is known; an engine that does not say counts as a preview. */
function isUpdate(variables: Record<string, string | undefined>): boolean {
  return (variables["PULUMI_DRY_RUN"] ?? variables["PULUMI_NODEJS_DRY_RUN"]) === "false";
}
