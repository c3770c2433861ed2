import { type Inputs, isObject, text } from "../inputs.ts";

/** A resource as `pulumi stack export` writes it; what is not named here stays as it is. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string | undefined;
  inputs: Inputs;
  provider: string;
  dependencies: readonly string[];
  /** Everything else, such as the parent and the property dependencies. */
  raw: Inputs;
}

/** An operation that a killed update began and did not end. */
export interface PendingOperation {
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
  resource: StateResource;
}

/** A state as `pulumi stack export` writes it. */
export interface State {
  resources: readonly StateResource[];
  pending: readonly PendingOperation[];
  /** The export itself. */
  raw: Inputs;
}

const operations = ["creating", "updating", "deleting", "reading", "importing"] as const;

/** Reads the text of `pulumi stack export`. */
export function parseState(exported: string): State {
  const raw: unknown = JSON.parse(exported);
  if (!isObject(raw) || !isObject(raw["deployment"])) throw new Error("pulumi stack export printed no deployment.");
  const { resources, pending_operations: pending } = raw["deployment"];
  return {
    resources: Array.isArray(resources) ? resources.filter(isObject).map(resource) : [],
    pending: Array.isArray(pending) ? pending.filter(isObject).flatMap(operation) : [],
    raw,
  };
}

function resource(raw: Inputs): StateResource {
  const { inputs, dependencies } = raw;
  return {
    urn: text(raw, "urn") ?? "",
    type: text(raw, "type") ?? "",
    id: text(raw, "id"),
    inputs: isObject(inputs) ? inputs : {},
    provider: text(raw, "provider") ?? "",
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    raw,
  };
}

function operation(raw: Inputs): PendingOperation[] {
  const type = operations.find((each) => each === raw["type"]);
  return type === undefined || !isObject(raw["resource"]) ? [] : [{ type, resource: resource(raw["resource"]) }];
}

/** The Region of a resource: its own, or the one of its provider; empty for what is not of AWS. */
export function regionOf(state: State, { inputs, provider }: StateResource): string {
  const urn = provider.split("::").slice(0, -1).join("::");
  const found = state.resources.find((each) => each.urn === urn);
  return text(inputs, "region") ?? text(found?.inputs, "region") ?? "";
}

/** The name of a resource in messages: its type and its logical name. */
export function named({ urn, type }: StateResource): string {
  return `${type} ${urn.split("::").slice(3).join("::")}`;
}

/** A resource that recover takes over, and the ID by which the provider reads it. */
export interface Recovered {
  resource: StateResource;
  id: string;
}

/**
 * The state with the resources that were found, and without pending operations, which `pulumi stack import` drops all
 * the same. A found resource has no outputs: the provider then reads it as `pulumi import` does. What it replaces is
 * marked for deletion, as the engine does it.
 */
export function recoveredState({ raw, resources }: State, recovered: readonly Recovered[]): Inputs {
  const deployment = isObject(raw["deployment"]) ? raw["deployment"] : {};
  const urns = new Set(recovered.map(({ resource: { urn } }) => urn));
  const kept = resources.map((each) => (urns.has(each.urn) ? { ...each.raw, delete: true } : each.raw));
  const added = recovered.map(({ resource: { raw: own }, id }) => ({ ...own, id, custom: true, outputs: {} }));
  return { ...raw, deployment: { ...deployment, resources: [...kept, ...added], pending_operations: [] } };
}

/** The accounts that the stack's providers allow; empty if none is stated. */
export function accountsOf({ resources }: State): string[] {
  const providers = resources.filter(({ type }) => type === "pulumi:providers:aws");
  return [
    ...new Set(providers.flatMap(({ inputs }) => String(inputs["allowedAccountIds"] ?? "").match(/\d{12}/g) ?? [])),
  ];
}
