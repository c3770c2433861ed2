import * as pulumi from "@pulumi/pulumi";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import type { Place } from "../rehearsal/account/thing.ts";
import { create } from "../rehearsal/cloud.ts";
import { lookup } from "../rehearsal/lookups.ts";

/** A resource as the program registered it: what the engine would see. */
export interface Registered {
  urn: string;
  type: string;
  name: string;
  id: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  parent: string;
  provider: string;
  protect: boolean;
  /** Whether a replacement is made only after the deletion. */
  deleteBeforeReplace: boolean;
  /** Whether Pulumi leaves it at AWS when it is deleted from the stack. */
  retainOnDelete: boolean;
  /** Paths of the inputs whose changes Pulumi leaves alone. */
  ignoreChanges: string[];
  /** How long Pulumi waits for the creation, such as 16m; empty for the provider's own time. */
  createTimeout: string;
  /** URNs that the resource waits for. */
  dependencies: string[];
  /** The same by input. */
  propertyDependencies: Record<string, string[]>;
}

export interface Deployed {
  resources: Registered[];
  /** Every resource of a class, or of a type token. */
  of(type: ResourceClass | string): Registered[];
  /** The only resource of a class, or the one with this logical name; an error when there is not exactly one. */
  one(type: ResourceClass | string, name?: string): Registered;
  /** What the program returned, resolved. */
  outputs: Record<string, unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: the constructors of the SDK's classes have nothing else in common.
type ResourceClass = abstract new (...args: any[]) => pulumi.Resource;

export interface Options {
  stack?: string;
  config?: Record<string, string>;
  place?: Place;
  /** Outputs of other stacks by their names, for stack references. */
  others?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const place: Place = { partition: "aws", region: "us-east-1", accountId: "111122223333" };

/** The account and Region of a stack's configuration. */
function placeOf(config: Record<string, string>): Place {
  const { "platform:region": region = place.region, "platform:accountId": accountId = place.accountId } = config;
  return { ...place, region, accountId };
}

/** Runs a program under mocks that answer as the rehearsal's cloud does, waits for everything, and returns what it registered. */
export async function deploy(program: () => unknown, options: Options = {}): Promise<Deployed> {
  const resources: Registered[] = [];
  pulumi.runtime.setAllConfig(options.config ?? {});
  await listen(resources, options);
  const outputs = await pulumi.runtime.runInPulumiStack(async () => program());
  // Draining once is enough: the house rules forbid resources that are born in an apply (test/shape.test.ts).
  await pulumi.runtime.disconnect();
  const values = await new Promise<Record<string, unknown>>((resolve) => pulumi.output(outputs ?? {}).apply(resolve));
  const of = (type: ResourceClass | string) => resources.filter((resource) => resource.type === token(type));
  const one = (type: ResourceClass | string, name?: string) => {
    const found = of(type).filter((resource) => name === undefined || resource.name === name);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw new Error(`${found.length} of ${token(type)} ${name ?? ""}: ${found.map((each) => each.name).join(", ")}`);
  };
  return { resources, of, one, outputs: values };
}

/** The message of the error that a program ends with; fails when it does not end with one. */
export async function refusal(program: () => unknown, options: Options = {}): Promise<string> {
  const failure = await deploy(program, options).then(
    () => undefined,
    (error: Error) => error,
  );
  if (failure === undefined) throw new Error("the program was accepted");
  if (!(failure instanceof pulumi.ResourceError || failure instanceof pulumi.RunError)) throw failure;
  if (failure instanceof pulumi.ResourceError && failure.hideStack !== true)
    throw new Error("the error shows its stack");
  return failure.message;
}

/** The value at a path of a resource's inputs, for example `at(cluster, "vpcConfig.endpointPublicAccess")`. */
export function at(resource: Registered, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], resource.inputs);
}

function token(type: ResourceClass | string): string {
  return typeof type === "string" ? type : (type as unknown as { __pulumiType: string }).__pulumiType;
}

/** The part of the SDK's registration request that mocks are not told of. */
interface Request {
  getParent(): string;
  getProvider(): string;
  getProtect(): boolean | undefined;
  getRetainondelete(): boolean | undefined;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getCustomtimeouts(): { getCreate(): string } | undefined;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(each: (dependencies: { getUrnsList(): string[] }, property: string) => void): void;
  };
}

interface Monitor {
  registerResource(request: Request, callback: (error: unknown, response: { getUrn(): string }) => void): Promise<void>;
}

/** Installs the mocks, and reads parents, providers, protection and dependencies from each request itself. */
async function listen(
  resources: Registered[],
  { stack = "test", config = {}, place: given, others = {} }: Options,
): Promise<void> {
  const where = given ?? placeOf(config);
  let current: Request | undefined;
  let last: Registered | undefined;
  const newResource = ({ type, name, inputs, id, custom = true }: pulumi.runtime.MockResourceArgs) => {
    if (type === "pulumi:pulumi:StackReference")
      return { id: name, state: { name: inputs.name, outputs: others[name] ?? {} } };
    const ours = type.startsWith("platform:") || type === "pulumi:pulumi:Stack";
    const made = ours ? { id: "", outputs: inputs } : create(type, name, inputs, where);
    if (current !== undefined)
      last = registered(current, { type, name, id: id || made.id, custom, inputs, outputs: made.outputs });
    return { id: id || made.id, state: made.outputs };
  };
  const call = ({ token: lookedUp, inputs }: pulumi.runtime.MockCallArgs) =>
    lookedUp === "pulumi:pulumi:readStackOutputs" ? inputs : lookup(lookedUp, inputs, where);
  await pulumi.runtime.setMocks({ newResource, call }, "platform", stack, false, "organization");

  const monitor = settings.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    // The mocks are called before the first await of the original, so `last` is this request's.
    current = request;
    const done = register(request, (error, response) => {
      if (mine !== undefined) mine.urn = response?.getUrn() ?? "";
      callback(error, response);
    });
    const mine = last;
    if (mine !== undefined && mine.type !== "pulumi:pulumi:Stack") resources.push(mine);
    current = undefined;
    last = undefined;
    return done;
  };
}

function registered(
  request: Request,
  seen: Pick<Registered, "type" | "name" | "id" | "custom" | "inputs" | "outputs">,
): Registered {
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    propertyDependencies[property] = dependencies.getUrnsList();
  });
  return {
    urn: "",
    ...seen,
    parent: request.getParent(),
    provider: request.getProvider(),
    protect: request.getProtect() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
    dependencies: request.getDependenciesList(),
    propertyDependencies,
  };
}
