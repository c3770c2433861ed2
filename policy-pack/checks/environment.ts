/** The environments of the platform. */
export const environments = ["dev", "staging", "prod"] as const;
export type Environment = (typeof environments)[number];

export const isEnvironment = (name: unknown): name is Environment => environments.some((each) => each === name);

/** The project of the platform: its stacks are named by their environments, and hold all that they use. */
export const platformProject = "platform";

type Variables = Record<string, string | undefined>;

/**
 * The environment whose levels apply: PLATFORM_ENVIRONMENT, else the last word of the stack's definition (its own name,
 * unless platform:definition names another), for example aivo-staging. local is dev; every other name is prod, and so
 * are stacks of other projects, whose names may mean anything.
 */
export function environment(variables: Variables): Environment {
  return toldIn(variables) ?? (isForeign(variables) ? "prod" : named(stackOf(variables)));
}

/** The environment that a variable or the configuration of the stack names. */
function toldIn(variables: Variables): Environment | undefined {
  const name = variables["PLATFORM_ENVIRONMENT"] || setting(variables["PULUMI_CONFIG"], "platform:definition");
  return name === undefined ? undefined : named(name);
}

function isForeign(variables: Variables): boolean {
  const project = variables["PULUMI_NODEJS_PROJECT"] || variables["PULUMI_PROJECT"] || platformProject;
  return project !== platformProject;
}

function stackOf(variables: Variables): string | undefined {
  return variables["PULUMI_NODEJS_STACK"] || variables["PULUMI_STACK"] || undefined;
}

/** The name of the stack in a URN. */
export function stackOfUrn(urn: string): string {
  return urn.split("::")[0]?.split(":").at(-1) ?? "";
}

/** The name of the project in a URN. */
export function projectOfUrn(urn: string): string {
  return urn.split("::")[1] ?? "";
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
  /** Whether neither the environment nor a stack is named: then the first URN tells. */
  open?: boolean;
  /** The environment that a variable or the configuration of the stack names, before the pack's settings do. */
  told?: Environment | undefined;
  /** The name of the stack, where the engine gives one. */
  stack?: string | undefined;
  /** Whether the stack is of another project than those of the setting ownProjects. */
  foreign?: boolean;
}

/** The run that the variables describe. */
export function runOf(variables: Variables): Run {
  const stack = stackOf(variables);
  return {
    environment: environment(variables),
    update: isUpdate(variables),
    part: part.test(stack ?? ""),
    open: !variables["PLATFORM_ENVIRONMENT"] && stack === undefined,
    told: toldIn(variables),
    stack,
    foreign: isForeign(variables),
  };
}

/** What the settings say about stacks. */
interface Told {
  environment?: Environment | undefined;
  ownProjects: readonly string[];
}

/** Reads the environment from the settings, or from the name of a stack of an own project; others are prod. */
export function settleEnvironment(run: Run, urn: string, { environment: configured, ownProjects }: Told): void {
  const own = ownProjects.includes(projectOfUrn(urn));
  run.foreign = !own;
  run.environment = run.told ?? configured ?? (own ? named(run.stack ?? stackOfUrn(urn)) : "prod");
  run.open = false;
}

/** Whether this is an update, in which every value is known; an engine that does not say counts as a preview. */
function isUpdate(variables: Variables): boolean {
  return (variables["PULUMI_DRY_RUN"] ?? variables["PULUMI_NODEJS_DRY_RUN"]) === "false";
}
